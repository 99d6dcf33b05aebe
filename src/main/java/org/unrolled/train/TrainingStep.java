package org.unrolled.train;

import java.util.ArrayList;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.Solver;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.RecurrentRuntime;

/**
 * One update of a network: forward and backward pass, clipping, updater. DL4J's solver does it; its listeners are where the
 * gradient can be reached between the backward pass and the division by the minibatch, which comes before the updater.
 * While this is open, the network carries its recurrent state if it should; {@link #close} gives it back as it was.
 */
final class TrainingStep implements AutoCloseable {
    private final Trainer settings;
    private final Learner learner;
    private final LearningRates rates;
    private final LastGood lastGood;
    private final GradientClip clip;
    private final BackpropType before;
    private final Solver solver;
    private double loss = Double.NaN;

    TrainingStep(Trainer settings) {
        this.settings = settings;
        this.learner = settings.learner;
        if (settings.carryState) {
            requireCarrying();
        }
        this.rates = settings.schedule == null ? null : new LearningRates(learner.updater());
        this.lastGood = new LastGood(learner);
        this.clip = new GradientClip(settings.clipValue, settings.clipNorm);
        this.before = learner.backpropType();
        var listeners = new ArrayList<TrainingListener>();
        listeners.add(new Between());
        // An interrupt is answered between two steps, not in the midst of one.
        learner.listeners().stream().filter(listener -> !(listener instanceof StopOnInterrupt)).forEach(listeners::add);
        this.solver = learner.solver(listeners);
        learner.backpropType(settings.carryState ? BackpropType.TruncatedBPTT : BackpropType.Standard);
    }

    private void requireCarrying() {
        for (var layer : learner.layers()) {
            if (layer instanceof RecurrentLayer && !(layer instanceof RecurrentRuntime)) {
                throw new IllegalStateException("carryState(true) with layer " + layer.conf().getLayer().getLayerName() + ", a "
                    + layer.getClass().getSimpleName() + ": it can't carry its state from batch to batch or ignores it in its"
                    + " gradient; take Lstm, Gru or VanillaRnn, or leave carryState out");
            }
        }
    }

    /** What happens between the backward pass and the update. */
    private final class Between extends BaseTrainingListener {
        @Override
        public void onGradientCalculation(Model model) {
            loss = model.score();
            if (!Double.isFinite(loss)) {
                throw new ArithmeticException("the loss is " + loss);
            }
            lastGood.finite();
            clip.apply(learner.gradients(), learner.dividesByMinibatch() ? learner.batchSize() : 1);
        }
    }

    /**
     * Makes one update.
     *
     * @param step   how many came before
     * @param factor of the learning rates
     * @throws TrainingDiverged if the loss or the gradient isn't finite
     */
    void make(MultiDataSet batch, int step, double factor) {
        lastGood.before(step);
        if (rates != null) {
            rates.scale(factor);
        }
        Nd4j.getRandom().setSeed(new SplittableRandom(settings.seed * 1_000_003 + step).nextLong());
        try {
            learner.feed(batch);
            solver.optimize(LayerWorkspaceMgr.noWorkspaces());
        } catch (ArithmeticException e) {
            throw diverged(step + 1, e);
        } finally {
            learner.release();
        }
    }

    /** Puts the last good parameters back. @param step after how many steps it showed @return what to throw */
    TrainingDiverged diverged(int step, ArithmeticException cause) {
        int good = lastGood.restore();
        return new TrainingDiverged("training diverged at step " + step + ": " + cause.getMessage() + ". Try a lower learning"
            + " rate, or clip the gradients with clipNorm(1)"
            + (Double.isFinite(settings.clipNorm) ? " or less" : "") + "; if it happens at the first steps already, look at the"
            + " data. " + (good < 0 ? "The network is as it was before the training."
            : "The network has its parameters of step " + good + " again"
            + (settings.folder == null ? "." : ", and the checkpoints before it are still there.")), cause);
    }

    /** The loss before the last update. */
    double loss() {
        return loss;
    }

    @Override
    public void close() {
        learner.backpropType(before);
        if (rates != null) {
            rates.scale(1);
        }
    }
}
