package org.unrolled.train;

/** A checkpoint that is damaged, can't be written, or belongs to another model, vocabulary or seed. */
public final class CheckpointException extends RuntimeException {
    private static final long serialVersionUID = 1;

    CheckpointException(String message) {
        super(message);
    }

    CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
