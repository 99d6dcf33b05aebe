package org.unrolled.nn.backend;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.LinkedHashMap;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.unrolled.nn.kernel.Detached;

/** A cell over whole sequences, step by step in plain ND4J operations. */
final class NdRecurrence implements Recurrence {
    private final Cell cell;
    private final DataType type;
    private final String layer;
    private Weights weights;
    private Sequence in;
    private NdStep[] steps;
    private INDArray[] held;
    private INDArray lastHidden;
    private INDArray lastCellState;
    private boolean record;
    private INDArray[] gradients;

    NdRecurrence(Cell cell, DataType type, String layer) {
        this.cell = cell;
        this.type = type;
        this.layer = layer;
    }

    @Override
    public void forward(Weights weights, Sequence in, INDArray out, boolean keep) {
        Detached.run(() -> {
            this.weights = weights;
            this.in = in;
            this.gradients = null;
            NdStep[] done = new NdStep[in.time()];
            held = new INDArray[in.time()];
            INDArray h = in.hidden() == null ? zeros() : in.hidden().castTo(type).dup();
            INDArray c = !cell.kind().hasCellState() ? null : in.cellState() == null ? zeros()
                : in.cellState().castTo(type).dup();
            for (int i = 0; i < in.time(); i++) {
                int t = time(i);
                var step = NdStep.of(cell, weights, project(t), h, drop(h), c);
                NotFinite.check(layer, cell, in, weights, t, step.hidden);
                var mask = mask(t);
                h = hold(step.hidden, h, mask);
                c = c == null ? null : hold(step.cellState, c, mask);
                out.put(new INDArrayIndex[] {all(), all(), point(t)},
                    mask == null ? h : h.mulColumnVector(mask));
                done[t] = step;
                held[t] = h;
            }
            steps = keep ? done : null;
            lastHidden = h;
            lastCellState = c;
        });
    }

    private int time(int i) {
        return in.backwards() ? in.time() - 1 - i : i;
    }

    private INDArray zeros() {
        return Nd4j.zeros(type, in.batch(), cell.hiddenSize());
    }

    private INDArray drop(INDArray h) {
        return in.recurrentMask() == null ? h : h.mul(in.recurrentMask());
    }

    /** Column of the mask, shape [batch, 1], or null. */
    private INDArray mask(int t) {
        return in.mask() == null ? null : in.mask().getColumn(t, true).castTo(type).dup();
    }

    private static INDArray hold(INDArray now, INDArray before, INDArray mask) {
        return mask == null ? now : now.mulColumnVector(mask).addi(before.mulColumnVector(mask.rsub(1)));
    }

    private INDArray input(int t) {
        return in.input().get(all(), all(), point(t)).castTo(type).reshape(in.batch(), cell.inputSize());
    }

    private int[] tokens(int t) {
        return Tokens.column(layer, in, t, cell.inputSize());
    }

    private INDArray project(int t) {
        return in.tokens() ? weights.input().getRows(tokens(t)) : input(t).mmul(weights.input());
    }

    @Override
    public INDArray lastHidden() {
        return lastHidden.dup();
    }

    @Override
    public INDArray lastCellState() {
        return lastCellState == null ? null : lastCellState.dup();
    }

    @Override
    public State backward(Given given, Weights gradients, INDArray inputGradient) {
        Kept.require(steps != null, layer);
        return Detached.get(() -> {
            gradients.input().assign(0);
            var dRecurrent = weights.recurrent().mul(0);
            var dBias = weights.bias().mul(0).reshape(1, cell.biasLength());
            this.gradients = record ? new INDArray[steps.length] : null;
            INDArray dh = given.hidden() == null ? zeros() : given.hidden().castTo(type).dup();
            INDArray dc = !cell.kind().hasCellState() ? null
                : given.cellState() == null ? zeros() : given.cellState().castTo(type).dup();
            for (int i = steps.length - 1; i >= 0; i--) {
                int t = time(i);
                var mask = mask(t);
                var dOut = given.out() == null ? zeros()
                    : given.out().get(all(), all(), point(t)).castTo(type).reshape(in.batch(), cell.hiddenSize());
                dh = dh.add(mask == null ? dOut : dOut.mulColumnVector(mask));
                if (record) {
                    this.gradients[t] = dh;
                }
                var dhNow = mask == null ? dh : dh.mulColumnVector(mask);
                var dcNow = mask == null || dc == null ? dc : dc.mulColumnVector(mask);
                var back = steps[t].back(dhNow, dcNow, weights, dRecurrent, dBias);
                accumulate(t, back.gates(), gradients.input(), inputGradient);
                dh = pass(back.hidden().add(drop(back.masked())), dh, mask);
                dc = dc == null ? null : pass(back.cellState(), dc, mask);
            }
            gradients.recurrent().assign(dRecurrent);
            gradients.bias().assign(dBias.reshape(gradients.bias().shape()));
            return new State(in.hidden() == null ? null : dh.dup(), in.cellState() == null ? null : dc.dup());
        });
    }

    private static INDArray pass(INDArray through, INDArray around, INDArray mask) {
        return mask == null ? through : through.add(around.mulColumnVector(mask.rsub(1)));
    }

    private void accumulate(int t, INDArray dGates, INDArray dInputWeights, INDArray inputGradient) {
        if (in.tokens()) {
            int[] ids = tokens(t);
            for (int b = 0; b < ids.length; b++) {
                dInputWeights.getRow(ids[b]).addi(dGates.getRow(b));
            }
        } else {
            dInputWeights.addi(input(t).transpose().mmul(dGates));
            if (inputGradient != null) {
                inputGradient.put(new INDArrayIndex[] {all(), all(), point(t)},
                    dGates.mmul(weights.input().transpose()));
            }
        }
    }

    @Override
    public RecurrentTrace trace() {
        Kept.require(steps != null, layer);
        return Detached.get(() -> {
            var gates = new LinkedHashMap<String, INDArray>();
            for (String gate : cell.kind().gates()) {
                gates.put(gate, stack(t -> steps[t].gates.get(gate)));
            }
            return new RecurrentTrace(stack(t -> held[t]),
                cell.kind().hasCellState() ? stack(t -> steps[t].cellState) : null, gates,
                gradients == null ? null : stack(t -> gradients[t]));
        });
    }

    private INDArray stack(Function<Integer, INDArray> at) {
        var result = Nd4j.create(type, new long[] {in.batch(), cell.hiddenSize(), in.time()}, 'c');
        for (int t = 0; t < in.time(); t++) {
            result.put(new INDArrayIndex[] {all(), all(), point(t)}, at.apply(t));
        }
        return result;
    }

    @Override
    public void recordGradients(boolean record) {
        this.record = record;
    }
}
