package org.unrolled.model;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.Records;

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
        TransformerStack.require("translation", embedding, heads, feedForward);
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
        var graph = new TranslationGraph(this, 0, updater);
        var stack = new TransformerStack(graph, embedding, heads, feedForward, 1 - dropout);
        var source = stack.positions("sourcePositions", SOURCE_EMBEDDING);
        var target = stack.positions("targetPositions", TARGET_EMBEDDING);
        return graph.ending(stack.decoder(layers, target, stack.encoder(layers, source)), 0);
    }
}
