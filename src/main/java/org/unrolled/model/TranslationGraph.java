package org.unrolled.model;

import static org.unrolled.model.TranslationModel.OUTPUT;
import static org.unrolled.model.TranslationModel.SOURCE;
import static org.unrolled.model.TranslationModel.SOURCE_EMBEDDING;
import static org.unrolled.model.TranslationModel.TARGET;
import static org.unrolled.model.TranslationModel.TARGET_EMBEDDING;

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
 * The graph of a translation model while it grows: begins with the two embeddings, ends in the softmax. The names of its parts and
 * the order in which they are added are those of saved files.
 */
class TranslationGraph {
    static final String MEMORY = "memory";

    private final TranslationModel<?> model;
    private final GraphBuilder builder;

    /** @param dropout of the embeddings' vectors, the probability of dropping */
    TranslationGraph(TranslationModel<?> model, double dropout, IUpdater updater) {
        this.model = model;
        builder = new NeuralNetConfiguration.Builder().seed(model.seed()).updater(updater).graphBuilder()
            .addInputs(SOURCE, TARGET).setInputTypes(InputType.recurrent(1), InputType.recurrent(1));
        add(SOURCE_EMBEDDING, table(SOURCE_EMBEDDING, model.sourceVocabulary(), dropout), SOURCE);
        add(TARGET_EMBEDDING, table(TARGET_EMBEDDING, model.targetVocabulary(), dropout), TARGET);
    }

    /** Vectors with a length of about 1 at first: tied to the softmax, they give scores of about that size. */
    private TokenEmbedding table(String name, int vocabulary, double dropout) {
        return TokenEmbedding.builder().name(name).nIn(vocabulary).nOut(model.embedding())
            .weightInit(new NormalDistribution(0, 1 / Math.sqrt(model.embedding())))
            .dropOut(DropProbability.dropout(dropout)).build();
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

    /** The network, with the softmax on top of this part. @param dropout of what comes from there */
    final ComputationGraph ending(String below, double dropout) {
        var output = SoftmaxOutput.builder().nOut(model.targetVocabulary()).labelSmoothing(model.labelSmoothing());
        if (model.tied()) {
            output.tiedTo(TARGET_EMBEDDING);
        }
        add(OUTPUT, output.dropOut(DropProbability.dropout(dropout)).build(), below);
        var graph = new ComputationGraph(builder.setOutputs(OUTPUT).build());
        graph.init();
        return graph;
    }

    /** Settings that every translation model has. @throws IllegalArgumentException naming the one that makes no model */
    static void require(int source, int target, int embedding, int layers, double dropout, double labelSmoothing) {
        require(source >= 2 && target >= 2, "vocabularies of " + source + " and " + target + " symbols", "at least 2 each");
        require(embedding >= 1 && layers >= 1, "an embedding of " + embedding + " numbers and " + layers + " layers",
            "at least 1 each");
        DropProbability.checked(dropout);
        require(labelSmoothing >= 0 && labelSmoothing < 1, "label smoothing " + labelSmoothing, "a share from 0 to below 1");
    }

    static void require(boolean fits, String given, String expected) {
        Preconditions.checkArgument(fits, "a translation model with %s: expected %s", given, expected);
    }
}
