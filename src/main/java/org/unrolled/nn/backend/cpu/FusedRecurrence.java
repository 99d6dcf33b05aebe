package org.unrolled.nn.backend.cpu;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.Cell;
import org.unrolled.nn.backend.CellWeights;
import org.unrolled.nn.backend.DividedPass;
import org.unrolled.nn.backend.Kept;
import org.unrolled.nn.backend.NotFinite;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.RecurrentTrace;
import org.unrolled.nn.backend.Sequence;
import org.unrolled.nn.backend.SequenceMasks;

/**
 * A cell over whole sequences with few large products: the recurrence runs in parts of the batch, one a thread, and the
 * gradients of weights and input are one product a gate over all steps. The input is projected a step at a time, just
 * before it is needed, so that the pre-activations stay in the cache; or, where a part has few rows, all steps at once.
 */
final class FusedRecurrence implements Recurrence {
    private static final int LEAST_ROWS = 4;
    /** From so many rows of all steps on it pays to pack the weights into panels. */
    private static final int ENOUGH_TO_PACK = 128;
    /** From so many rows a part projects its inputs step by step. */
    private static final int ENOUGH_ROWS = 16;

    private final Cell cell;
    private final String layer;
    private final FusedPass pass;
    private final WeightPanels panels;
    private final InputProjection projection;
    private final List<FusedPart> parts = new ArrayList<>();
    private final SequenceRows output = new SequenceRows();
    private final SequenceRows given = new SequenceRows();
    private Sequence in;
    private int active;
    private boolean went;

    FusedRecurrence(Cell cell, String layer) {
        this(cell, layer, null);
    }

    FusedRecurrence(Cell cell, String layer, FusedInputFeeding between) {
        this.cell = cell;
        this.layer = layer;
        this.pass = new FusedPass(cell);
        this.pass.between = between;
        this.pass.tiles = new WeightTiles(cell, cell.hiddenSize());
        // What goes between the steps adds to pre-activations in native memory.
        this.panels = between == null ? WeightPanels.of(cell, cell.hiddenSize()) : null;
        this.projection = new InputProjection(pass, layer);
        this.pass.projection = projection;
    }

    /** Sizes and memory of the last pass. */
    FusedPass pass() {
        return pass;
    }

    /** Number of parts that the batch of the last pass was cut into. */
    int parts() {
        return active;
    }

    @Override
    public DividedPass<Void> forwardPass(CellWeights weights, Sequence in, INDArray out, boolean keep) {
        this.in = in;
        this.went = false;
        pass.size(in, keep);
        pass.recurrent = Dense.columns(weights.recurrent());
        pass.bias = Dense.columns(weights.bias());
        pass.out = output.write(out);
        pass.active = SequenceMasks.active(in.mask());
        pass.panels = pass.time > 1 && pass.batch >= LEAST_ROWS && pass.rows() >= ENOUGH_TO_PACK ? panels : null;
        if (pass.panels == null) {
            pass.tiles.use(pass.recurrent, pass.time, pass.rows());
        } else {
            panels.use(pass.recurrent);
        }
        projection.use(weights.input(), in);
        var h0 = rows(in.hidden());
        var c0 = rows(in.cellState());
        var dropout = rows(in.recurrentMask());
        return new DividedPass<>(work(), threads -> forward(h0, c0, dropout, Math.min(threads, Workers.worth(work()))), () -> {
            output.wrote(out);
            if (!parts.subList(0, active).stream().allMatch(FusedPart::finite)) {
                throw NotFinite.explain(layer, cell, in, weights, Math.max(0, NotFinite.step(out)));
            }
            return null;
        });
    }

    /** Number of multiplications of a forward pass. */
    private long work() {
        return pass.rows() * cell.gates() * cell.hiddenSize() * (cell.inputSize() + (long) cell.hiddenSize());
    }

    private void forward(Memory h0, Memory c0, Memory dropout, int threads) {
        active = Math.max(1, Math.min(threads, pass.batch / LEAST_ROWS));
        while (parts.size() < active) {
            parts.add(FusedPart.of(pass, parts.size()));
        }
        Workers.run(threads, part -> {
            if (pass.panels == null) {
                pass.tiles.pack(part, threads);
            } else {
                panels.pack(part, threads);
            }
            projection.pack(part, threads);
        });
        pass.stepwise = pass.batch / active >= ENOUGH_ROWS;
        if (!pass.stepwise && pass.panels == null) {
            Workers.run(threads, part -> projection.project(part, threads));
        }
        Workers.run(active, part -> {
            int first = Workers.start(pass.batch, active, part);
            parts.get(part).forward(first, Workers.start(pass.batch, active, part + 1) - first, h0, c0, dropout);
        });
    }

    private Memory rows(INDArray block) {
        return block == null ? null : Dense.rows(block);
    }

    @Override
    public INDArray lastHidden() {
        int slot = parts.get(0).slot(pass.step(pass.time - 1));
        return batch(part -> part.hidden[slot]);
    }

    @Override
    public INDArray lastCellState() {
        int slot = parts.get(0).slot(pass.step(pass.time - 1));
        return cell.kind().hasCellState() ? batch(part -> part.cellState(slot)) : null;
    }

    private INDArray batch(Function<FusedPart, float[]> array) {
        return Detached.get(() -> collected(1, (part, t) -> array.apply(part)).reshape('c', pass.batch, pass.hidden));
    }

    @Override
    public DividedPass<State> backwardPass(Given given, CellWeights gradients, INDArray inputGradient) {
        Kept.require(in != null && pass.keep, layer);
        pass.given = given.out() == null ? null : this.given.read(given.out());
        var dh = rows(given.hidden());
        var dc = rows(given.cellState());
        var dRecurrent = Dense.gradient(gradients.recurrent());
        var recurrent = Memory.of(dRecurrent);
        projection.gradients(gradients.input(), inputGradient);
        return new DividedPass<>(work(), threads -> backward(dh, dc, recurrent, Math.min(threads, Workers.worth(work()))), () -> {
            went = true;
            projection.wrote(gradients.input(), inputGradient);
            vectors(gradients, recurrent);
            Dense.wrote(dRecurrent, gradients.recurrent());
            return new State(in.hidden() == null ? null : batch(part -> part.dHidden),
                in.cellState() == null ? null : batch(FusedPart::cellGradient));
        });
    }

    private void backward(Memory dh, Memory dc, Memory recurrent, int threads) {
        if (pass.panels != null) {
            panels.useBack();
            Workers.run(threads, part -> panels.packBack(part, threads));
        }
        Workers.run(active, part -> parts.get(part).backward(dh, dc));
        Workers.run(threads, part -> {
            recurrentGradient(recurrent, part, threads);
            projection.weightGradient(part, threads);
            projection.inputGradient(part, threads);
        });
    }

    private void recurrentGradient(Memory into, int part, int threads) {
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
    private void vectors(CellWeights gradients, Memory recurrent) {
        var bias = new double[cell.biasLength()];
        var peepholes = new double[cell.recurrentColumns() * pass.hidden - pass.gates * pass.hidden * pass.hidden];
        for (int part = 0; part < active; part++) {
            parts.get(part).addVectors(bias, peepholes);
        }
        var dBias = Dense.gradient(gradients.bias());
        Dense.write(bias, Memory.of(dBias));
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
            int number = cell.kind().gates().indexOf(gate);
            gates.put(gate, sequence((part, t) -> part.gates[number][t]));
        }
        return new RecurrentTrace(sequence((part, t) -> part.hidden[t]),
            cell.kind().hasCellState() ? sequence((part, t) -> part.cellState(t)) : null, gates,
            pass.record && went ? sequence((part, t) -> part.recorded[t]) : null);
    }

    private INDArray sequence(BiFunction<FusedPart, Integer, float[]> array) {
        return Detached.get(() -> collected(pass.time, array).permute(1, 2, 0));
    }

    /** An array [steps, batch, hidden] out of those of the parts. */
    private INDArray collected(int steps, BiFunction<FusedPart, Integer, float[]> array) {
        var result = Nd4j.createUninitialized(DataType.FLOAT, steps, pass.batch, pass.hidden);
        var memory = Memory.of(result);
        for (var part : parts.subList(0, active)) {
            for (int t = 0; t < steps; t++) {
                memory.write(part.row(t) * pass.hidden, array.apply(part, t), part.n);
            }
        }
        return result;
    }

    @Override
    public void recordGradients(boolean record) {
        pass.record = record;
    }
}
