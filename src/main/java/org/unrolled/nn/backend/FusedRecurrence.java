package org.unrolled.nn.backend;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.kernel.Detached;
import org.unrolled.nn.kernel.Lanes;
import org.unrolled.nn.kernel.Memory;
import org.unrolled.nn.kernel.Precision;
import org.unrolled.nn.kernel.Workers;

/**
 * A cell over whole sequences with few large products: the input of all steps is projected by one product a gate, the
 * recurrence runs in parts of the batch, one a thread, and the gradients of weights and input are again one product a
 * gate over all steps.
 */
final class FusedRecurrence<A> implements Recurrence {
    /** Below this many multiplications a pass runs on the calling thread alone. */
    private static final long WORTH_THREADS = 1_000_000;
    private static final int LEAST_ROWS = 4;

    private final Cell cell;
    private final String layer;
    private final Lanes<A> lanes;
    private final Precision precision;
    private final FusedPass<A> pass;
    private final InputProjection<A> projection;
    private final List<FusedPart<A>> parts = new ArrayList<>();
    private final TimeMajor<A> output;
    private final TimeMajor<A> given;
    private Sequence in;
    private int active;
    private int threads;
    private boolean went;

    FusedRecurrence(Cell cell, Lanes<A> lanes, String layer) {
        this(cell, lanes, layer, null);
    }

    FusedRecurrence(Cell cell, Lanes<A> lanes, String layer, BetweenSteps<A> between) {
        this.cell = cell;
        this.layer = layer;
        this.lanes = lanes;
        this.precision = lanes.precision();
        this.pass = new FusedPass<>(cell, lanes);
        this.pass.between = between;
        this.pass.tiles = new WeightTiles(cell, cell.hiddenSize(), precision);
        this.projection = new InputProjection<>(pass, layer);
        this.output = new TimeMajor<>(lanes);
        this.given = new TimeMajor<>(lanes);
    }

    /** Sizes and memory of the last pass. */
    FusedPass<A> pass() {
        return pass;
    }

    /** Number of parts that the batch of the last pass was cut into. */
    int parts() {
        return active;
    }

    @Override
    public void forward(Weights weights, Sequence in, INDArray out, boolean keep) {
        this.in = in;
        this.went = false;
        pass.size(in, keep);
        pass.recurrent = Dense.columns(weights.recurrent());
        pass.bias = Dense.columns(weights.bias());
        pass.out = output.write(out);
        pass.active = Masks.active(in.mask());
        pass.tiles.use(pass.recurrent, pass.time, pass.rows());
        projection.use(weights.input(), in);
        long work = pass.rows() * cell.gates() * cell.hiddenSize() * (cell.inputSize() + (long) cell.hiddenSize());
        threads = work < WORTH_THREADS ? 1 : Workers.count();
        active = Math.max(1, Math.min(threads, pass.batch / LEAST_ROWS));
        while (parts.size() < active) {
            parts.add(FusedPart.of(pass, parts.size()));
        }
        var h0 = rows(in.hidden());
        var c0 = rows(in.cellState());
        var dropout = rows(in.recurrentMask());
        Workers.run(threads, part -> {
            pass.tiles.pack(lanes, part, threads);
            projection.pack(part, threads);
        });
        Workers.run(threads, part -> projection.project(part, threads));
        Workers.run(active, part -> {
            int first = Workers.start(pass.batch, active, part);
            parts.get(part).forward(first, Workers.start(pass.batch, active, part + 1) - first, h0, c0, dropout);
        });
        output.wrote(out);
        for (int part = 0; part < active; part++) {
            if (!parts.get(part).finite()) {
                throw NotFinite.explain(layer, cell, in, weights, NotFinite.step(out));
            }
        }
    }

    private Memory rows(INDArray block) {
        return block == null ? null : Dense.rows(block, precision.type());
    }

    @Override
    public INDArray lastHidden() {
        int slot = parts.get(0).slot(pass.step(pass.time - 1));
        return batch((part, i) -> part.hidden[slot]);
    }

    @Override
    public INDArray lastCellState() {
        int slot = parts.get(0).slot(pass.step(pass.time - 1));
        return cell.kind().hasCellState() ? batch((part, i) -> part.cellState(slot)) : null;
    }

    private INDArray batch(BiFunction<FusedPart<A>, Integer, A> array) {
        return Detached.get(() -> {
            var result = Nd4j.createUninitialized(precision.type(), pass.batch, pass.hidden);
            var memory = Memory.of(result);
            for (int i = 0; i < active; i++) {
                var part = parts.get(i);
                lanes.write(memory, (long) part.first * pass.hidden, array.apply(part, i), part.n);
            }
            return result;
        });
    }

    @Override
    public State backward(Given given, Weights gradients, INDArray inputGradient) {
        Kept.require(in != null && pass.keep, layer);
        pass.given = given.out() == null ? null : this.given.read(given.out());
        var dh = rows(given.hidden());
        var dc = rows(given.cellState());
        Workers.run(active, part -> parts.get(part).backward(dh, dc));
        went = true;
        var dRecurrent = Dense.gradient(gradients.recurrent());
        var recurrent = Memory.of(dRecurrent);
        projection.gradients(gradients.input(), inputGradient);
        Workers.run(threads, part -> {
            recurrentGradient(recurrent, part);
            projection.weightGradient(part, threads);
            projection.inputGradient(part, threads);
        });
        projection.wrote(gradients.input(), inputGradient);
        vectors(gradients, recurrent);
        Dense.wrote(dRecurrent, gradients.recurrent());
        return new State(in.hidden() == null ? null : batch((part, i) -> part.dHidden),
            in.cellState() == null ? null : batch((part, i) -> part.cellGradient()));
    }

    private void recurrentGradient(Memory into, int part) {
        int h = pass.hidden;
        int from = Workers.start(h, threads, part);
        int count = Workers.start(h, threads, part + 1) - from;
        long before = pass.states.address((long) (pass.backwards ? pass.batch : 0) * h);
        for (int gate = 0; gate < pass.gates; gate++) {
            var own = pass.gates == 3 && gate == 2;
            long gradient = own && cell.kind() == Cell.Kind.GRU_RESET_AFTER ? pass.extra.address(from)
                : pass.planes.address(pass.plane(gate, 0) + from);
            long state = own && cell.kind() == Cell.Kind.GRU_RESET_BEFORE ? pass.extra.address() : before;
            pass.tiles.gradient(from, count, (int) pass.rows(), gradient, state, h, into.address((long) gate * h * h));
        }
    }

    /** Gradients of the bias and of the peepholes. */
    private void vectors(Weights gradients, Memory recurrent) {
        var bias = new double[cell.biasLength()];
        var peepholes = new double[cell.recurrentColumns() * pass.hidden - pass.gates * pass.hidden * pass.hidden];
        for (int part = 0; part < active; part++) {
            parts.get(part).addVectors(bias, peepholes);
        }
        var dBias = Dense.gradient(gradients.bias());
        var memory = Memory.of(dBias);
        for (int i = 0; i < bias.length; i++) {
            memory.set(i, bias[i]);
        }
        Dense.wrote(dBias, gradients.bias());
        for (int i = 0; i < peepholes.length; i++) {
            recurrent.set((long) pass.gates * pass.hidden * pass.hidden + i, peepholes[i]);
        }
    }

    @Override
    public RecurrentTrace trace() {
        Kept.require(in != null && pass.keep, layer);
        var gates = new LinkedHashMap<String, INDArray>();
        for (String gate : cell.kind().gates()) {
            gates.put(gate, sequence((part, t) -> part.gates(t).get(gate)));
        }
        return new RecurrentTrace(sequence((part, t) -> part.hidden[t]),
            cell.kind().hasCellState() ? sequence((part, t) -> part.cellState(t)) : null, gates,
            pass.record && went ? sequence((part, t) -> part.recorded[t]) : null);
    }

    private INDArray sequence(BiFunction<FusedPart<A>, Integer, A> array) {
        return Detached.get(() -> {
            var result = Nd4j.createUninitialized(precision.type(), pass.time, pass.batch, pass.hidden);
            var memory = Memory.of(result);
            for (int i = 0; i < active; i++) {
                var part = parts.get(i);
                for (int t = 0; t < pass.time; t++) {
                    lanes.write(memory, part.row(t) * pass.hidden, array.apply(part, t), part.n);
                }
            }
            return result.permute(1, 2, 0);
        });
    }

    @Override
    public void recordGradients(boolean record) {
        pass.record = record;
    }
}
