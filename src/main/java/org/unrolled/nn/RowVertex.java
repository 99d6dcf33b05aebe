package org.unrolled.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.rows.Parameters;
import org.unrolled.nn.rows.RowPart;

/**
 * Configuration of a vertex that turns a sequence [batch, size, time] into another: the parts of the Transformer above all.
 * {@link TransformerVertex} runs them all.
 *
 * @param <S> its settings
 */
public abstract class RowVertex<S extends Record> extends TrainedVertex<S> {
    RowVertex(S settings) {
        super(settings, 1, 2);
    }

    /** The computation, on these parameters. */
    abstract RowPart part(Parameters parameters);

    /** Features of a step of the input; -1 for any. */
    int size() {
        return -1;
    }

    /** Features of a step of the output; -1 for those of the input. */
    int outputSize() {
        return size();
    }

    /** Features of the memory, the second input; 0 if there is none. */
    int memorySize() {
        return 0;
    }

    /** Whether a step depends on no later one, so that a decoder can go step by step. */
    boolean stepwise() {
        return true;
    }

    @Override
    final TrainedGraphVertex vertex(Place place) {
        return new TransformerVertex(this, place);
    }

    /** Parameters of a linear map: NAME + "W" and NAME + "b". */
    static List<Parameter> linear(String name, long in, long out) {
        return List.of(new Parameter(name + "W", false, 'c', in, out), new Parameter(name + "b", true, 'c', 1, out));
    }

    /** Parameters of a normalisation: NAME + "g" and NAME + "b". */
    static List<Parameter> norm(String name, long size) {
        return List.of(new Parameter(name + "g", true, 'c', 1, size), new Parameter(name + "b", true, 'c', 1, size));
    }

    /** Parameters of several parts. */
    @SafeVarargs
    static List<Parameter> together(List<Parameter>... parts) {
        var all = new ArrayList<Parameter>();
        for (var part : parts) {
            all.addAll(part);
        }
        return all;
    }

    /** Weights uniform in ±√(6 / (in + out)) (Glorot and Bengio 2010, equation 16), gains 1, biases 0. */
    @Override
    public void initializeParameters(Map<String, INDArray> table) {
        table.forEach((key, view) -> {
            if (key.endsWith("W")) {
                double bound = Math.sqrt(6.0 / (view.size(0) + view.size(1)));
                view.assign(Nd4j.rand(view.dataType(), view.shape()).subi(0.5).muli(2 * bound));
            } else {
                view.assign(key.endsWith("g") ? 1 : 0);
            }
        });
    }

    @Override
    public int minVertexInputs() {
        return memorySize() > 0 ? 2 : 1;
    }

    @Override
    public int maxVertexInputs() {
        return minVertexInputs();
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        requireSize(inputs[0], size(), "vectors");
        if (memorySize() > 0) {
            requireSize(inputs[1], memorySize(), "a memory");
        }
        return sequence(outputSize(), inputs[0]);
    }

    /** @throws IllegalArgumentException unless the size divides into that many heads */
    static void requireHeads(int size, int heads) {
        Preconditions.checkArgument(size > 0 && heads > 0 && size % heads == 0,
                "attention needs a size that its number of heads divides; given size %s and %s heads", size, heads);
    }
}
