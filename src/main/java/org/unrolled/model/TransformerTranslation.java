package org.unrolled.model;

import static org.unrolled.model.TranslationModel.OUTPUT;
import static org.unrolled.model.TranslationModel.SOURCE;
import static org.unrolled.model.TranslationModel.SOURCE_EMBEDDING;
import static org.unrolled.model.TranslationModel.TARGET;
import static org.unrolled.model.TranslationModel.TARGET_EMBEDDING;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.LayerNormalization;
import org.unrolled.nn.PositionalEncoding;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.TransformerDecoderBlock;
import org.unrolled.nn.TransformerEncoderBlock;

/**
 * The graph of the Transformer.
 * <pre>
 * source → sourceEmbedding → sourcePositions → encoder0 ... → memory          [batch, embedding, source time]
 * target → targetEmbedding → targetPositions → decoder0 ... → normalised → output
 * </pre>
 * Each decoder block has the memory as its second input.
 */
final class TransformerTranslation {
    private static final String MEMORY = "memory";

    private final TranslationModel model;
    private final double keep;

    TransformerTranslation(TranslationModel model) {
        this.model = model;
        this.keep = 1 - model.dropout();
    }

    GraphBuilder graph(IUpdater updater) {
        var builder = new NeuralNetConfiguration.Builder().seed(model.seed()).updater(updater).graphBuilder()
            .addInputs(SOURCE, TARGET).setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
            .addLayer(SOURCE_EMBEDDING, model.table(model.sourceVocabulary(), SOURCE_EMBEDDING).build(), SOURCE)
            .addLayer(TARGET_EMBEDDING, model.table(model.targetVocabulary(), TARGET_EMBEDDING).build(), TARGET)
            .addVertex("sourcePositions", PositionalEncoding.builder().dropOut(keep).build(), SOURCE_EMBEDDING)
            .addVertex("targetPositions", PositionalEncoding.builder().dropOut(keep).build(), TARGET_EMBEDDING);
        var below = "sourcePositions";
        for (int i = 0; i < model.layers(); i++) {
            builder.addVertex("encoder" + i, TransformerEncoderBlock.builder().size(model.embedding()).heads(model.heads())
                .feedForward(model.feedForward())
                .dropOut(keep).build(), below);
            below = "encoder" + i;
        }
        builder.addVertex(MEMORY, new LayerNormalization(model.embedding()), below);
        below = "targetPositions";
        for (int i = 0; i < model.layers(); i++) {
            builder.addVertex("decoder" + i, TransformerDecoderBlock.builder().size(model.embedding()).heads(model.heads())
                .feedForward(model.feedForward())
                .dropOut(keep).build(), below, MEMORY);
            below = "decoder" + i;
        }
        builder.addVertex("normalised", new LayerNormalization(model.embedding()), below);
        var output = SoftmaxOutput.builder().nOut(model.targetVocabulary()).labelSmoothing(model.labelSmoothing());
        if (model.tied()) {
            output.tiedTo(TARGET_EMBEDDING);
        }
        return builder.addLayer(OUTPUT, output.build(), "normalised").setOutputs(OUTPUT);
    }
}
