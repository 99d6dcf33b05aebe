package org.unrolled.train;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.concurrent.Interrupted;

/**
 * Makes the stop button of a notebook stop {@code fit}: without it the cell ends and the training goes on behind it.
 * <pre>{@code network.addListeners(new StopOnInterrupt());}</pre>
 */
public final class StopOnInterrupt implements TrainingListener {
    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        Interrupted.check();
    }

    @Override
    public void onEpochStart(Model model) {
        Interrupted.check();
    }

    @Override
    public void onEpochEnd(Model model) {
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
    }

    @Override
    public void onGradientCalculation(Model model) {
    }

    @Override
    public void onBackwardPass(Model model) {
    }
}
