package org.unrolled.nn.backend.cpu;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.Sequence;
import org.unrolled.nn.backend.TokenIds;

/**
 * The product of the inputs with the input weights, and its gradients. Dense input: one product a gate over some steps.
 * Token ids: each token's row of the weights is copied, and the gradient is gathered token by token.
 */
final class InputProjection {
    private final FusedPass pass;
    private final String layer;
    private final int inputs;
    private final SequenceRows input = new SequenceRows();
    private final SequenceRows gradient = new SequenceRows();
    private final WeightTiles tiles;
    private final WeightPanels panels;
    private SequenceRows.Rows x;
    private Memory weights;
    private int[] tokens;
    private INDArray dWeights;
    private Memory dWeightsMemory;
    private SequenceRows.Rows dInput;

    InputProjection(FusedPass pass, String layer) {
        this.pass = pass;
        this.layer = layer;
        this.inputs = pass.cell.inputSize();
        this.tiles = new WeightTiles(pass.cell, inputs);
        this.panels = WeightPanels.of(pass.cell, inputs);
    }

    void use(INDArray weights, Sequence in) {
        if (in.tokens()) {
            tokens = TokenIds.of(in, inputs, layer);
            this.weights = Dense.rows(weights);
        } else {
            tokens = null;
            x = input.read(in.input());
            var columns = Dense.columns(weights);
            if (pass.panels == null) {
                tiles.use(columns, pass.time, pass.rows());
            } else {
                tiles.useWhole(columns);
                panels.use(columns);
            }
        }
    }

    /** Makes ready the share {@code part} of {@code parts} of the weights. */
    void pack(int part, int parts) {
        if (tokens == null && pass.panels == null) {
            tiles.pack(part, parts);
        } else if (tokens == null) {
            panels.pack(part, parts);
        }
    }

    /** Readies {@code count} rows from {@code row} on for products of their own. */
    void enter(int row, int count, PackedRows rows) {
        if (tokens == null) {
            rows.pack(x.memory(), row * x.stride(), x.stride(), count, inputs);
        }
    }

    /** Projects the rows that {@link #enter} has readied for one gate, into an array [count, hidden]. */
    void project(int gate, int row, int count, PackedRows rows, float[] into) {
        int h = pass.hidden;
        if (tokens == null) {
            panels.forward(gate, rows, into, false);
            return;
        }
        for (int i = 0; i < count; i++) {
            weights.read(((long) tokens[row + i] * pass.gates + gate) * h, into, i * h, h);
        }
    }

    /** Projects the share {@code part} of {@code parts} of all rows. */
    void project(int part, int parts) {
        int from = Workers.start((int) pass.rows(), parts, part);
        project(from, Workers.start((int) pass.rows(), parts, part + 1) - from, from);
    }

    /** Projects {@code count} rows from {@code row} on; the result goes to the rows of the planes from {@code into} on. */
    void project(int row, int count, int into) {
        int h = pass.hidden;
        for (int gate = 0; gate < pass.gates; gate++) {
            if (tokens == null) {
                tiles.forward(gate, count, x.address(row), x.stride(), 0, pass.planes.address(pass.plane(gate, into)));
            } else {
                for (int i = 0; i < count; i++) {
                    pass.planes.copy(weights, ((long) tokens[row + i] * pass.gates + gate) * h,
                        pass.plane(gate, into + i), h);
                }
            }
        }
    }

    /** Makes ready for the gradients; {@code inputGradient} may be null. */
    void gradients(INDArray weights, INDArray inputGradient) {
        dWeights = Dense.gradient(weights, tokens == null ? 'f' : 'c');
        dWeightsMemory = Memory.of(dWeights);
        dInput = inputGradient == null || tokens != null ? null : gradient.write(inputGradient);
        if (tokens != null) {
            dWeights.assign(0);
        }
    }

    /** The share {@code part} of {@code parts} of the gradient of the weights. */
    void weightGradient(int part, int parts) {
        int h = pass.hidden;
        int from = Workers.start(h, parts, part);
        int count = Workers.start(h, parts, part + 1) - from;
        for (int gate = 0; gate < pass.gates; gate++) {
            if (tokens != null) {
                TokenRows.scatter(dWeightsMemory, (long) gate * h + from, pass.gates * h, tokens, pass.planes,
                    pass.plane(gate, 0) + from, h, count);
            } else {
                tiles.gradient(from, count, (int) pass.rows(), pass.planes.address(pass.plane(gate, 0) + from),
                    x.address(0), x.stride(), dWeightsMemory.address((long) gate * h * inputs));
            }
        }
    }

    /** The share {@code part} of {@code parts} of the gradient of the input. */
    void inputGradient(int part, int parts) {
        if (dInput == null) {
            return;
        }
        int from = Workers.start((int) pass.rows(), parts, part);
        int to = Workers.start((int) pass.rows(), parts, part + 1);
        for (int gate = 0; gate < pass.gates; gate++) {
            tiles.backward(gate, to - from, pass.planes.address(pass.plane(gate, from)), gate == 0 ? 0 : 1,
                dInput.address(from), dInput.stride());
        }
    }

    /** Brings the gradients into arrays that do not lie as this class writes. */
    void wrote(INDArray weights, INDArray inputGradient) {
        Dense.wrote(dWeights, weights);
        if (dInput != null) {
            gradient.wrote(inputGradient);
        }
    }
}
