package org.unrolled.train;

import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.nn.TokenLoss;
import org.unrolled.nn.TokenScores;

/** Measures for {@link Trainer#validate}. They leave parameters, random numbers and the state that truncated
 * backpropagation carries alone. */
public final class Validation {
    private Validation() {
    }

    /**
     * Mean cross-entropy of a token in nats, for a network that ends in a {@link org.unrolled.nn.SoftmaxOutput}.
     *
     * @param carryState whether the recurrent state goes on from batch to batch, as over a
     *                   text cut into windows; the first begins with zeros
     * @throws IllegalArgumentException if the network ends in another layer, or no token counts
     */
    public static double loss(MultiLayerNetwork network, Iterable<? extends DataSet> batches, boolean carryState) {
        return mean(carryState ? carried(network, batches) : TokenScores.of(network, batches));
    }

    /** {@link #loss(MultiLayerNetwork, Iterable, boolean)} for the first output of a graph, each batch from zeros. */
    public static double loss(ComputationGraph graph, Iterable<? extends MultiDataSet> batches) {
        return mean(TokenScores.of(graph, batches));
    }

    /** Tokens, loss and hits over windows of a text, the recurrent state carried from window to window. */
    public static TokenScores carried(MultiLayerNetwork network, Iterable<? extends DataSet> windows) {
        if (!(network.getOutputLayer() instanceof TokenLoss output)) {
            throw new IllegalArgumentException("a loss in nats a token needs a network that ends in a SoftmaxOutput, this one"
                + " ends in " + network.getOutputLayer().getClass().getSimpleName());
        }
        var learner = new ChainLearner(network);
        var carriedByTraining = learner.carriedState();
        learner.clearCarriedState();
        try {
            var sum = TokenScores.NONE;
            for (var window : windows) {
                network.setLayerMaskArrays(window.getFeaturesMaskArray(), window.getLabelsMaskArray());
                sum = sum.plus(score(network, output, window));
                network.clearLayerMaskArrays();
                network.clearLayersStates();
                Interrupted.check();
            }
            return sum;
        } finally {
            learner.clearCarriedState();
            learner.carriedState(carriedByTraining);
        }
    }

    /** One window through the layers: {@code rnnTimeStep} of the network would make all probabilities, for nothing. */
    private static TokenScores score(MultiLayerNetwork network, TokenLoss output, DataSet window) {
        var none = LayerWorkspaceMgr.noWorkspaces();
        var configuration = network.getLayerWiseConfigurations();
        var x = window.getFeatures();
        int last = network.getnLayers() - 1;
        for (int i = 0; i <= last; i++) {
            var preprocessor = configuration.getInputPreProcess(i);
            if (preprocessor != null) {
                x = preprocessor.preProcess(x, (int) window.getFeatures().size(0), none);
            }
            var layer = network.getLayer(i);
            if (i < last) {
                x = layer instanceof RecurrentLayer recurrent ? recurrent.rnnTimeStep(x, none) : layer.activate(x, false, none);
            }
        }
        output.setInput(x, none);
        output.setLabels(window.getLabels());
        output.computeScore(0, false, none);
        return output.scores();
    }

    private static double mean(TokenScores scores) {
        if (!(scores.tokens() > 0)) {
            throw new IllegalArgumentException("no token to validate on: the batches are empty, or their masks leave nothing");
        }
        return scores.meanLoss();
    }
}
