package org.unrolled.caption;

import java.util.List;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.OnDemand;
import org.unrolled.text.Padding;
import org.unrolled.vision.Picture;
import org.unrolled.vision.PixelScaling;

/**
 * Pictures with what is to be said of each as batches, in an order that is drawn anew for each epoch. <pre>{@code
 * var batches = new PictureBatches(pictures, presence.targets(captions), 32, 1);
 * Trainer.of(graph).epochs(10).batches(batches::epoch).run();
 * }</pre>
 *
 * @param pictures  of one size
 * @param targets   a row for each
 * @param batchSize pictures of a batch; an epoch's last one may have fewer
 * @param seed      of the order
 */
public record PictureBatches(List<Picture> pictures, INDArray targets, int batchSize, long seed) {
    /** @throws IllegalArgumentException if there is no picture, or there aren't as many rows as pictures */
    public PictureBatches {
        pictures = List.copyOf(pictures);
        Preconditions.checkArgument(!pictures.isEmpty() && targets.size(0) == pictures.size() && batchSize >= 1, "%s pictures with %s rows "
                + "of targets in batches of %s: expected a row a picture, and at least 1 of all", pictures.size(), targets.size(0),
                batchSize);
    }

    /** All batches of an epoch, from 0, each made when it is asked for. The same seed and epoch give the same batches. */
    public List<DataSet> epoch(int epoch) {
        return batches(Padding.shuffled(pictures.size(), batchSize, Padding.random(seed, epoch)));
    }

    /** All pictures in their order, as for a validation. */
    public List<DataSet> whole() {
        return batches(Padding.inOrder(pictures.size(), batchSize));
    }

    private List<DataSet> batches(List<List<Integer>> groups) {
        return OnDemand.list(groups.size(), batch -> {
            var part = groups.get(batch);
            var rows = new INDArray[part.size()];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = targets.getRow(part.get(i), true);
            }
            return new DataSet(PixelScaling.SIGNED.array(part.stream().map(pictures::get).toList()), Nd4j.concat(0, rows));
        });
    }
}
