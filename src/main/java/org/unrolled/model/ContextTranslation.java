package org.unrolled.model;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.ContextInput;
import org.unrolled.nn.StepLinear;

/**
 * The encoder's final state is all that the decoder learns of the source (Sutskever, Vinyals and Le 2014; Cho et al. 2014).
 * <pre>
 * source → sourceEmbedding → encoder0 → encoder1 ...                [batch, hiddenSize, source time]
 *                               ↓ state0, bridge0  ↓ state1, bridge1      [batch, hiddenSize], an LSTM's [batch, 2 hiddenSize]
 * target → targetEmbedding → decoder0 → decoder1 ... → bottleneck → output
 * </pre>
 * With input feeding a context vector made of the last state stands beside each embedded word. The bottleneck, from hiddenSize to
 * embedding, is there if the weights are tied.
 *
 * @param sourceVocabulary {@link TranslationModel#sourceVocabulary}; the others likewise, or in {@link RecurrentTranslation}
 */
public record ContextTranslation(int sourceVocabulary, int targetVocabulary, int embedding, int hiddenSize, int layers,
                                 RecurrentCell cell, boolean bridge, boolean inputFeeding, boolean tied, double dropout,
                                 double labelSmoothing, long seed) implements RecurrentTranslation<ContextTranslation> {
    /** @throws IllegalArgumentException naming the setting that makes no model */
    public ContextTranslation {
        TranslationGraph.require(sourceVocabulary, targetVocabulary, embedding, layers, dropout, labelSmoothing);
        RecurrentTranslationGraph.requireEven(hiddenSize);
    }

    @Override
    public Kind kind() {
        return Kind.CONTEXT;
    }

    @Override
    public ComputationGraph build(IUpdater updater) {
        var graph = new RecurrentTranslationGraph(this, updater);
        graph.encoder();
        var words = TARGET_EMBEDDING;
        int size = embedding;
        if (inputFeeding) {
            graph.add("context", graph.dense(embedding), "state" + (layers - 1));
            words = graph.add("besideContext", new ContextInput(), words, "context");
            size += embedding;
        }
        var below = graph.decoder(layers, words, size);
        if (tied) {
            below = graph.add("bottleneck", StepLinear.builder().nIn(hiddenSize).nOut(embedding).build(), below);
        }
        return graph.ending(below, dropout);
    }
}
