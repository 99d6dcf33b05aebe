package org.unrolled.nn;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * How well a network predicts tokens, counted over integer labels.
 *
 * @param tokens  tokens that counted
 * @param loss    sum of their cross-entropies, in nats, label smoothing included if the layer has it
 * @param correct how many had the largest probability
 */
public record TokenScores(double tokens, double loss, long correct) {
    /** Nothing counted yet. */
    public static final TokenScores NONE = new TokenScores(0, 0, 0);

    /** Mean cross-entropy of a token in nats; NaN if there is none. */
    public double meanLoss() {
        return loss / tokens;
    }

    /** exp of the mean cross-entropy: among how many equally likely tokens the network still hesitates. */
    public double perplexity() {
        return Math.exp(meanLoss());
    }

    /** Share of tokens predicted right; NaN if there is none. */
    public double accuracy() {
        return correct / tokens;
    }

    /** Both together. */
    public TokenScores plus(TokenScores other) {
        return new TokenScores(tokens + other.tokens, loss + other.loss, correct + other.correct);
    }

    /**
     * Scores of a network that ends in a {@link SoftmaxOutput}, over batches with integer labels.
     *
     * @throws IllegalArgumentException if it ends in another layer
     */
    public static TokenScores of(MultiLayerNetwork network, Iterable<? extends DataSet> batches) {
        var output = output(network.getOutputLayer());
        var sum = NONE;
        for (var batch : batches) {
            network.score((org.nd4j.linalg.dataset.DataSet) batch, false);
            sum = sum.plus(output.scores());
        }
        return sum;
    }

    /** Scores of the first output of a graph, a {@link SoftmaxOutput}, over batches with integer labels. */
    public static TokenScores of(ComputationGraph graph, Iterable<? extends MultiDataSet> batches) {
        var output = output(graph.getOutputLayer(0));
        var sum = NONE;
        for (var batch : batches) {
            graph.score(batch, false);
            sum = sum.plus(output.scores());
        }
        return sum;
    }

    private static TokenLoss output(Object layer) {
        if (layer instanceof TokenLoss output) {
            return output;
        }
        throw new IllegalArgumentException("token scores need a network that ends in a SoftmaxOutput, this one ends in "
            + layer.getClass().getSimpleName());
    }
}
