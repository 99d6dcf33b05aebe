package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layer normalisation with its parameters: NAME + "g" and NAME + "b", both [1, size]. See {@link NormRows}. */
public final class Normalisation implements RowPart {
    private final Parameters parameters;
    private final String gain;
    private final String bias;
    private final double epsilon;
    private RowBackend backend;
    private NormRows rows;
    private NormRows steps;

    /** @param epsilon what is added to the variance */
    public Normalisation(Parameters parameters, String name, double epsilon) {
        this.parameters = parameters;
        this.gain = name + "g";
        this.bias = name + "b";
        this.epsilon = epsilon;
    }

    private void use(RowBackend wanted) {
        if (backend != wanted) {
            backend = wanted;
            rows = wanted.norm(epsilon);
            steps = wanted.norm(epsilon);
        }
    }

    @Override
    public void forward(Pass pass, INDArray x, INDArray out) {
        use(pass.backend());
        rows.forward(x, parameters.value(gain), parameters.value(bias), out, true);
    }

    @Override
    public void backward(INDArray dOut, INDArray dx, INDArray dMemory) {
        rows.backward(dOut, parameters.value(gain), dx, parameters.gradient(gain), parameters.gradient(bias));
    }

    @Override
    public INDArray step(StepPass pass, INDArray x) {
        use(pass.backend());
        var out = Nd4j.createUninitialized(x.dataType(), x.shape(), 'c');
        steps.forward(x, parameters.value(gain), parameters.value(bias), out, false);
        return out;
    }
}
