package org.unrolled.train;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.Solver;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A {@link MultiLayerNetwork}. */
final class ChainLearner extends Learner {
    private final MultiLayerNetwork network;

    ChainLearner(MultiLayerNetwork network) {
        this.network = network;
    }

    @Override
    Model model() {
        return network;
    }

    @Override
    Layer[] layers() {
        return network.getLayers();
    }

    @Override
    Map<String, INDArray> parameterTable() {
        return network.paramTable();
    }

    @Override
    INDArray gradients() {
        return network.getFlattenedGradients();
    }

    @Override
    BaseMultiLayerUpdater<?> updater() {
        return (BaseMultiLayerUpdater<?>) network.getUpdater();
    }

    @Override
    Solver solver(List<TrainingListener> listeners) {
        var solver = new Solver.Builder().configure(network.conf()).listeners(listeners).model(network).build();
        solver.getOptimizer().setUpdater(network.getUpdater());
        return solver;
    }

    @Override
    List<TrainingListener> listeners() {
        return List.copyOf(network.getListeners());
    }

    @Override
    boolean dividesByMinibatch() {
        return network.conf().isMiniBatch();
    }

    @Override
    int batchSize() {
        return network.batchSize();
    }

    @Override
    BackpropType backpropType() {
        return network.getLayerWiseConfigurations().getBackpropType();
    }

    @Override
    void backpropType(BackpropType type) {
        network.getLayerWiseConfigurations().setBackpropType(type);
    }

    @Override
    void feed(MultiDataSet batch) {
        network.setInput(batch.getFeatures(0));
        network.setLabels(batch.getLabels(0));
        network.setLayerMaskArrays(batch.getFeaturesMaskArray(0), batch.getLabelsMaskArray(0));
    }

    @Override
    void release() {
        network.clearLayerMaskArrays();
        network.clearLayersStates();
    }

    @Override
    void clearCarriedState() {
        network.rnnClearPreviousState();
    }

    @Override
    int iterations() {
        return network.getIterationCount();
    }

    @Override
    int epochs() {
        return network.getEpochCount();
    }

    @Override
    void counts(int iterations, int epochs) {
        network.getLayerWiseConfigurations().setIterationCount(iterations);
        network.getLayerWiseConfigurations().setEpochCount(epochs);
    }
}
