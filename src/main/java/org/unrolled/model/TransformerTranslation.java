package org.unrolled.model;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.LayerNormalization;
import org.unrolled.nn.PositionalEncoding;
import org.unrolled.nn.Records;
import org.unrolled.nn.TransformerDecoderBlock;
import org.unrolled.nn.TransformerEncoderBlock;

/**
 * Self-attention and attention alone, the normalisation before each part (Vaswani et al. 2017; Xiong et al. 2020).
 * <pre>
 * source → sourceEmbedding → sourcePositions → encoder0 ... → memory          [batch, embedding, source time]
 * target → targetEmbedding → targetPositions → decoder0 ... → normalised → output
 * </pre>
 * Each decoder block has the memory as its second input. Dropout works on the vectors with their positions and on what each part
 * adds.
 *
 * @param sourceVocabulary {@link TranslationModel#sourceVocabulary}; the others likewise
 * @param heads            heads of the attention; divides the embedding size
 * @param feedForward      inner units of the dense parts
 */
public record TransformerTranslation(int sourceVocabulary, int targetVocabulary, int embedding, int layers, int heads,
                                     int feedForward, boolean tied, double dropout, double labelSmoothing, long seed)
    implements TranslationModel<TransformerTranslation> {
    /** @throws IllegalArgumentException naming the setting that makes no model */
    public TransformerTranslation {
        TranslationGraph.require(sourceVocabulary, targetVocabulary, embedding, layers, dropout, labelSmoothing);
        TranslationGraph.require(heads >= 1 && embedding % heads == 0, heads + " heads over an embedding of " + embedding
            + " numbers", "heads that divide the embedding size");
        TranslationGraph.require(feedForward >= 1, feedForward + " inner units", "at least 1");
    }

    @Override
    public Kind kind() {
        return Kind.TRANSFORMER;
    }

    /** The same with another number of heads. */
    public TransformerTranslation withHeads(int number) {
        return Records.with(this, "heads", number);
    }

    /** The same with another number of inner units. */
    public TransformerTranslation withFeedForward(int units) {
        return Records.with(this, "feedForward", units);
    }

    @Override
    public ComputationGraph build(IUpdater updater) {
        double keep = 1 - dropout;
        var graph = new TranslationGraph(this, 0, updater);
        var source = graph.add("sourcePositions", PositionalEncoding.builder().dropOut(keep).build(), SOURCE_EMBEDDING);
        var target = graph.add("targetPositions", PositionalEncoding.builder().dropOut(keep).build(), TARGET_EMBEDDING);
        for (int i = 0; i < layers; i++) {
            source = graph.add("encoder" + i, TransformerEncoderBlock.builder().size(embedding).heads(heads)
                .feedForward(feedForward).dropOut(keep).build(), source);
        }
        var memory = graph.add(TranslationGraph.MEMORY, new LayerNormalization(embedding), source);
        for (int i = 0; i < layers; i++) {
            target = graph.add("decoder" + i, TransformerDecoderBlock.builder().size(embedding).heads(heads)
                .feedForward(feedForward).dropOut(keep).build(), target, memory);
        }
        return graph.ending(graph.add("normalised", new LayerNormalization(embedding), target), 0);
    }
}
