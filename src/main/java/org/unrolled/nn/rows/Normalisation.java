package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.PerBackend;
import org.unrolled.nn.backend.RowNorm;

/** Layer normalisation with its parameters: NAME + "g" and NAME + "b", both [1, size]. See {@link RowNorm}. */
public final class Normalisation implements RowPart {
    private final Parameters parameters;
    private final String gain;
    private final String bias;
    private final PerBackend<RowNorm> rows;
    private final PerBackend<RowNorm> steps;

    /** @param epsilon what is added to the variance */
    public Normalisation(Parameters parameters, String name, double epsilon) {
        this.parameters = parameters;
        this.gain = name + "g";
        this.bias = name + "b";
        rows = new PerBackend<>(backend -> backend.norm(epsilon));
        steps = new PerBackend<>(backend -> backend.norm(epsilon));
    }

    @Override
    public void forward(RowPass pass, INDArray x, INDArray out) {
        rows.on(pass.backend()).forward(x, parameters.value(gain), parameters.value(bias), out, true);
    }

    @Override
    public void backward(INDArray dOut, INDArray dx, INDArray dMemory) {
        rows.last().backward(dOut, parameters.value(gain), dx, parameters.gradient(gain), parameters.gradient(bias));
    }

    @Override
    public INDArray step(StepPass pass, INDArray x) {
        var out = Nd4j.createUninitialized(x.dataType(), x.shape(), 'c');
        steps.on(pass.backend()).forward(x, parameters.value(gain), parameters.value(bias), out, false);
        return out;
    }
}
