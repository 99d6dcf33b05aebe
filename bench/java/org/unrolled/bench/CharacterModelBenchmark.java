package org.unrolled.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.model.CharacterModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.nn.FusedAdam;
import org.unrolled.text.EncodedText;
import org.unrolled.text.TextStream;
import org.unrolled.text.Vocabulary;
import org.unrolled.train.Schedule;
import org.unrolled.train.Trainer;
import org.unrolled.train.TrainingObserver;
import org.unrolled.train.Validation;

/**
 * Trains the character model that {@code bench/character_model_pytorch.py} trains, with the same options, and prints the same
 * lines; the last one is JSON. {@code bench/character_model.py} runs both.
 */
public final class CharacterModelBenchmark {
    private CharacterModelBenchmark() {
    }

    public static void main(String[] arguments) throws IOException {
        var options = new HashMap<String, String>(Map.of("cell", "lstm", "hidden", "512", "layers", "1", "embedding", "64",
                "dropout", "0", "batch", "32", "window", "64", "epochs", "8", "rate", "0.002", "clip", "1"));
        options.put("floor", "0.1");
        options.put("seed", "1");
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i].substring(2), arguments[i + 1]);
        }
        var text = Files.readString(Path.of(options.get("data")));
        var parts = EncodedText.of(text, Vocabulary.characters(text)).split(0.9);
        var result = train(options, parts);
        System.out.println(result);
    }

    private static int whole(Map<String, String> options, String name) {
        return Integer.parseInt(options.get(name));
    }

    private static double number(Map<String, String> options, String name) {
        return Double.parseDouble(options.get(name));
    }

    private static String train(Map<String, String> options, EncodedText.Split parts) {
        int rows = whole(options, "batch");
        int window = whole(options, "window");
        int epochs = whole(options, "epochs");
        var model = new CharacterModel(RecurrentCell.valueOf(options.get("cell").toUpperCase(Locale.ROOT)),
                parts.train().vocabulary().size(), whole(options, "embedding"), whole(options, "hidden"), whole(options, "layers"),
                number(options, "dropout"), whole(options, "seed"));
        var network = model.build(new FusedAdam(number(options, "rate")));
        var train = TextStream.of(parts.train(), rows, window).withTail();
        var validation = TextStream.of(parts.validation(), rows, window).withTail();
        var lines = new Lines(train.windows());
        var trainer = Trainer.of(network);
        if (options.containsKey("checkpoints")) {
            trainer.checkpoints(Path.of(options.get("checkpoints"))).checkpointEvery(50);
        }
        var result = trainer.epochs(epochs).batches(epoch -> train).carryState(true).clipNorm(number(options, "clip"))
                .schedule(Schedule.warmupCosine(0, epochs * train.windows(), number(options, "floor")))
                .validate(() -> Validation.loss(network, validation, true)).seed(whole(options, "seed")).observe(lines).run();
        return String.format(Locale.ROOT, "{\"version\": \"Unrolled on ND4J's %s backend\", \"options\": %s, \"parameters\": %d, \"epochs\": [%s], "
                + "\"trainingSeconds\": %.1f, \"bestNats\": %.4f}", Nd4j.getEnvironment().isCPU() ? "CPU" : "CUDA",
                json(options), network.numParams(), String.join(", ", lines.epochs), result.seconds(), result.bestValidation());
    }

    private static String json(Map<String, String> options) {
        var entries = new ArrayList<String>();
        options.forEach((name, value) -> entries.add("\"" + name + "\": \"" + value.replace("\\", "\\\\") + "\""));
        return "{" + String.join(", ", entries) + "}";
    }

    /** Prints each epoch and keeps it; its own clock runs from the first step of an epoch to its last. */
    private static final class Lines implements TrainingObserver {
        private final List<String> epochs = new ArrayList<>();
        private final int stepsPerEpoch;
        private double lossSum;
        private double seconds;
        private long begin = System.nanoTime();

        Lines(int stepsPerEpoch) {
            this.stepsPerEpoch = stepsPerEpoch;
        }

        @Override
        public void onStep(int step, double loss) {
            lossSum += loss;
            if (step % stepsPerEpoch == 0) {
                seconds += (System.nanoTime() - begin) / 1e9;
            }
        }

        @Override
        public void onValidation(int step, double value) {
            epochs.add(String.format(Locale.ROOT, "{\"validationNats\": %.4f, \"trainingNats\": %.4f, \"trainingSeconds\": %.1f}",
                    value, lossSum / stepsPerEpoch, seconds));
            System.out.printf(Locale.ROOT, "epoch %d: %.4f nats a character on validation, %.4f in training, %.0f s of training%n",
                    epochs.size(), value, lossSum / stepsPerEpoch, seconds);
            lossSum = 0;
            begin = System.nanoTime();
        }
    }
}
