package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.RowNorm;

/** Layer normalisation with its parameters: NAME + "g" and NAME + "b", both [1, size]. See {@link RowNorm}. */
public final class Normalisation implements RowPart {
    private final Parameters parameters;
    private final String gain;
    private final String bias;
    private final RowNorm rows;
    private final RowNorm steps;

    /** @param epsilon what is added to the variance */
    public Normalisation(Parameters parameters, String name, double epsilon) {
        this.parameters = parameters;
        this.gain = name + "g";
        this.bias = name + "b";
        rows = parameters.backend().norm(epsilon);
        steps = parameters.backend().norm(epsilon);
    }

    @Override
    public void forward(RowPass pass, INDArray x, INDArray out) {
        rows.forward(x, parameters.value(gain), parameters.value(bias), out, true);
    }

    @Override
    public void backward(INDArray dOut, INDArray dx, INDArray dMemory) {
        rows.backward(dOut, parameters.value(gain), dx, parameters.gradient(gain), parameters.gradient(bias));
    }

    @Override
    public INDArray step(StepPass pass, INDArray x) {
        var out = Nd4j.createUninitialized(x.dataType(), x.shape(), 'c');
        steps.forward(x, parameters.value(gain), parameters.value(bias), out, false);
        return out;
    }
}
