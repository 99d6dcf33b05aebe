package org.unrolled.nn;

import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.kernel.Detached;

/**
 * The decoding half of an encoder-decoder graph, token by token: token ids and state in, log-probabilities of the next
 * tokens and the new state out. Greedy search, sampling and beam search are loops around {@link #step}.
 *
 * <p>The graph's {@link TokenEmbedding}, decoder vertex and {@link SoftmaxOutput} follow one another. What lies before the
 * decoder's further inputs (the encoder) is run once, by {@link #start}. Not for use by several threads at once.
 */
public final class TokenDecoder {
    private final ComputationGraph graph;
    private final TokenEmbeddingLayer embedding;
    private final StepDecoder decoder;
    private final SoftmaxOutputLayer output;
    private final List<String> sources;

    /** @throws IllegalArgumentException if one of the names is not what it should be */
    public TokenDecoder(ComputationGraph graph, String embedding, String decoder, String output) {
        this.graph = graph;
        this.embedding = as(TokenEmbeddingLayer.class, graph.getLayer(embedding), embedding, "a TokenEmbedding");
        this.decoder = as(StepDecoder.class, graph.getVertex(decoder), decoder, "a decoder vertex");
        this.output = as(SoftmaxOutputLayer.class, graph.getLayer(output), output, "a SoftmaxOutput");
        var inputs = graph.getConfiguration().getVertexInputs().get(decoder);
        this.sources = inputs.subList(1, inputs.size());
    }

    private static <T> T as(Class<T> type, Object part, String name, String what) {
        if (!type.isInstance(part)) {
            throw new IllegalArgumentException("\"" + name + "\" has to be " + what + " of the graph; it is "
                + (part == null ? "not in it" : "a " + part.getClass().getSimpleName()));
        }
        return type.cast(part);
    }

    /**
     * Runs everything before the decoder.
     *
     * @param inputs all inputs of the graph in its order; as the decoder's tokens give any ids, [batch, 1]
     * @param masks  masks of the inputs, each may be null; or null
     * @return the state before the first token
     */
    public DecoderState start(INDArray[] inputs, INDArray[] masks) {
        int sequences = (int) inputs[0].size(0);
        if (sources.isEmpty()) {
            return decoder.start(sequences);
        }
        try {
            graph.setLayerMaskArrays(masks, null);
            graph.setInputs(inputs);
            var activations = graph.feedForward(false, true, true);
            return decoder.start(sequences, sources.stream().map(activations::get).toArray(INDArray[]::new));
        } finally {
            graph.clearLayerMaskArrays();
        }
    }

    /** What a step gives: log-probabilities [sequences, vocabulary] of the next token, and the state after this one. */
    public record Step(INDArray logProbabilities, DecoderState state) {
    }

    /** Goes on by one token a sequence. */
    public Step step(DecoderState state, int... tokens) {
        if (tokens.length != state.sequences()) {
            throw new IllegalArgumentException(tokens.length + " tokens for " + state.sequences() + " sequences: "
                + Arrays.toString(tokens));
        }
        return Detached.get(() -> {
            var next = decoder.step(state, embedding.vectors(tokens));
            return new Step(output.logProbabilities(next.output()), next.state());
        });
    }
}
