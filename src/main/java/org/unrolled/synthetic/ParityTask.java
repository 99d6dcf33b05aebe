package org.unrolled.synthetic;

import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Is the number of ones odd? (Among the tasks of Bengio, Simard and Frasconi, "Learning long-term dependencies with
 * gradient descent is difficult", 1994.) One bit of memory is enough, but every input matters, and any of them turns the
 * answer round.
 *
 * <p>Features [count, length]: bits. Labels [count, length]: 1 where the number of ones so far is odd. The labels mask is
 * 1 at every step or at the last one alone.
 *
 * @param length bits, at least 1
 * @param everyStep whether each step's parity is asked for, not only the last
 */
public record ParityTask(int length, boolean everyStep) implements MemoryTask {
    /** Checks the length. */
    public ParityTask {
        TaskArrays.requireAtLeast("parity task", "length", length, 1);
    }

    @Override
    public String name() {
        return "parity of " + length + " bits" + (everyStep ? ", asked at every step" : "");
    }

    @Override
    public int inputs() {
        return 2;
    }

    @Override
    public int outputs() {
        return 2;
    }

    /** ln 2: unless all bits so far are known, both answers are equally probable. */
    @Override
    public double guessingLoss() {
        return Math.log(2);
    }

    @Override
    public DataSet examples(int count, long seed) {
        TaskArrays.requireAtLeast(name(), "count", count, 1);
        var random = new SplittableRandom(seed);
        var bits = new float[count][length];
        var odd = new float[count][length];
        for (int b = 0; b < count; b++) {
            int ones = 0;
            for (int t = 0; t < length; t++) {
                int bit = random.nextInt(2);
                ones += bit;
                bits[b][t] = bit;
                odd[b][t] = ones % 2;
            }
        }
        return new DataSet(Nd4j.createFromArray(bits), Nd4j.createFromArray(odd), null,
                TaskArrays.maskFrom(everyStep ? 0 : length - 1, count, length));
    }

    /** Share of the answers that are right. */
    @Override
    public double accuracy(INDArray output, DataSet examples) {
        return TaskArrays.classAccuracy(name(), output, 2, examples);
    }
}
