package org.unrolled.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.unrolled.caption.PictureBatches;
import org.unrolled.caption.TrainedEncoder;
import org.unrolled.caption.WordPresence;
import org.unrolled.model.PictureEncoder;
import org.unrolled.nn.FusedAdam;
import org.unrolled.scenes.RenderedScenes;
import org.unrolled.scenes.Scene;
import org.unrolled.text.SpaceTokenizer;
import org.unrolled.train.Schedule;
import org.unrolled.train.Trainer;

/**
 * How the encoder of rendered scenes is trained that comes with the library as {@link TrainedEncoder#ofScenes}: on the words of the
 * captions, which is all that it is told.
 *
 * @param sizes  the convolutions
 * @param scenes how many to train with
 * @param epochs of training
 * @param batch  pictures a batch
 * @param rate   Adam's learning rate at its highest, after a twentieth of the updates; from there it falls along half a cosine
 * @param least  pictures in whose captions a word has to be
 */
public record SceneRecipe(PictureEncoder sizes, int scenes, int epochs, int batch, double rate, int least) {
    /** With which the encoder was trained that comes with the library. */
    static final int SEED = 2026;

    /** What the encoder was trained with that comes with the library. */
    public static SceneRecipe standard() {
        return new SceneRecipe(PictureEncoder.of(Scene.SIDE), 24_000, 8, 8, 4e-3, 20);
    }

    /**
     * Trains an encoder.
     *
     * @param seed of scenes, first weights and batches
     * @param told is told what happens
     */
    public TrainedEncoder train(long seed, Consumer<String> told) {
        var train = new RenderedScenes(seed).part("train", scenes, false);
        var captions = train.stream().map(Scene::captions).toList();
        var presence = WordPresence.of(captions, new SpaceTokenizer(), least);
        var seeing = sizes.withSeed(seed).buildForWords(presence.size(), new FusedAdam(rate));
        var batches = new PictureBatches(train.stream().map(Scene::picture).toList(), presence.targets(captions), batch, seed);
        var result = Trainer.of(seeing).epochs(epochs).batches(batches::epoch).seed(seed)
            .schedule(Schedule.warmupCosine(epochs * ((scenes + batch - 1) / batch))).run();
        told.accept(String.format(Locale.ROOT, "%d updates, loss %.2f nats a picture", result.steps(), result.trainLoss()));
        return TrainedEncoder.of(sizes.withSeed(seed), seeing);
    }

    /** Writes {@code data/scenes.encoder}, or wherever the argument says. */
    public static void main(String[] arguments) throws IOException {
        standard().train(SEED, System.out::println).save(Path.of(arguments[0]));
    }
}
