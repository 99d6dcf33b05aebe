package org.unrolled.model;

import static org.unrolled.model.EncoderDecoderModel.TARGET;
import static org.unrolled.model.EncoderDecoderModel.TARGET_EMBEDDING;
import static org.unrolled.model.TranslationModel.SOURCE;
import static org.unrolled.model.TranslationModel.SOURCE_EMBEDDING;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;

/** The graph of a translation model while it grows: begins with the two embeddings. */
class TranslationGraph extends EncoderDecoderGraph {
    static final String WHAT = "translation";

    private final TranslationModel<?> model;

    /** @param dropout of the embeddings' vectors, the probability of dropping */
    TranslationGraph(TranslationModel<?> model, double dropout, IUpdater updater) {
        super(SOURCE, InputType.recurrent(1), model.seed(), updater);
        this.model = model;
        embedding(SOURCE_EMBEDDING, model.sourceVocabulary(), model.embedding(), dropout, SOURCE);
        embedding(TARGET_EMBEDDING, model.targetVocabulary(), model.embedding(), dropout, TARGET);
    }

    /** The network, with the softmax on top of this part. @param dropout of what comes from there */
    final ComputationGraph ending(String below, double dropout) {
        return ending(softmax(model.targetVocabulary(), model.labelSmoothing(), model.tied()), below, dropout);
    }

    /** Settings that every translation model has. @throws IllegalArgumentException naming the one that makes no model */
    static void require(int source, int target, int embedding, int layers, double dropout, double labelSmoothing) {
        require(source >= 2 && target >= 2, "vocabularies of " + source + " and " + target + " symbols", "at least 2 each");
        require(WHAT, embedding, layers, dropout, labelSmoothing);
    }

    static void require(boolean fits, String given, String expected) {
        require(WHAT, fits, given, expected);
    }
}
