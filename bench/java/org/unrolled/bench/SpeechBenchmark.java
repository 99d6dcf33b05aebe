package org.unrolled.bench;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.unrolled.data.DataCache;
import org.unrolled.nn.FusedAdam;
import org.unrolled.recipe.SpeechRecipe;
import org.unrolled.speech.Alphabet;
import org.unrolled.speech.DigitRecordings;
import org.unrolled.speech.EmbeddedSpeech;
import org.unrolled.speech.LabelledFrames;
import org.unrolled.speech.SpeechBatches;
import org.unrolled.speech.SpeechSplit;
import org.unrolled.speech.SpokenStrings;
import org.unrolled.train.Trainer;

/**
 * Trains a recogniser of digit strings on the Free Spoken Digit Dataset and measures it on what was held out; or times epochs of the same
 * model. The last line is JSON.
 * {@code bench/speech.py} starts it.
 */
public final class SpeechBenchmark {
    private SpeechBenchmark() {
    }

    /** @param arguments what is held out, "takes" or a speaker, and the seed; or "compare", the file for the strings, and the epochs */
    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("compare")) {
            compare(Path.of(arguments[1]), Integer.parseInt(arguments[2]));
        } else {
            measure(arguments[0], Long.parseLong(arguments[1]));
        }
    }

    private static void measure(String heldOut, long seed) {
        var recordings = DigitRecordings.read(DataCache.standard());
        var split = heldOut.equals("takes") ? SpeechSplit.takesBelow(recordings, DigitRecordings.TEST_TAKES)
            : SpeechSplit.bySpeaker(recordings, heldOut);
        var test = SpeechRecipe.testStrings(split.test());
        long begin = System.nanoTime();
        // A hundred of the test strings are enough to watch; nothing is chosen by them.
        var recognizer = SpeechRecipe.digits().train(split.train(), seed, rate -> System.out.printf(Locale.ROOT,
            "%s, seed %d: %.0f s, WER %.2f%n", heldOut, seed, (System.nanoTime() - begin) / 1e9, 100 * rate), List.copyOf(test.subList(0, 100)));
        double seconds = (System.nanoTime() - begin) / 1e9;
        var rate = SpeechRecipe.tested(recognizer, test);
        System.out.printf(Locale.ROOT, "%s, seed %d: WER %.2f; %s%n", heldOut, seed, 100 * rate.rate(),
            rate.confusions().entrySet().stream().limit(5).toList());
        System.out.println(String.format(Locale.ROOT, "{\"heldOut\": \"%s\", \"seed\": %d, \"wer\": %.3f, \"seconds\": %.1f}", heldOut, seed,
            100 * rate.rate(), seconds));
    }

    /** Seconds of training epochs on strings of the synthetic voices, which are written into a file for the peer, without making features. */
    private static void compare(Path file, int epochs) throws IOException {
        var recipe = SpeechRecipe.digits();
        var strings = SpokenStrings.of(EmbeddedSpeech.DIGITS.all(), 1).epoch(0, recipe.training().strings());
        var alphabet = Alphabet.letters(List.of(String.join(" ", EmbeddedSpeech.DIGITS.words())));
        var examples = LabelledFrames.of(strings, recipe.frontEnd()::frames, alphabet);
        write(examples, file);
        var batches = SpeechBatches.of(examples, recipe.training().batch(), 1).withFramesPerStep(recipe.sizes().framesPerStep()).epoch(0);
        var whole = List.copyOf(batches);
        var graph = recipe.sizes().withBands(recipe.frontEnd().bands()).withSymbols(alphabet.size()).build(new FusedAdam(1e-3));
        var seconds = new ArrayList<String>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            long begin = System.nanoTime();
            Trainer.of(graph).epochs(1).multiBatches(e -> whole).clipNorm(5).run();
            seconds.add(String.format(Locale.ROOT, "%.3f", (System.nanoTime() - begin) / 1e9));
        }
        System.out.println("epochs " + seconds + " s, " + graph.params().length() + " parameters");
        System.out.println("{\"epochSeconds\": [" + String.join(", ", seconds) + "]}");
    }

    /** Number of strings; of each its frames, bands and labels, then the numbers themselves, big-endian. */
    private static void write(List<LabelledFrames> examples, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 20))) {
            out.writeInt(examples.size());
            for (var each : examples) {
                out.writeInt(each.frames().length);
                out.writeInt(each.frames()[0].length);
                out.writeInt(each.labels().length);
                for (var frame : each.frames()) {
                    for (float number : frame) {
                        out.writeFloat(number);
                    }
                }
                for (int label : each.labels()) {
                    out.writeInt(label);
                }
            }
        }
    }
}
