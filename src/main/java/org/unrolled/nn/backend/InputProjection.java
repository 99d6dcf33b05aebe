package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.kernel.Lanes;
import org.unrolled.nn.kernel.Memory;
import org.unrolled.nn.kernel.Workers;

/**
 * The product of all inputs with the input weights, and its gradients. Dense input: one product a gate over all steps.
 * Token ids: each token's row of the weights is copied, and the gradient is gathered token by token.
 */
final class InputProjection<A> {
    private final FusedPass<A> pass;
    private final Lanes<A> lanes;
    private final String layer;
    private final int inputs;
    private final TimeMajor<A> input;
    private final TimeMajor<A> gradient;
    private final WeightTiles tiles;
    private TimeMajor.Rows x;
    private Memory weights;
    private int[] tokens;
    private INDArray dWeights;
    private Memory dWeightsMemory;
    private TimeMajor.Rows dInput;

    InputProjection(FusedPass<A> pass, String layer) {
        this.pass = pass;
        this.lanes = pass.lanes;
        this.layer = layer;
        this.inputs = pass.cell.inputSize();
        this.input = new TimeMajor<>(lanes);
        this.gradient = new TimeMajor<>(lanes);
        this.tiles = new WeightTiles(pass.cell, inputs, pass.precision);
    }

    void use(INDArray weights, Sequence in) {
        if (in.tokens()) {
            tokens = Tokens.timeMajor(layer, in, inputs);
            this.weights = Dense.rows(weights, pass.precision.type());
        } else {
            tokens = null;
            x = input.read(in.input());
            tiles.use(Dense.columns(weights), pass.time, pass.rows());
        }
    }

    /** Makes ready the share {@code part} of {@code parts} of the weights. */
    void pack(int part, int parts) {
        if (tokens == null) {
            tiles.pack(lanes, part, parts);
        }
    }

    /** Projects the share {@code part} of {@code parts} of all rows. */
    void project(int part, int parts) {
        int from = Workers.start((int) pass.rows(), parts, part);
        int to = Workers.start((int) pass.rows(), parts, part + 1);
        int h = pass.hidden;
        for (int gate = 0; gate < pass.gates; gate++) {
            if (tokens == null) {
                tiles.forward(gate, to - from, x.address(from), x.stride(), 0,
                    pass.planes.address(pass.plane(gate, from)));
            } else {
                for (int row = from; row < to; row++) {
                    pass.planes.copy(weights, ((long) tokens[row] * pass.gates + gate) * h, pass.plane(gate, row), h);
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
        if (tokens != null) {
            tokenGradient(from, count);
            return;
        }
        for (int gate = 0; gate < pass.gates; gate++) {
            tiles.gradient(from, count, (int) pass.rows(), pass.planes.address(pass.plane(gate, 0) + from),
                x.address(0), x.stride(), dWeightsMemory.address((long) gate * h * inputs));
        }
    }

    private void tokenGradient(int from, int count) {
        A sum = lanes.ensure(null, count);
        A row = lanes.ensure(null, count);
        for (int gate = 0; gate < pass.gates; gate++) {
            for (int i = 0; i < tokens.length; i++) {
                long at = ((long) tokens[i] * pass.gates + gate) * pass.hidden + from;
                lanes.read(dWeightsMemory, at, sum, count);
                lanes.read(pass.planes, pass.plane(gate, i) + from, row, count);
                lanes.add(sum, sum, row, count);
                lanes.write(dWeightsMemory, at, sum, count);
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
