package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.LinearMap;

/** A linear map with its parameters: NAME + "W", [in, out], and NAME + "b", [1, out]. */
final class Linear implements RowPart {
    private final Parameters parameters;
    private final String weights;
    private final String bias;
    private final LinearMap map;
    private INDArray x;

    Linear(Parameters parameters, String name) {
        this.parameters = parameters;
        this.weights = name + "W";
        this.bias = name + "b";
        this.map = parameters.backend().linear();
    }

    @Override
    public void forward(RowPass pass, INDArray input, INDArray out) {
        x = input;
        map.forward(input, parameters.value(weights), parameters.value(bias), out);
    }

    @Override
    public void backward(INDArray dOut, INDArray dx, INDArray dMemory) {
        map.backward(x, parameters.value(weights), dOut, dx, parameters.gradient(weights), parameters.gradient(bias));
    }

    @Override
    public INDArray step(StepPass pass, INDArray input) {
        return apply(input);
    }

    /** The map of any rows into a new array, nothing kept. */
    INDArray apply(INDArray input) {
        long columns = parameters.value(weights).size(1);
        return apply(input, Nd4j.createUninitialized(input.dataType(), new long[] {input.size(0), columns}, 'c'));
    }

    /** The map of any rows into {@code out}, which is given back; nothing kept. */
    INDArray apply(INDArray input, INDArray out) {
        map.forward(input, parameters.value(weights), parameters.value(bias), out);
        return out;
    }
}
