package org.unrolled.train;

import java.util.List;
import org.unrolled.concurrent.Interrupted;

/**
 * How a training ended.
 *
 * @param steps          updates made, those before a resumed checkpoint included
 * @param epochs         epochs completed
 * @param trainLoss      mean of the network's score over the steps of the last epoch, complete or not; NaN before any step
 * @param bestValidation the lowest value of the validation; NaN if there was none
 * @param bestStep       after how many steps that was; 0 if there was none
 * @param seconds        time in training steps and their batches, without validation, checkpoints and observers; earlier
 *                       runs included
 * @param reason         why it ended
 * @param warnings       what went wrong without stopping it
 */
public record TrainingResult(int steps, int epochs, double trainLoss, double bestValidation, int bestStep, double seconds,
                             Reason reason, List<String> warnings) {
    /** Why a training ended. */
    public enum Reason {
        /** All epochs or steps are done. */
        COMPLETE,
        /** The validation got no better for as long as the patience lasts. */
        NO_IMPROVEMENT,
        /** Someone stopped it; only observers see this, the caller gets {@link Interrupted}. */
        INTERRUPTED,
        /** The loss was NaN or infinite; only observers see this, the caller gets {@link TrainingDiverged}. */
        DIVERGED,
        /** An exception from batches, validation or an observer; only observers see this. */
        FAILED
    }
}
