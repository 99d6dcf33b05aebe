package org.unrolled.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.Solver;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.RecurrentRuntime;

/** DL4J's two kinds of network, as the trainer sees them. Each batch is one pass and one update. */
abstract class Learner {
    /** The network. */
    abstract Model model();

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
        return model().params();
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

    /**
     * Kind and number of parameters of each updater, in order: what the numbers of {@link #updaterState} mean. Learning rates
     * aren't part of it; FusedAdam's state is that of Adam.
     */
    final List<String> updaters() {
        return updater().getUpdaterBlocks().stream().map(block -> {
            var kind = block.getGradientUpdater().getConfig();
            return (kind instanceof FusedAdam ? Adam.class : kind.getClass()).getSimpleName() + " over "
                + (block.getParamOffsetEnd() - block.getParamOffsetStart()) + " parameters";
        }).toList();
    }

    /** The layers that can carry a state: DL4J's own ignore it in their gradient, a bidirectional one has none to carry. */
    private List<RecurrentRuntime> carryingLayers() {
        var found = new ArrayList<RecurrentRuntime>();
        for (var layer : layers()) {
            if (layer instanceof RecurrentRuntime recurrent) {
                found.add(recurrent);
            }
        }
        return found;
    }

    /** The state that truncated backpropagation carries, a map for each recurrent layer. */
    final List<Map<String, INDArray>> carriedState() {
        return carryingLayers().stream().map(RecurrentRuntime::rnnGetTBPTTState).toList();
    }

    final void carriedState(List<Map<String, INDArray>> states) {
        var layers = carryingLayers();
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).rnnSetTBPTTState(states.get(i));
        }
    }
}
