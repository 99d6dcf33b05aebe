package org.unrolled.decode;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Anything that reads tokens and says what may come next: a network, a table of counts, equations in a notebook. It
 * remembers what it has read, so each thread needs one of its own.
 */
public interface TokenModel {
    /** How many different tokens there are. */
    int vocabularySize();

    /** Begins a new sequence. */
    void forget();

    /**
     * Reads on.
     *
     * @param ids what comes next in the sequence, at least one
     * @return log-probabilities (nats) of the token after these, shape [vocabularySize]
     */
    double[] read(int... ids);

    /**
     * A network that takes token ids or one-hot vectors and ends in a softmax over the vocabulary. Its layers' own states,
     * those carried by truncated training included, stay as they are. Several models may read with one network, also from
     * several threads: they take turns.
     *
     * @throws IllegalArgumentException if the network cannot go on step by step
     */
    static TokenModel of(MultiLayerNetwork network) {
        return new NetworkModel(network, network.getLayers(), network::rnnTimeStep);
    }

    /** A graph with one input, token ids or one-hot vectors, and one output, a softmax over the vocabulary. */
    static TokenModel of(ComputationGraph graph) {
        if (graph.getNumInputArrays() != 1 || graph.getNumOutputArrays() != 1) {
            throw new IllegalArgumentException("a graph with " + graph.getNumInputArrays() + " inputs and "
                + graph.getNumOutputArrays() + " outputs can't be read token by token: expected one of each");
        }
        return new NetworkModel(graph, graph.getLayers(), input -> graph.rnnTimeStep(input)[0]);
    }
}
