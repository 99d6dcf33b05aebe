package org.unrolled.nn;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonIgnore;

/**
 * Configuration of a vertex of a {@link ComputationGraph} that may have parameters and several inputs.
 *
 * <p>It extends {@link SameDiffVertex} because that is the only kind of vertex to which a graph hands its defaults: the
 * updater, regularisation and gradient clipping of {@code NeuralNetConfiguration.Builder}. Nothing of SameDiff is used.
 * Two things that DL4J does for layers only: the penalty of regularisation isn't part of the graph's score (the gradient
 * has it), and {@code graph.numParams()} counts layers, {@code graph.params().length()} all.
 *
 * @param <S> the settings
 */
public abstract class TrainedVertex<S extends Record> extends SameDiffVertex implements HasSettings<S>, HasParameters {
    private final int leastInputs;
    private final int mostInputs;
    private S settings;

    TrainedVertex(S settings, int leastInputs, int mostInputs) {
        this.settings = settings;
        this.leastInputs = leastInputs;
        this.mostInputs = mostInputs;
    }

    @Override
    public final S settings() {
        return settings;
    }

    @Override
    public final void settings(S others) {
        settings = others;
    }

    /**
     * What a graph gives to a vertex: the graph itself, the vertex's name and number in it, its parameters in one row (null
     * without any) and the same numbers by key, and the data type.
     */
    record Place(ComputationGraph graph, String name, int index, INDArray flat, Map<String, INDArray> table, DataType type) {
    }

    /** The vertex at work. */
    abstract TrainedGraphVertex vertex(Place place);

    /** The settings for a copy of this vertex. */
    S copiedSettings() {
        return settings;
    }

    @Override
    public final GraphVertex instantiate(ComputationGraph graph, String name, int index, INDArray flat,
                                         boolean initialize, DataType type) {
        setName(name);
        var table = views(flat);
        if (initialize) {
            initializeParameters(table);
        }
        return vertex(new Place(graph, name, index, flat, table, type));
    }

    /** None, unless a vertex knows better. */
    @Override
    public List<Parameter> parameters() {
        return List.of();
    }

    @Override
    public void initializeParameters(Map<String, INDArray> table) {
        // Without parameters there is nothing to do.
    }

    /** Parameters, or their gradients, by name as views of a flat array. */
    final Map<String, INDArray> views(INDArray flat) {
        return views(flat, "vertex " + getName());
    }

    /** How to train concerns vertices with parameters only; the others' JSON says nothing of it. */
    @Override
    public final void applyGlobalConfig(NeuralNetConfiguration.Builder defaults) {
        if (parameterCount() > 0) {
            super.applyGlobalConfig(defaults);
        }
    }

    /** Weights begin with the network's {@code weightInit} where the vertex has such a setting and it isn't set. */
    @Override
    public void applyGlobalConfigToLayer(NeuralNetConfiguration.Builder defaults) {
        settings = Records.withDefault(settings, "weightInit", defaults.getWeightInitFn());
    }

    @Override
    public final long numParams(boolean backprop) {
        return parameterCount();
    }

    @Override
    public final void defineParametersAndInputs(SDVertexParams params) {
        for (var p : parameters()) {
            if (p.bias()) {
                params.addBiasParam(p.key(), p.shape());
            } else {
                params.addWeightParam(p.key(), p.shape());
            }
        }
    }

    /** Derived from {@link #parameters}, so no part of the JSON. */
    @Override
    @JsonIgnore
    public SDVertexParams getVertexParams() {
        return super.getVertexParams();
    }

    @Override
    public final SDVariable defineVertex(SameDiff sameDiff, Map<String, SDVariable> inputs,
                                         Map<String, SDVariable> params, Map<String, SDVariable> masks) {
        throw new UnsupportedOperationException(getClass().getSimpleName() + " is no SameDiff graph");
    }

    @Override
    public final TrainedVertex<S> clone() {
        TrainedVertex<S> copy = Records.fresh(this);
        copy.settings = copiedSettings();
        copy.setName(getName());
        copy.setRegularization(getRegularization());
        copy.setRegularizationBias(getRegularizationBias());
        copy.setUpdater(getUpdater() == null ? null : getUpdater().clone());
        copy.setBiasUpdater(getBiasUpdater() == null ? null : getBiasUpdater().clone());
        copy.setGradientNormalization(getGradientNormalization());
        copy.setGradientNormalizationThreshold(getGradientNormalizationThreshold());
        copy.setDataType(getDataType());
        return copy;
    }

    /** Whether the training settings agree, for {@code equals}. */
    private boolean trainsLike(TrainedVertex<?> other) {
        return Objects.equals(getRegularization(), other.getRegularization())
            && Objects.equals(getRegularizationBias(), other.getRegularizationBias())
            && Objects.equals(getUpdater(), other.getUpdater())
            && Objects.equals(getBiasUpdater(), other.getBiasUpdater())
            && getGradientNormalization() == other.getGradientNormalization()
            && Double.compare(getGradientNormalizationThreshold(), other.getGradientNormalizationThreshold()) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrainedVertex<?> that && other.getClass() == getClass() && trainsLike(that)
            && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(getClass(), getUpdater(), settings);
    }

    @Override
    public int minVertexInputs() {
        return leastInputs;
    }

    @Override
    public int maxVertexInputs() {
        return mostInputs;
    }

    /** @throws IllegalArgumentException if a sequence has another size */
    final void requireSize(InputType given, long size, String what) {
        if (given instanceof InputType.InputTypeRecurrent sequence && sequence.getSize() != size) {
            throw new IllegalArgumentException("vertex " + getName() + ": " + this + " takes " + what + " of " + size
                + " features, given " + sequence.getSize() + ": change its size or that of the vertex before");
        }
    }

    /** Sequences of this size and as long as the given ones. */
    static InputType sequence(long size, InputType like) {
        return InputType.recurrent(size, like instanceof InputType.InputTypeRecurrent sequence
            ? sequence.getTimeSeriesLength() : -1, RNNFormat.NCW);
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputTypes) {
        return report(getName(), inputTypes[0], getOutputType(-1, inputTypes), getUpdater(), 0, 0);
    }
}
