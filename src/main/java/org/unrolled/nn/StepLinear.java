package org.unrolled.nn;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.rows.Dropout;
import org.unrolled.nn.rows.Parameters;
import org.unrolled.nn.rows.RowPart;
import org.unrolled.nn.rows.TanhLinear;

/**
 * y = tanh(x W + b), or x W + b with {@link Builder#tanh tanh(false)}, for every step of a sequence, as a vertex of a
 * {@link ComputationGraph} that a {@link TokenDecoder} can go through: the bottleneck between a decoder's state and an
 * output that shares its weights with a smaller embedding.
 *
 * <p>Input [batch, nIn, time], output [batch, nOut, time], zeros where the mask is 0. {@link Builder#dropOut} falls on the output.
 * Parameters: W, shape [nIn, nOut] in f order, beginning with the network's {@code weightInit}, and b, shape [1, nOut],
 * beginning with zeros.
 */
public final class StepLinear extends RowVertex<StepLinear.Settings> {
    /** Key of W. */
    public static final String MATRIX = "W";
    /** Key of b. */
    public static final String BIAS = "b";

    /** As the builder says. */
    record Settings(int nIn, int nOut, boolean tanh, double dropOut, IWeightInit weightInit) {
    }

    private StepLinear() {
        super(new Settings(0, 0, true, 1, null));
    }

    /** A new builder. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String renamed(String name) {
        return name.equals("squashed") ? "tanh" : name;
    }

    @Override
    public List<Parameter> parameters() {
        var s = settings();
        return List.of(new Parameter(MATRIX, false, 'f', s.nIn, s.nOut), new Parameter(BIAS, true, 'c', 1, s.nOut));
    }

    @Override
    public void initializeParameters(Map<String, INDArray> table) {
        var matrix = table.get(MATRIX);
        settings().weightInit.init(settings().nIn, settings().nOut, matrix.shape(), 'f', Orthogonal.flat(matrix));
        table.get(BIAS).assign(0);
    }

    @Override
    RowPart part(Parameters parameters) {
        return new TanhLinear(parameters, "", settings().tanh, settings().dropOut);
    }

    @Override
    int size() {
        return settings().nIn;
    }

    @Override
    int outputSize() {
        return settings().nOut;
    }

    @Override
    public String toString() {
        return "StepLinear(" + settings().nIn + " to " + settings().nOut + (settings().tanh ? ", tanh)" : ")");
    }

    /** Settings of a linear map: {@code nIn} and {@code nOut} have to be set. */
    public static final class Builder extends SettingsBuilder<StepLinear, Settings, Builder> {
        private Builder() {
            super(new StepLinear());
        }

        /** Size of the input. */
        public Builder nIn(int size) {
            return set("nIn", size);
        }

        /** Size of the output. */
        public Builder nOut(int size) {
            return set("nOut", size);
        }

        /** Whether the output goes through tanh; true unless set. */
        public Builder tanh(boolean wanted) {
            return set("tanh", wanted);
        }

        /** Dropout of the output: the probability of <b>keeping</b> a number; 1 for none. */
        public Builder dropOut(double keep) {
            return set("dropOut", Dropout.checked(keep));
        }

        /** What W begins with; the network's {@code weightInit} unless set. */
        public Builder weightInit(IWeightInit init) {
            return set("weightInit", init);
        }

        @Override
        Settings complete(Settings s) {
            Preconditions.checkArgument(s.nIn > 0 && s.nOut > 0,
                    "a StepLinear needs the sizes of its input and its output, given %s and %s", s.nIn, s.nOut);
            return s;
        }
    }
}
