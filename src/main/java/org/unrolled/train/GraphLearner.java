package org.unrolled.train;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.Solver;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A {@link ComputationGraph}. */
final class GraphLearner extends Learner {
    private final ComputationGraph graph;

    GraphLearner(ComputationGraph graph) {
        this.graph = graph;
    }

    @Override
    Model model() {
        return graph;
    }

    @Override
    Layer[] layers() {
        return graph.getLayers();
    }

    @Override
    Map<String, INDArray> parameterTable() {
        return graph.paramTable();
    }

    @Override
    INDArray gradients() {
        return graph.getFlattenedGradients();
    }

    @Override
    BaseMultiLayerUpdater<?> updater() {
        return graph.getUpdater();
    }

    @Override
    Solver solver(List<TrainingListener> listeners) {
        var solver = new Solver.Builder().configure(graph.conf()).listeners(listeners).model(graph).build();
        solver.getOptimizer().setUpdaterComputationGraph(graph.getUpdater());
        return solver;
    }

    @Override
    List<TrainingListener> listeners() {
        return List.copyOf(graph.getListeners());
    }

    @Override
    boolean dividesByMinibatch() {
        return graph.conf().isMiniBatch();
    }

    @Override
    int batchSize() {
        return graph.batchSize();
    }

    @Override
    BackpropType backpropType() {
        return graph.getConfiguration().getBackpropType();
    }

    @Override
    void backpropType(BackpropType type) {
        graph.getConfiguration().setBackpropType(type);
    }

    @Override
    void feed(MultiDataSet batch) {
        graph.setInputs(batch.getFeatures());
        graph.setLabels(batch.getLabels());
        graph.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
    }

    @Override
    void release() {
        graph.clearLayerMaskArrays();
        graph.clearLayersStates();
    }

    @Override
    void clearCarriedState() {
        graph.rnnClearPreviousState();
    }

    @Override
    int iterations() {
        return graph.getIterationCount();
    }

    @Override
    int epochs() {
        return graph.getEpochCount();
    }

    @Override
    void counts(int iterations, int epochs) {
        graph.getConfiguration().setIterationCount(iterations);
        graph.getConfiguration().setEpochCount(epochs);
    }
}
