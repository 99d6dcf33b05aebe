package org.unrolled.nn;

import java.util.Objects;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;

/**
 * Configuration of a vertex that has no parameters and always as many inputs.
 *
 * @param <S> its settings
 */
abstract class PlainVertex<S extends Record> extends GraphVertex implements HasSettings<S> {
    private final int inputs;
    private S settings;

    PlainVertex(S settings, int inputs) {
        this.settings = settings;
        this.inputs = inputs;
    }

    @Override
    public final S settings() {
        return settings;
    }

    @Override
    public final void settings(S others) {
        settings = others;
    }

    @Override
    public final PlainVertex<S> clone() {
        PlainVertex<S> copy = Records.fresh(this);
        copy.settings(settings);
        return copy;
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof PlainVertex<?> that && other.getClass() == getClass() && settings.equals(that.settings);
    }

    @Override
    public final int hashCode() {
        return Objects.hash(getClass(), settings);
    }

    @Override
    public final long numParams(boolean backprop) {
        return 0;
    }

    @Override
    public final int minVertexInputs() {
        return inputs;
    }

    @Override
    public final int maxVertexInputs() {
        return inputs;
    }

    @Override
    public final MemoryReport getMemoryReport(InputType... inputTypes) {
        return new LayerMemoryReport.Builder(null, getClass(), inputTypes[0], getOutputType(-1, inputTypes))
            .standardMemory(0, 0).workingMemory(0, 0, 0, 0).cacheMemory(0, 0).build();
    }
}
