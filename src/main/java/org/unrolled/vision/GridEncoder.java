package org.unrolled.vision;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.nd4j.common.base.Preconditions;
import org.unrolled.concurrent.Interrupted;

/**
 * A network that looks at pictures: of each place of a grid it tells numbers, the features. <pre>{@code
 * float[][] grids = encoder.encode(List.of(picture));     // channels x rows x columns
 * float[] all = encoder.global(grids[0]);                 // the mean over all places
 * try (var features = encoder.featureFile(Path.of("features"))) {
 *     encoder.encode(files, features, 16, done -> progress.step(done), bad -> say(bad.getMessage()));
 * }
 * }</pre>
 */
public interface GridEncoder extends AutoCloseable {
    /**
     * Features of pictures.
     *
     * @return for each picture [channels x rows x columns], channels first, then rows
     */
    float[][] encode(List<Picture> pictures);

    /** Of what an encoded picture consists: channels, rows, columns. */
    List<Integer> shape();

    /** What tells it from all others whose features aren't the same; stands in its files of features. */
    String identity();

    /** The mean over all places of a grid: a number a channel. */
    default float[] global(float[] grid) {
        int features = shape().get(0);
        Preconditions.checkArgument(grid.length == features * shape().get(1) * shape().get(2), "a grid of %s numbers, expected %s",
                grid.length, shape());
        return mean(grid, features);
    }

    /** The mean over all places of a grid of any encoder. @param features numbers of a place */
    static float[] mean(float[] grid, int features) {
        int places = grid.length / features;
        var mean = new float[features];
        for (int c = 0; c < features; c++) {
            double sum = 0;
            for (int i = 0; i < places; i++) {
                sum += grid[c * places + i];
            }
            mean[c] = (float) (sum / places);
        }
        return mean;
    }

    /** The file that this encoder's features go to, made or gone on with. @throws PictureException if it is another network's */
    default FeatureFile featureFile(Path file) {
        return FeatureFile.open(file, identity(), shape());
    }

    /**
     * Computes the features that a file lacks and appends them. Pictures that can't be read are left out, and tried again next time.
     *
     * @param files    the pictures; a picture's id is its file's name
     * @param into     opened with {@link #featureFile}
     * @param batch    pictures that go through the network at once
     * @param progress is told after each batch how many files are dealt with, those among them that were there or can't be read
     * @param bad      is told of each picture that can't be read; its message names the file
     * @throws PictureException if features can't be written
     */
    default void encode(List<Path> files, FeatureFile into, int batch, IntConsumer progress, Consumer<PictureException> bad) {
        Preconditions.checkArgument(batch >= 1, "batches of %s pictures, expected at least 1", batch);
        into.check(identity(), shape());
        var missing = files.stream().filter(file -> !into.ids().contains(file.getFileName().toString())).toList();
        for (int from = 0; from < missing.size(); from += batch) {
            Interrupted.check();
            var part = missing.subList(from, Math.min(missing.size(), from + batch));
            var read = PictureFile.readAll(part, bad);
            if (!read.isEmpty()) {
                var features = encode(List.copyOf(read.values()));
                int next = 0;
                for (var file : read.keySet()) {
                    into.append(file.getFileName().toString(), features[next++]);
                }
            }
            progress.accept(files.size() - missing.size() + from + part.size());
        }
    }

    @Override
    default void close() { }
}
