package org.unrolled.nn;

import java.util.ArrayList;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.KeyValueCache;
import org.unrolled.nn.rows.StepPass;

/**
 * A step of a {@link TransformerVertex} on a {@link DecoderState}. The state's only part, [sequences, steps so far], says in
 * which row of the history's array of each step a sequence finds its own key and value: so picking hypotheses of a beam search
 * copies row numbers, and no keys or values. Shared are the memory's keys and values, [sentences, time, 2 · size], and its mask.
 */
final class DecodingStep implements StepPass {
    private final DecoderState before;
    private DecoderState after;
    private INDArray attention;

    DecodingStep(DecoderState before) {
        this.before = before;
        this.after = before;
    }

    /** The state after the step. */
    DecoderState after() {
        return after;
    }

    /** Weights on the memory, or null. */
    INDArray attention() {
        return attention;
    }

    @Override
    public KeyValueCache append(INDArray projected, int offset) {
        int sequences = before.sequences();
        int[] had = before.parts().isEmpty() ? new int[0] : before.hidden().data().asInt();
        int time = had.length / sequences;
        var rows = new int[sequences * (time + 1)];
        for (int i = 0; i < sequences; i++) {
            System.arraycopy(had, i * time, rows, i * (time + 1), time);
            rows[i * (time + 1) + time] = i;
        }
        var history = new ArrayList<>(before.history());
        history.add(projected);
        after = before.with(Nd4j.createFromArray(rows).reshape('c', sequences, time + 1)).remembering(history);
        return new KeyValueCache(time + 1, history::get, offset, (sequence, position) -> rows[sequence * (time + 1) + position]);
    }

    /** The state's only part is then the number of steps so far, once a sequence. */
    @Override
    public int position() {
        int t = before.parts().isEmpty() ? 0 : before.hidden().getInt(0, 0);
        after = before.with(Nd4j.valueArrayOf(new long[] {before.sequences(), 1}, t + 1, DataType.INT32));
        return t;
    }

    @Override
    public KeyValueCache memory() {
        var keysAndValues = before.shared().get(0);
        int time = (int) keysAndValues.size(1);
        var rows = keysAndValues.reshape('c', keysAndValues.size(0) * time, keysAndValues.size(2));
        var seen = before.shared().size() > 1 ? before.shared().get(1).data().asFloat() : null;
        int[] sentences = before.rows();
        return new KeyValueCache(time, position -> rows, 0, (sequence, position) -> {
            int row = sentences[sequence] * time + position;
            return seen != null && seen[row] == 0 ? -1 : row;
        });
    }

    @Override
    public void attended(INDArray weights) {
        attention = weights;
    }
}
