package org.unrolled.synthetic;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Read some symbols, wait, then write them down (in this form Arjovsky, Shah and Bengio, "Unitary evolution
 * recurrent neural networks", 2016; the idea is older: Hochreiter and Schmidhuber 1997, experiment 2).
 *
 * <pre>
 * input    2 0 3 _ _ _ _ ! _ _ _        3 symbols, a delay of 5 whose last step says go
 * answer                   2 0 3
 * </pre>
 *
 * <p>Features [count, length]: ids, 0 to alphabet - 1 for the symbols, {@link #blank()}, {@link #go()}. Labels [count,
 * length]: the symbols at the last steps, 0 elsewhere. The labels mask is 1 at the last steps; unlike in the paper, blanks
 * are not asked for, so that the loss doesn't depend on the delay.
 *
 * @param alphabet how many different symbols, at least 2
 * @param symbols how many to remember, at least 1
 * @param delay steps between the last symbol and the first answer, at least 1
 */
public record CopyTask(int alphabet, int symbols, int delay) implements MemoryTask {
    /** Checks the sizes. */
    public CopyTask {
        TaskArrays.requireAtLeast("copy task", "alphabet", alphabet, 2);
        TaskArrays.requireAtLeast("copy task", "symbols", symbols, 1);
        TaskArrays.requireAtLeast("copy task", "delay", delay, 1);
    }

    @Override
    public String name() {
        return "copying " + symbols + " symbols after " + delay + " steps";
    }

    @Override
    public int length() {
        return 2 * symbols + delay;
    }

    /** Each symbol is asked for this many steps after it was shown. */
    @Override
    public int lag() {
        return symbols + delay;
    }

    @Override
    public int inputs() {
        return alphabet + 2;
    }

    @Override
    public int outputs() {
        return alphabet;
    }

    /** Id of the step that shows nothing. */
    public int blank() {
        return alphabet;
    }

    /** Id of the step after which the answers begin. */
    public int go() {
        return alphabet + 1;
    }

    /** ln(alphabet): each symbol is as probable as any other. */
    @Override
    public double guessingLoss() {
        return Math.log(alphabet);
    }

    @Override
    public DataSet examples(int count, long seed) {
        TaskArrays.requireAtLeast(name(), "count", count, 1);
        var random = new SplittableRandom(seed);
        var ids = new float[count][length()];
        var answers = new float[count][length()];
        for (int b = 0; b < count; b++) {
            Arrays.fill(ids[b], blank());
            ids[b][lag() - 1] = go();
            for (int i = 0; i < symbols; i++) {
                int symbol = random.nextInt(alphabet);
                ids[b][i] = symbol;
                answers[b][lag() + i] = symbol;
            }
        }
        return new DataSet(Nd4j.createFromArray(ids), Nd4j.createFromArray(answers), null,
                TaskArrays.maskFrom(lag(), count, length()));
    }

    /** Share of the symbols that are right. */
    @Override
    public double accuracy(INDArray output, DataSet examples) {
        return TaskArrays.classAccuracy(name(), output, alphabet, examples);
    }
}
