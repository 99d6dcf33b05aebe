package org.unrolled.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.Solver;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** DL4J's two kinds of network, as the trainer sees them. Each batch is one pass and one update. */
abstract class Learner {
    /** The network. */
    abstract NeuralNetwork network();

    abstract Layer[] layers();

    abstract Map<String, INDArray> parameterTable();

    /** All gradients, flat, as the network adds them up: not yet divided by the size of the minibatch. */
    abstract INDArray gradients();

    abstract BaseMultiLayerUpdater<?> updater();

    /** A solver over the network and its own updater that tells these listeners. */
    abstract Solver solver(List<TrainingListener> listeners);

    abstract List<TrainingListener> listeners();

    abstract boolean dividesByMinibatch();

    abstract int batchSize();

    abstract BackpropType backpropType();

    abstract void backpropType(BackpropType type);

    abstract void feed(MultiDataSet batch);

    /** Lets go of the batch; a carried state stays. */
    abstract void release();

    abstract void clearCarriedState();

    abstract int iterations();

    abstract int epochs();

    abstract void counts(int iterations, int epochs);

    /** All parameters, flat; writing into it changes the network. */
    final INDArray parameters() {
        return network().params();
    }

    /** The updater's state, flat, or null if it has none; writing into it changes the updater. */
    final INDArray updaterState() {
        return updater().getStateViewArray();
    }

    /** Names and shapes of all parameters, in order. */
    final List<String> shape() {
        return parameterTable().entrySet().stream()
            .map(e -> e.getKey() + " " + Arrays.toString(e.getValue().shape()).replace(" ", "")
                + " " + e.getValue().dataType())
            .collect(Collectors.toList());
    }

    final List<RecurrentLayer> recurrentLayers() {
        var found = new ArrayList<RecurrentLayer>();
        for (var layer : layers()) {
            if (layer instanceof RecurrentLayer recurrent) {
                found.add(recurrent);
            }
        }
        return found;
    }

    /** The state that truncated backpropagation carries, a map for each recurrent layer. */
    final List<Map<String, INDArray>> carriedState() {
        return recurrentLayers().stream().map(RecurrentLayer::rnnGetTBPTTState).toList();
    }

    final void carriedState(List<Map<String, INDArray>> states) {
        var layers = recurrentLayers();
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).rnnSetTBPTTState(states.get(i));
        }
    }

    /** A {@link MultiLayerNetwork}. */
    static final class Chain extends Learner {
        private final MultiLayerNetwork network;

        Chain(MultiLayerNetwork network) {
            this.network = network;
        }

        @Override
        NeuralNetwork network() {
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

    /** A {@link ComputationGraph}. */
    static final class Graph extends Learner {
        private final ComputationGraph graph;

        Graph(ComputationGraph graph) {
            this.graph = graph;
        }

        @Override
        NeuralNetwork network() {
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
}
