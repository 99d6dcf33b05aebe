package org.unrolled.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.IUpdater;

/** Configuration of a layer or vertex that lists its parameters. */
interface HasParameters {
    /**
     * One parameter.
     *
     * @param key   name, unique in the layer or vertex
     * @param bias  whether regularisation and updater for biases apply
     * @param order memory order, 'c' or 'f'
     * @param shape its shape
     */
    record Parameter(String key, boolean bias, char order, long... shape) {
        private long length() {
            long length = 1;
            for (long size : shape) {
                length *= size;
            }
            return length;
        }
    }

    /** The parameters in the order in which they lie in the network's flat array. */
    List<Parameter> parameters();

    /** Fills the parameters, given by key, with what they begin with. */
    void initializeParameters(Map<String, INDArray> table);

    /** Number of all parameters' elements. */
    default long parameterCount() {
        return parameters().stream().mapToLong(Parameter::length).sum();
    }

    /**
     * Parameters, or their gradients, by key as views of a flat array; a graph gives null to a vertex without any.
     *
     * @param name the layer's or vertex's, for messages
     */
    default Map<String, INDArray> views(INDArray flat, String name) {
        long expected = parameterCount();
        if (flat == null && expected == 0) {
            return Map.of();
        }
        if (flat.length() != expected) {
            throw new IllegalStateException(name + " has " + expected + " parameters, given a vector of " + flat.length()
                + ": was it saved with another configuration?");
        }
        var row = flat.reshape(flat.length());
        var views = new LinkedHashMap<String, INDArray>();
        long at = 0;
        for (var p : parameters()) {
            views.put(p.key(), row.get(NDArrayIndex.interval(at, at + p.length())).reshape(p.order(), p.shape()));
            at += p.length();
        }
        return views;
    }

    /** DL4J's estimate of the memory needed, with how many numbers of an example a pass needs, and training. */
    default LayerMemoryReport report(String name, InputType input, InputType output, IUpdater updater, long inference,
                                     long training) {
        long count = parameterCount();
        return new LayerMemoryReport.Builder(name, getClass(), input, output)
            .standardMemory(count, updater == null ? 0 : updater.stateSize(count))
            .workingMemory(0, inference, 0, training).cacheMemory(0, 0).build();
    }
}
