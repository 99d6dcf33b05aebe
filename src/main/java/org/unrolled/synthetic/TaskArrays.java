package org.unrolled.synthetic;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** What the memory tasks share: arrays, checks, and counting right answers. */
final class TaskArrays {
    private TaskArrays() { }

    /** A mask [count, length] that is 1 from step {@code from} on. */
    static INDArray maskFrom(int from, int count, int length) {
        var row = new float[length];
        Arrays.fill(row, from, length, 1);
        var rows = new float[count][];
        Arrays.fill(rows, row);
        return Nd4j.createFromArray(rows);
    }

    static void requireAtLeast(String task, String name, int value, int least) {
        Preconditions.checkArgument(value >= least, "%s: %s is %s, expected at least %s", task, name, value, least);
    }

    static void requireOutput(String task, INDArray output, long... expected) {
        Preconditions.checkArgument(Arrays.equals(output.shape(), expected), "%s: the output has shape %s, expected %s for "
                + "these examples", task, Arrays.toString(output.shape()), Arrays.toString(expected));
    }

    /** Share of the steps inside the labels mask whose most probable class is the label. */
    static double classAccuracy(String task, INDArray output, int classes, DataSet examples) {
        var labels = examples.getLabels();
        requireOutput(task, output, labels.size(0), classes, labels.size(1));
        Preconditions.checkArgument(!Double.isNaN(output.sumNumber().doubleValue()),
                "%s: the output has NaN, expected probabilities: has the training diverged?", task);
        var best = output.argMax(1);
        return share(labels, examples.getLabelsMaskArray(), (b, t) -> best.getInt(b, t) == labels.getInt(b, t));
    }

    /** Share of the steps inside the labels mask whose answer is near the label. */
    static double numberAccuracy(String task, INDArray output, DataSet examples, DoublePredicate nearEnough) {
        var labels = examples.getLabels();
        requireOutput(task, output, labels.shape());
        return share(output.slice(0, 1), examples.getLabelsMaskArray(),
                (b, t) -> nearEnough.test(output.getDouble(b, 0, t) - labels.getDouble(b, 0, t)));
    }

    private interface Hit {
        boolean at(int row, int step);
    }

    private static double share(INDArray shape, INDArray mask, Hit hit) {
        int hits = 0;
        int asked = 0;
        for (int b = 0; b < shape.size(0); b++) {
            for (int t = 0; t < shape.size(1); t++) {
                if (mask.getDouble(b, t) != 0) {
                    asked++;
                    hits += hit.at(b, t) ? 1 : 0;
                }
            }
        }
        return hits / (double) asked;
    }
}
