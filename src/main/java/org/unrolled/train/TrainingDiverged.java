package org.unrolled.train;

/** The loss became NaN or infinite. The network has the last good parameters again; the message says what to try. */
public final class TrainingDiverged extends RuntimeException {
    private static final long serialVersionUID = 1;

    TrainingDiverged(String message, Throwable cause) {
        super(message, cause);
    }
}
