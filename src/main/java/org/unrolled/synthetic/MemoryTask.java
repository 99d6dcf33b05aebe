package org.unrolled.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A made-up task that can only be solved by remembering: what is asked at the end stands far back in the sequence, and
 * everything between is noise. The distance is a setting, so that one can measure how far a network's memory reaches.
 *
 * <p>Examples come from a seed, as many as one asks for, so that a network can be trained on sequences that it never sees
 * twice and judged on sequences that it never saw.
 */
public sealed interface MemoryTask permits AddingTask, CopyTask, ParityTask {
    /** What it is, for titles. */
    String name();

    /** Time steps of each sequence. */
    int length();

    /** Steps back from the last answer to the earliest input that it may depend on: the first one, if nothing else is said. */
    default int lag() {
        return length() - 1;
    }

    /** Features of an input step; for tasks whose inputs are ids, how many different ids there are. */
    int inputs();

    /** Size of an answer: numbers a step, or classes. */
    int outputs();

    /** Loss of the best answer that has remembered nothing: mean squared error, or nats an answer. */
    double guessingLoss();

    /**
     * New sequences of equal length, at least one: features and labels as the task describes them, no features mask, and a labels
     * mask [count, time] with 1 where an answer counts.
     */
    DataSet examples(int count, long seed);

    /** Share of right answers, 0 to 1, in what a network put out for these examples, [count, outputs, time]. */
    double accuracy(INDArray output, DataSet examples);

    /** Fresh sequences for training, {@code count} in each batch, the same ones for the same seed. */
    default List<DataSet> batches(int batches, int count, long seed) {
        var seeds = new SplittableRandom(seed);
        var all = new ArrayList<DataSet>();
        for (int i = 0; i < batches; i++) {
            all.add(examples(count, seeds.nextLong()));
        }
        return all;
    }
}
