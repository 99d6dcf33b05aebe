package org.unrolled.nn.backend;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.unrolled.nn.kernel.Detached;

/** {@link FeedingBack} step by step in plain ND4J operations. */
final class NdFeedingBack implements FeedingBack {
    private final Cell cell;
    private final AttentionShape shape;
    private final DataType type;
    private final String vertex;
    private Weights weights;
    private Sequence in;
    private INDArray keys;
    private INDArray values;
    private INDArray dropout;
    private NdStep[] cells;
    private NdAttention[] attentions;
    private INDArray[] fed;
    private boolean kept;

    NdFeedingBack(Cell cell, AttentionShape shape, DataType type, String vertex) {
        this.cell = cell;
        this.shape = shape;
        this.type = type;
        this.vertex = vertex;
    }

    @Override
    public void forward(Weights weights, Sequence in, Source source, INDArray dropout, INDArray out, boolean keep) {
        Masks.present(source.mask(), vertex);
        kept = false;
        Detached.run(() -> {
            this.weights = weights;
            this.in = in;
            this.dropout = dropout;
            values = NdAttending.values(source.memory(), source.mask(), type);
            keys = NdAttention.keys(shape, weights.attention(), values);
            cells = new NdStep[in.time()];
            attentions = new NdAttention[in.time()];
            fed = new INDArray[in.time() + 1];
            fed[0] = Nd4j.zeros(type, in.batch(), shape.outputSize());
            var h = in.hidden() == null ? zeros() : in.hidden().castTo(type).dup();
            var c = !cell.kind().hasCellState() ? null : in.cellState() == null ? zeros() : in.cellState().castTo(type).dup();
            for (int t = 0; t < in.time(); t++) {
                var mask = mask(t);
                cells[t] = NdStep.of(cell, weights.cell(), projected(weights, at(in.input(), t), fed[t]), h, drop(h), c);
                NotFinite.check(vertex, cell, in, weights.cell(), t, cells[t].hidden);
                attentions[t] = new NdAttention(shape, weights.attention(), query(cells[t].hidden), query(mask), keys, values,
                    source.mask());
                NdAttending.requireFinite(vertex, cells[t].hidden.reshape(in.batch(), cell.hiddenSize(), 1),
                    source.memory(), source.mask(), weights.attention(), attentions[t]);
                var y = attentions[t].output.reshape('c', in.batch(), shape.outputSize());
                fed[t + 1] = dropout == null ? y : y.mul(at(dropout, t));
                out.put(new INDArrayIndex[] {all(), all(), point(t)}, fed[t + 1]);
                h = hold(cells[t].hidden, h, mask);
                c = c == null ? null : hold(cells[t].cellState, c, mask);
            }
        });
        kept = keep;
    }

    private INDArray projected(Weights weights, INDArray x, INDArray fedBefore) {
        return x.mmul(weights.cell().input()).addi(fedBefore.mmul(weights.feed()));
    }

    private INDArray zeros() {
        return Nd4j.zeros(type, in.batch(), cell.hiddenSize());
    }

    private INDArray drop(INDArray h) {
        return in.recurrentMask() == null ? h : h.mul(in.recurrentMask());
    }

    /** One step of [batch, size, time] as [batch, size]. */
    private INDArray at(INDArray sequence, int t) {
        return sequence.get(all(), all(), point(t)).castTo(type).dup('c').reshape('c', sequence.size(0), sequence.size(1));
    }

    /** Column of the mask, shape [batch, 1], or null. */
    private INDArray mask(int t) {
        return in.mask() == null ? null : in.mask().getColumn(t, true).castTo(type).dup();
    }

    /** [batch, size] as [batch, 1, size]. */
    private static INDArray query(INDArray rows) {
        return rows == null ? null : rows.dup('c').reshape('c', rows.size(0), 1, rows.size(1));
    }

    private static INDArray hold(INDArray now, INDArray before, INDArray mask) {
        return mask == null ? now : now.mulColumnVector(mask).addi(before.mulColumnVector(mask.rsub(1)));
    }

    @Override
    public Recurrence.State backward(INDArray given, Weights gradients, INDArray input, INDArray memory) {
        Kept.require(kept, vertex);
        return Detached.get(() -> {
            var sums = NdAttention.Gradients.zeros(weights.attention(), keys, values);
            var dInput = weights.cell().input().mul(0);
            var dRecurrent = weights.cell().recurrent().mul(0);
            var dBias = weights.cell().bias().mul(0).reshape(1, cell.biasLength());
            var dFeed = weights.feed().mul(0);
            var dh = zeros();
            var dc = cell.kind().hasCellState() ? zeros() : null;
            var dFed = fed[0].mul(0);
            for (int t = in.time() - 1; t >= 0; t--) {
                var mask = mask(t);
                var dOut = at(given, t).addi(dFed);
                if (dropout != null) {
                    dOut.muli(at(dropout, t));
                }
                dh = dh.add(attentions[t].back(query(dOut), sums).reshape('c', in.batch(), cell.hiddenSize()));
                var back = cells[t].back(only(dh, mask), dc == null ? null : only(dc, mask), weights.cell(), dRecurrent, dBias);
                dInput.addi(at(in.input(), t).transpose().mmul(back.gates()));
                dFeed.addi(fed[t].transpose().mmul(back.gates()));
                dFed = back.gates().mmul(weights.feed().transpose());
                input.put(new INDArrayIndex[] {all(), all(), point(t)},
                    back.gates().mmul(weights.cell().input().transpose()));
                dh = around(back.hidden().add(drop(back.masked())), dh, mask);
                dc = dc == null ? null : around(back.cellState(), dc, mask);
            }
            memory.assign(NdAttending.turned(NdAttention.memoryGradient(shape, weights.attention(), values, sums), type));
            NdAttending.assign(gradients.attention(), sums.weights());
            gradients.feed().assign(dFeed);
            gradients.cell().input().assign(dInput);
            gradients.cell().recurrent().assign(dRecurrent);
            gradients.cell().bias().assign(dBias.reshape(gradients.cell().bias().shape()));
            return new Recurrence.State(in.hidden() == null ? null : dh, in.cellState() == null ? null : dc);
        });
    }

    private static INDArray only(INDArray gradient, INDArray mask) {
        return mask == null ? gradient : gradient.mulColumnVector(mask);
    }

    private static INDArray around(INDArray through, INDArray held, INDArray mask) {
        return mask == null ? through : through.add(held.mulColumnVector(mask.rsub(1)));
    }

    @Override
    public INDArray attention() {
        return Detached.get(() -> Nd4j.concat(1, Arrays.stream(attentions).map(a -> a.weights).toArray(INDArray[]::new)));
    }

    @Override
    public Step step(Weights weights, INDArray x, Recurrence.State before, INDArray fedBefore, List<INDArray> prepared,
                     int[] rows) {
        return Detached.get(() -> {
            var h = before.hidden().castTo(type);
            var c = before.cellState() == null ? null : before.cellState().castTo(type);
            var step = NdStep.of(cell, weights.cell(), projected(weights, x.castTo(type), fedBefore.castTo(type)), h, h, c);
            var attention = NdAttending.step(shape, type, weights.attention(), step.hidden, prepared, rows);
            NdAttending.requireFinite(vertex, step.hidden.reshape(rows.length, cell.hiddenSize(), 1),
                prepared.get(1).permute(0, 2, 1), prepared.get(2), weights.attention(), attention);
            return new Step(new Recurrence.State(step.hidden, step.cellState),
                attention.output.reshape('c', rows.length, shape.outputSize()),
                attention.weights.reshape('c', rows.length, attention.weights.size(2)));
        });
    }
}
