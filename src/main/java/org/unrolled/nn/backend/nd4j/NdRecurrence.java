package org.unrolled.nn.backend.nd4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.Cell;
import org.unrolled.nn.backend.CellWeights;
import org.unrolled.nn.backend.DividedPass;
import org.unrolled.nn.backend.Kept;
import org.unrolled.nn.backend.NotFinite;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.RecurrentTrace;
import org.unrolled.nn.backend.Sequence;
import org.unrolled.nn.backend.TokenIds;

/** A cell over whole sequences, step by step in plain ND4J operations; a subclass may have a say between the steps. */
class NdRecurrence implements Recurrence {
    private final Cell cell;
    private final DataType type;
    private final String layer;
    private CellWeights weights;
    private Sequence in;
    private NdStep[] steps;
    private INDArray[] held;
    private INDArray lastHidden;
    private INDArray lastCellState;
    private boolean record;
    private INDArray[] gradients;
    private int[] ids;

    NdRecurrence(Cell cell, DataType type, String layer) {
        this.cell = cell;
        this.type = type;
        this.layer = layer;
    }

    @Override
    public DividedPass<Void> forwardPass(CellWeights weights, Sequence in, INDArray out, boolean keep) {
        return DividedPass.whole(() -> Detached.get(() -> {
            this.weights = weights;
            this.in = in;
            this.gradients = null;
            ids = in.tokens() ? TokenIds.of(in, cell.inputSize(), layer) : null;
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
                after(t, step.hidden, mask, mask == null ? h : h.mul(mask), out);
                done[t] = step;
                held[t] = h;
            }
            steps = keep ? done : null;
            lastHidden = h;
            lastCellState = c;
            return null;
        }));
    }

    /** h of step t is known; {@code shown} is what of it goes out. */
    void after(int t, INDArray hidden, INDArray mask, INDArray shown, INDArray out) {
        out.put(new INDArrayIndex[] {all(), all(), point(t)}, shown);
    }

    /** dL/dh of step t through all that lies outside the recurrence. */
    INDArray given(int t, Given given) {
        return given.out() == null ? zeros() : at(given.out(), t);
    }

    /** One step of [batch, size, time] as [batch, size]. */
    final INDArray at(INDArray sequence, int t) {
        return sequence.get(all(), all(), point(t)).castTo(type).reshape(sequence.size(0), sequence.size(1));
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
        return mask == null ? now : now.mul(mask).addi(before.mul(mask.rsub(1)));
    }

    private INDArray input(int t) {
        return at(in.input(), t);
    }

    private int[] tokens(int t) {
        return Arrays.copyOfRange(ids, t * in.batch(), (t + 1) * in.batch());
    }

    /** x W of step t. */
    INDArray project(int t) {
        return in.tokens() ? weights.input().getRows(tokens(t)) : input(t).mmul(weights.input());
    }

    @Override
    public INDArray lastHidden() {
        return Detached.get(lastHidden::dup);
    }

    @Override
    public INDArray lastCellState() {
        return lastCellState == null ? null : Detached.get(lastCellState::dup);
    }

    @Override
    public DividedPass<State> backwardPass(Given given, CellWeights gradients, INDArray inputGradient) {
        Kept.require(steps != null, layer);
        return DividedPass.whole(() -> Detached.get(() -> {
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
                var dOut = given(t, given);
                dh = dh.add(mask == null ? dOut : dOut.mul(mask));
                if (record) {
                    this.gradients[t] = dh;
                }
                var dhNow = mask == null ? dh : dh.mul(mask);
                var dcNow = mask == null || dc == null ? dc : dc.mul(mask);
                var back = steps[t].back(dhNow, dcNow, weights, dRecurrent, dBias);
                accumulate(t, back.gates(), gradients.input(), inputGradient);
                dh = pass(back.hidden().add(drop(back.masked())), dh, mask);
                dc = dc == null ? null : pass(back.cellState(), dc, mask);
            }
            gradients.recurrent().assign(dRecurrent);
            gradients.bias().assign(dBias.reshape(gradients.bias().shape()));
            return new State(in.hidden() == null ? null : dh.dup(), in.cellState() == null ? null : dc.dup());
        }));
    }

    private static INDArray pass(INDArray through, INDArray around, INDArray mask) {
        return mask == null ? through : through.add(around.mul(mask.rsub(1)));
    }

    /** Takes the gradient of x W of step t. */
    void accumulate(int t, INDArray dGates, INDArray dInputWeights, INDArray inputGradient) {
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
