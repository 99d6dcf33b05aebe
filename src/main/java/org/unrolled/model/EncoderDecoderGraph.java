package org.unrolled.model;

import static org.unrolled.model.EncoderDecoderModel.OUTPUT;
import static org.unrolled.model.EncoderDecoderModel.TARGET;
import static org.unrolled.model.EncoderDecoderModel.TARGET_EMBEDDING;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.TokenEmbedding;

/**
 * The graph of a model that reads one sequence and writes another, while it grows: ends in the softmax over what it writes. The names
 * of its parts and the order in which they are added are those of saved files.
 */
class EncoderDecoderGraph {
    static final String MEMORY = "memory";

    private final GraphBuilder builder;

    /** @param source name of what is read @param read its type */
    EncoderDecoderGraph(String source, InputType read, long seed, IUpdater updater) {
        builder = new NeuralNetConfiguration.Builder().seed(seed).updater(updater).graphBuilder()
            .addInputs(source, TARGET).setInputTypes(read, InputType.recurrent(1));
    }

    /**
     * Adds an embedding. Its vectors have a length of about 1 at first: tied to the softmax, they give scores of about that size.
     *
     * @param dropout of the vectors, the probability of dropping
     */
    final void embedding(String name, int symbols, int size, double dropout, String ids) {
        add(name, TokenEmbedding.builder().name(name).nIn(symbols).nOut(size)
            .weightInit(new NormalDistribution(0, 1 / Math.sqrt(size))).dropOut(DropProbability.dropout(dropout)).build(), ids);
    }

    /** @return the name */
    final String add(String name, Layer layer, String... inputs) {
        builder.addLayer(name, layer, inputs);
        return name;
    }

    /** @return the name */
    final String add(String name, GraphVertex vertex, String... inputs) {
        builder.addVertex(name, vertex, inputs);
        return name;
    }

    /** The softmax over what is written. */
    static SoftmaxOutput.Builder softmax(int symbols, double labelSmoothing, boolean tied) {
        var output = SoftmaxOutput.builder().nOut(symbols).labelSmoothing(labelSmoothing);
        return tied ? output.tiedTo(TARGET_EMBEDDING) : output;
    }

    /**
     * The network, with the softmax on top of this part.
     *
     * @param dropout of what comes from there
     * @param beside  names of other outputs
     */
    final ComputationGraph ending(SoftmaxOutput.Builder softmax, String below, double dropout, String... beside) {
        add(OUTPUT, softmax.dropOut(DropProbability.dropout(dropout)).build(), below);
        var outputs = new String[1 + beside.length];
        outputs[0] = OUTPUT;
        System.arraycopy(beside, 0, outputs, 1, beside.length);
        var graph = new ComputationGraph(builder.setOutputs(outputs).build());
        graph.init();
        return graph;
    }

    /** @throws IllegalArgumentException unless it fits */
    static void require(String model, boolean fits, String given, String expected) {
        Preconditions.checkArgument(fits, "a %s model with %s: expected %s", model, given, expected);
    }

    /** @throws IllegalArgumentException unless two directions can share the units */
    static void requireEven(String model, int hiddenSize) {
        require(model, hiddenSize >= 2 && hiddenSize % 2 == 0, "a hidden size of " + hiddenSize,
            "an even number of at least 2: each direction of the encoder has half of it");
    }

    /** Settings that every such model has. @throws IllegalArgumentException naming the one that makes no model */
    static void require(String model, int embedding, int layers, double dropout, double labelSmoothing) {
        require(model, embedding >= 1 && layers >= 1, "an embedding of " + embedding + " numbers and " + layers + " layers",
            "at least 1 each");
        DropProbability.checked(dropout);
        require(model, labelSmoothing >= 0 && labelSmoothing < 1, "label smoothing " + labelSmoothing, "a share from 0 to below 1");
    }
}
