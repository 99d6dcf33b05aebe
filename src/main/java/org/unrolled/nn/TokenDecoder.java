package org.unrolled.nn;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.arrays.Detached;

/**
 * The decoding half of an encoder-decoder graph, token by token: token ids and state in, log-probabilities of the next
 * tokens and the new state out. Greedy search, sampling and beam search are loops around {@link #step}.
 *
 * <p>Between the target's {@link TokenEmbedding} and the {@link SoftmaxOutput} lies a chain of vertices, each the first
 * input of the next, and each a {@link StepDecoder}: {@link RecurrentDecoder}, {@link Attention}, {@link AttentiveDecoder},
 * {@link StepLinear}, and others. Their further inputs (memory, initial state) come from the source alone; what computes
 * them is run once, by {@link #start}. Several threads may use the decoders of one graph, which
 * take turns; none may while another trains the graph.
 */
public final class TokenDecoder {
    /** A vertex of the chain and the names of its further inputs. */
    private record Link(String name, StepDecoder decoder, List<String> sources) {
    }

    private final ComputationGraph graph;
    private final TokenEmbeddingLayer embedding;
    private final List<Link> chain;
    private final SoftmaxOutputLayer output;

    /**
     * Finds the chain by walking from the output along first inputs to the embedding.
     *
     * @param embedding name of the target's TokenEmbedding
     * @param output    name of the SoftmaxOutput
     * @throws IllegalArgumentException if one of the names is not what it should be, a vertex in between can't go step by
     *                                  step, or a further input of one depends on the target
     */
    public TokenDecoder(ComputationGraph graph, String embedding, String output) {
        this.graph = graph;
        this.embedding = as(TokenEmbeddingLayer.class, graph.getLayer(embedding), embedding, "a TokenEmbedding");
        this.output = as(SoftmaxOutputLayer.class, graph.getLayer(output), output, "a SoftmaxOutput");
        this.chain = chain(embedding, output);
    }

    private static <T> T as(Class<T> type, Object part, String name, String what) {
        if (!type.isInstance(part)) {
            throw new IllegalArgumentException("\"" + name + "\" has to be " + what + " of the graph; it is "
                + (part == null ? "not in it" : "a " + part.getClass().getSimpleName()));
        }
        return type.cast(part);
    }

    private List<Link> chain(String embedding, String output) {
        var inputsOf = graph.getConfiguration().getVertexInputs();
        var links = new ArrayDeque<Link>();
        for (var name = inputsOf.get(output).get(0); !name.equals(embedding); name = inputsOf.get(name).get(0)) {
            var inputs = inputsOf.get(name);
            Preconditions.checkArgument(inputs != null,
                    "from the output \"%s\" back along first inputs comes the graph's input \"%s\", and not the embedding "
                            + "\"%s\"", output, name, embedding);
            var sources = inputs.subList(1, inputs.size());
            for (var source : sources) {
                Preconditions.checkArgument(!dependsOn(source, embedding, inputsOf),
                        "input \"%s\" of \"%s\" depends on the target's embedding \"%s\": only the first input may, the "
                                + "others have to come from the source", source, name, embedding);
            }
            links.addFirst(new Link(name, stepDecoder(name, embedding, output), sources));
        }
        Preconditions.checkArgument(!links.isEmpty(),
                "the output \"%s\" follows the embedding \"%s\" at once: a decoder is missing between them", output, embedding);
        return List.copyOf(links);
    }

    private StepDecoder stepDecoder(String name, String embedding, String output) {
        var vertex = graph.getVertex(name);
        Object part = vertex.hasLayer() ? vertex.getLayer() : vertex;
        if (part instanceof StepDecoder decoder) {
            return decoder;
        }
        throw new IllegalArgumentException("\"" + name + "\", between the embedding \"" + embedding + "\" and the output \""
            + output + "\", is a " + part.getClass().getSimpleName() + ", which can't go on step by step: put a decoder"
            + " vertex such as RecurrentDecoder, Attention or StepLinear there");
    }

    private static boolean dependsOn(String name, String embedding, Map<String, List<String>> inputsOf) {
        var seen = new HashSet<String>();
        var open = new ArrayDeque<>(List.of(name));
        while (!open.isEmpty()) {
            var next = open.remove();
            if (next.equals(embedding)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(inputsOf.getOrDefault(next, List.of()));
            }
        }
        return false;
    }

    /** Number of different tokens: columns of what {@link #step} gives. */
    public int vocabularySize() {
        return (int) output.layerConf().getNOut();
    }

    /**
     * Runs everything before the decoder.
     *
     * @param inputs all inputs of the graph in its order; as the decoder's tokens give any ids, [batch, 1]
     * @param masks  masks of the inputs, each may be null; or null
     * @return the state before the first token
     */
    public DecoderState start(INDArray[] inputs, INDArray[] masks) {
        // The vertices keep inputs, masks and buffers; a state that has been given out is its owner's alone.
        synchronized (graph) {
            return encode(inputs, masks);
        }
    }

    private DecoderState encode(INDArray[] inputs, INDArray[] masks) {
        int sequences = (int) inputs[0].size(0);
        try {
            graph.setLayerMaskArrays(masks, null);
            graph.setInputs(inputs);
            var encoded = chain.stream().allMatch(link -> link.sources.isEmpty()) ? Map.<String, INDArray>of()
                : graph.feedForward(false, true, true);
            return Detached.get(() -> DecoderState.chain(chain.stream()
                .map(link -> link.decoder.start(sequences,
                    link.sources.stream().map(encoded::get).toArray(INDArray[]::new), masks(link)))
                .toList()));
        } finally {
            graph.clearLayerMaskArrays();
        }
    }

    /** Masks of a vertex's further inputs in the pass that has just run, or null. */
    private INDArray[] masks(Link link) {
        if (!(link.decoder instanceof TrainedGraphVertex vertex)) {
            return null;
        }
        var masks = new INDArray[link.sources.size()];
        for (int i = 0; i < masks.length; i++) {
            masks[i] = vertex.mask(i + 1);
        }
        return masks;
    }

    /**
     * What a step gives; arrays outside any workspace.
     *
     * @param logProbabilities of the next token, shape [sequences, vocabulary]
     * @param state            after this token
     * @param attention        weights of the source's positions, shape [sequences, source time], by the last vertex of the
     *                         chain that attends; null if none does
     */
    public record Step(INDArray logProbabilities, DecoderState state, INDArray attention) {
    }

    /** Goes on by one token a sequence. */
    public Step step(DecoderState state, int... tokens) {
        if (tokens.length != state.sequences()) {
            throw new IllegalArgumentException(tokens.length + " tokens for " + state.sequences() + " sequences: "
                + Arrays.toString(tokens));
        }
        if (state.links().size() != chain.size()) {
            throw new IllegalArgumentException("this is the state of " + state.links().size() + " vertices, the decoder has "
                + chain.stream().map(Link::name).toList() + ": begin with a state from start()");
        }
        synchronized (graph) {
            return Detached.get(() -> next(state, tokens));
        }
    }

    private Step next(DecoderState state, int[] tokens) {
        var vectors = embedding.vectors(tokens);
        var states = new ArrayList<DecoderState>();
        INDArray attention = null;
        for (int i = 0; i < chain.size(); i++) {
            var next = chain.get(i).decoder.step(state.links().get(i), vectors);
            vectors = next.output();
            states.add(next.state());
            attention = next.attention() == null ? attention : next.attention();
        }
        return new Step(output.logProbabilities(vectors), DecoderState.chain(states), attention);
    }
}
