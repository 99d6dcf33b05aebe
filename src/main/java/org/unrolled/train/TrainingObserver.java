package org.unrolled.train;

import org.unrolled.concurrent.Interrupted;

/**
 * Hears what a {@link Trainer} does: for progress bars, charts and records. All methods run on the thread that trains,
 * between two steps. A {@link Interrupted} thrown here stops the training as the stop button does.
 */
public interface TrainingObserver {
    /** @param total how many steps there will be at most, earlier runs included; 0 when nobody knows */
    default void onStart(int total) {
    }

    /** The run goes on from a checkpoint. @param step steps that are done already */
    default void onResume(int step) {
    }

    /** An update was made. @param step its number, from 1 @param loss the network's score on its batch, before the update */
    default void onStep(int step, double loss) {
    }

    /** @param step how many updates are done @param value what the validation gave; lower is better */
    default void onValidation(int step, double value) {
    }

    /** Something went wrong that doesn't stop the training, such as a checkpoint that could not be written. */
    default void onWarning(String message) {
    }

    /** The last call, however the training ended; see {@link TrainingResult#reason()}. */
    default void onEnd(TrainingResult result) {
    }
}
