package org.unrolled.decode;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.DecoderState;

/**
 * A {@link StepModel} that needs no source: it can begin a text by itself. A network, a table of counts, equations in a notebook.
 *
 * @param <S> what is known of the texts so far; a step leaves the state that it is given as it is
 */
public interface LanguageModel<S> extends StepModel<S> {
    /** One sequence of which nothing has been read. */
    S start();

    /**
     * Several states as one, so that a step reads on in all of them at once.
     *
     * @param states at least one
     * @return their sequences one after the other; null if these can't be put together: read on in each by itself then
     */
    default S join(List<S> states) {
        return states.size() == 1 ? states.get(0) : null;
    }

    /**
     * Reads on in a single sequence.
     *
     * @param ids what comes next, at least one
     * @return the step after the last of them
     */
    default Step<S> read(S state, int... ids) {
        Preconditions.checkArgument(ids.length != 0, "no tokens to read: give at least one");
        var step = step(state, ids[0]);
        for (int i = 1; i < ids.length; i++) {
            step = step(step.state(), ids[i]);
        }
        return step;
    }

    /**
     * What may come after a text.
     *
     * @param ids the text from its beginning, at least one token
     * @return log-probabilities (nats) of the next token, shape [vocabularySize]
     */
    default double[] logProbabilities(int... ids) {
        return read(start(), ids).logProbabilities().getRow(0).toDoubleVector();
    }

    /**
     * A network that takes token ids or one-hot vectors and ends in a softmax over the vocabulary. Its layers' own states,
     * those carried by truncated training included, stay as they are. Several models may read with one network, also from
     * several threads: they take turns.
     *
     * @throws IllegalArgumentException if the network cannot go on step by step
     */
    static LanguageModel<DecoderState> of(MultiLayerNetwork network) {
        return new NetworkModel(network, network.getLayers(), network.getLayer(0), network.getOutputLayer(),
            inputs -> network.rnnTimeStep(inputs[0]));
    }

    /**
     * A graph whose first input is token ids or one-hot vectors and whose output is a softmax over the vocabulary.
     *
     * @param beside what its other inputs get at each step, such as a topic, each of shape [1, size, 1]
     */
    static LanguageModel<DecoderState> of(ComputationGraph graph, INDArray... beside) {
        Preconditions.checkArgument(graph.getNumInputArrays() == 1 + beside.length && graph.getNumOutputArrays() == 1,
                "a graph with %s inputs and %s outputs can't be read token by token with %s constant inputs: expected one "
                        + "input more than those, and one output",
                graph.getNumInputArrays(), graph.getNumOutputArrays(), beside.length);
        var tokens = graph.getConfiguration().getNetworkInputs().get(0);
        var first = graph.getConfiguration().getVertexInputs().entrySet().stream()
            .filter(vertex -> vertex.getValue().contains(tokens)).map(vertex -> graph.getLayer(vertex.getKey()))
            .filter(layer -> layer != null).findFirst().orElseThrow(() -> new IllegalArgumentException("the graph's input '"
                + tokens + "' goes to no layer: expected a TokenEmbedding or a recurrent layer"));
        return new NetworkModel(graph, graph.getLayers(), first, graph.getOutputLayer(0), inputs -> graph.rnnTimeStep(inputs)[0],
            beside);
    }
}
