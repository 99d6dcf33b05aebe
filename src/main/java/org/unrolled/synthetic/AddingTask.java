package org.unrolled.synthetic;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Remember two numbers and add them (Hochreiter and Schmidhuber, "Long short-term memory", 1997, experiment 4).
 *
 * <p>Each step shows a number, drawn evenly from 0 to 1, and a mark. Two steps are marked, one in each half of the
 * sequence; wanted at the last step is the sum of the two marked numbers. The numbers are scaled as in Le, Jaitly and
 * Hinton (2015), not from -1 to 1 as in the original; the first mark lies anywhere in the first half.
 *
 * <p>Features [count, 2, length]: the number, the mark (0 or 1). Labels [count, 1, length]: the sum at the last step, 0
 * elsewhere. The labels mask is 1 at the last step alone.
 *
 * @param length time steps, at least 2
 */
public record AddingTask(int length) implements MemoryTask {
    /** How far off a right answer may be: the original's 0.04 with a range of answers half as wide as that of our sums. */
    public static final double TOLERANCE = 0.08;

    /** Checks the length. */
    public AddingTask {
        TaskArrays.requireAtLeast("adding task", "length", length, 2);
    }

    @Override
    public String name() {
        return "adding two of " + length + " numbers";
    }

    @Override
    public int inputs() {
        return 2;
    }

    @Override
    public int outputs() {
        return 1;
    }

    /** 1/6: the variance of the sum of two even draws, which is what always answering 1 costs. */
    @Override
    public double guessingLoss() {
        return 1 / 6.0;
    }

    @Override
    public DataSet examples(int count, long seed) {
        TaskArrays.requireAtLeast(name(), "count", count, 1);
        var random = new SplittableRandom(seed);
        var features = new float[count][2][length];
        var labels = new float[count][1][length];
        for (int b = 0; b < count; b++) {
            for (int t = 0; t < length; t++) {
                features[b][0][t] = (float) random.nextDouble();
            }
            int first = random.nextInt(length / 2);
            int second = length / 2 + random.nextInt(length - length / 2);
            features[b][1][first] = 1;
            features[b][1][second] = 1;
            labels[b][0][length - 1] = features[b][0][first] + features[b][0][second];
        }
        return new DataSet(Nd4j.createFromArray(features), Nd4j.createFromArray(labels), null,
                TaskArrays.maskFrom(length - 1, count, length));
    }

    /** Share of the sums that are off by at most {@link #TOLERANCE}. */
    @Override
    public double accuracy(INDArray output, DataSet examples) {
        return TaskArrays.numberAccuracy(name(), output, examples, off -> Math.abs(off) <= TOLERANCE);
    }
}
