package org.unrolled.nn;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * y = tanh(x W + b), or x W + b with {@link #linear()}, for every step of a sequence, as a vertex of a
 * {@link ComputationGraph} that a {@link TokenDecoder} can go through: the bottleneck between a decoder's state and an
 * output that shares its weights with a smaller embedding.
 *
 * <p>Input [batch, nIn, time], output [batch, nOut, time], zeros where the mask is 0. {@link #dropOut} falls on the output.
 * Parameters: W, shape [nIn, nOut] in f order, beginning with the network's {@code weightInit}, and b, shape [1, nOut],
 * beginning with zeros.
 */
public final class StepLinear extends TrainedVertex {
    /** Key of W. */
    public static final String MATRIX = "W";
    /** Key of b. */
    public static final String BIAS = "b";

    private int nIn;
    private int nOut;
    private boolean squashed = true;
    private double dropOut;
    private IWeightInit weightInit;

    /** For JSON. */
    public StepLinear() {
    }

    /** With tanh and without dropout. */
    public StepLinear(int nIn, int nOut) {
        if (nIn <= 0 || nOut <= 0) {
            throw new IllegalArgumentException("a StepLinear needs the sizes of its input and its output, given " + nIn
                + " and " + nOut);
        }
        this.nIn = nIn;
        this.nOut = nOut;
    }

    /** A copy without tanh. */
    public StepLinear linear() {
        var copy = copy();
        copy.squashed = false;
        return copy;
    }

    /** A copy with dropout of its output: the probability of <b>keeping</b> a number; 0 or 1 for none. */
    public StepLinear dropOut(double keep) {
        var copy = copy();
        copy.dropOut = OutputDropout.checked(keep);
        return copy;
    }

    @Override
    public void applyGlobalConfigToLayer(NeuralNetConfiguration.Builder defaults) {
        if (weightInit == null) {
            weightInit = defaults.getWeightInitFn();
        }
    }

    @Override
    protected List<Parameter> parameters() {
        return List.of(new Parameter(MATRIX, false, 'f', nIn, nOut), new Parameter(BIAS, true, 'c', 1, nOut));
    }

    @Override
    public void initializeParameters(Map<String, INDArray> table) {
        var matrix = table.get(MATRIX);
        weightInit.init(nIn, nOut, matrix.shape(), 'f', Orthogonal.flat(matrix));
        table.get(BIAS).assign(0);
    }

    @Override
    protected GraphVertex instantiate(ComputationGraph graph, String name, int index, INDArray flat,
                                      Map<String, INDArray> table, DataType type) {
        return new StepLinearVertex(this, graph, name, index, flat, table, type);
    }

    @Override
    public int minVertexInputs() {
        return 1;
    }

    @Override
    public int maxVertexInputs() {
        return 1;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        Attention.requireSize(this, "vectors", nIn, inputs[0]);
        return InputType.recurrent(nOut, Attention.time(inputs[0]), RNNFormat.NCW);
    }

    /** Size of the input. */
    public int getNIn() {
        return nIn;
    }

    public void setNIn(int nIn) {
        this.nIn = nIn;
    }

    /** Size of the output. */
    public int getNOut() {
        return nOut;
    }

    public void setNOut(int nOut) {
        this.nOut = nOut;
    }

    /** Whether the output goes through tanh. */
    public boolean isSquashed() {
        return squashed;
    }

    public void setSquashed(boolean squashed) {
        this.squashed = squashed;
    }

    /** Probability of keeping a number of the output; 0 for no dropout. */
    public double getDropOut() {
        return dropOut;
    }

    public void setDropOut(double dropOut) {
        this.dropOut = dropOut;
    }

    /** What W begins with. */
    public IWeightInit getWeightInit() {
        return weightInit;
    }

    public void setWeightInit(IWeightInit weightInit) {
        this.weightInit = weightInit;
    }

    @Override
    protected StepLinear copy() {
        var copy = new StepLinear();
        copy.nIn = nIn;
        copy.nOut = nOut;
        copy.squashed = squashed;
        copy.dropOut = dropOut;
        copy.weightInit = weightInit;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof StepLinear that && nIn == that.nIn && nOut == that.nOut
            && squashed == that.squashed && dropOut == that.dropOut && Objects.equals(weightInit, that.weightInit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), nIn, nOut, squashed, dropOut);
    }

    @Override
    public String toString() {
        return "StepLinear(" + nIn + " to " + nOut + (squashed ? ", tanh)" : ")");
    }
}
