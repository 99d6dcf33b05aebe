package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One batch of sequences on its way through a cell.
 *
 * @param input         shape [batch, features, time], any strides; time-major memory, that is
 *                      {@code [time, batch, features]} in c order permuted (1, 2, 0), is used without a copy. Or token
 *                      ids, shape [batch, time] or [batch, 1, time]
 * @param tokens        whether {@code input} holds token ids
 * @param mask          shape [batch, time], 0 where a step is padding: the state is held there, the output is zero and
 *                      no gradient enters; or null
 * @param hidden        h before the first step, shape [batch, hidden], or null for zeros
 * @param cellState     c before the first step, shape [batch, hidden], or null for zeros; only LSTM
 * @param recurrentMask factor on h wherever it enters the recurrent product, the same at all steps (variational
 *                      dropout, Gal and Ghahramani 2016), shape [batch, hidden], or null
 * @param backwards     run from the last step to the first; {@code hidden} is then the state after the last step
 */
public record Sequence(INDArray input, boolean tokens, INDArray mask, INDArray hidden, INDArray cellState,
                       INDArray recurrentMask, boolean backwards) {
    /** A plain sequence: dense input, no mask, zero state, forwards. */
    public static Sequence of(INDArray input) {
        return new Sequence(input, false, null, null, null, null, false);
    }

    /** The same sequence with the states before its first step (either may be null). */
    public Sequence from(INDArray hidden, INDArray cellState) {
        return new Sequence(input, tokens, mask, hidden, cellState, recurrentMask, backwards);
    }

    /** Number of sequences in the batch. */
    public int batch() {
        return (int) input.size(0);
    }

    /** Number of time steps. */
    public int time() {
        return (int) input.size(input.rank() - 1);
    }
}
