package org.unrolled.model;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.Attention;
import org.unrolled.nn.AttentiveDecoder;
import org.unrolled.nn.Records;
import org.unrolled.nn.SequenceDropout;
import org.unrolled.nn.backend.AttentionScore;

/**
 * The decoder looks at all of the encoder's states at each word (Luong, Pham and Manning 2015).
 * <pre>
 * source → sourceEmbedding → encoder0 → encoder1 ... → memory       [batch, hiddenSize, source time]
 *                               ↓ state0, bridge0  ↓ state1, bridge1      [batch, hiddenSize], an LSTM's [batch, 2 hiddenSize]
 * target → targetEmbedding → decoder0 → decoder1 ... → attention → output
 * </pre>
 * With input feeding the decoder reads what attention made of the step before, too (section 3.3): the last decoder and the
 * attention are one vertex then. What attention gives is of hiddenSize, or of the embedding's size if the weights are tied.
 *
 * @param sourceVocabulary {@link TranslationModel#sourceVocabulary}; the others likewise, or in {@link RecurrentTranslation}
 * @param score            how a decoder state and a source position are compared
 */
public record AttentionTranslation(int sourceVocabulary, int targetVocabulary, int embedding, int hiddenSize, int layers,
                                   RecurrentCell cell, AttentionScore score, boolean bridge, boolean inputFeeding, boolean tied,
                                   double dropout, double labelSmoothing, long seed)
    implements RecurrentTranslation<AttentionTranslation> {
    /** @throws IllegalArgumentException naming the setting that makes no model */
    public AttentionTranslation {
        TranslationGraph.require(sourceVocabulary, targetVocabulary, embedding, layers, dropout, labelSmoothing);
        RecurrentTranslationGraph.requireEven(hiddenSize);
    }

    @Override
    public Kind kind() {
        return Kind.ATTENTION;
    }

    /** The same with another score. */
    public AttentionTranslation withScore(AttentionScore other) {
        return Records.with(this, "score", other);
    }

    @Override
    public ComputationGraph build(IUpdater updater) {
        var graph = new RecurrentTranslationGraph(this, updater);
        var memory = graph.add(TranslationGraph.MEMORY, new SequenceDropout(1 - dropout), graph.encoder());
        var attention = Attention.builder().query(hiddenSize).memory(hiddenSize).hidden(hiddenSize)
            .nOut(tied ? embedding : hiddenSize).score(score).build();
        if (!inputFeeding) {
            return graph.ending(graph.add("attention", attention, graph.decoder(layers, TARGET_EMBEDDING, embedding), memory),
                dropout);
        }
        int last = layers - 1;
        var below = graph.decoder(last, TARGET_EMBEDDING, embedding);
        var cell = graph.decoderCell(last, embedding);
        return graph.ending(graph.add("decoder" + last, new AttentiveDecoder(cell, attention), below, memory,
            graph.firstState(last)), dropout);
    }
}
