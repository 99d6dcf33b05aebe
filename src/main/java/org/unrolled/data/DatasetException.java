package org.unrolled.data;

/** A data set can't be had or read. The message says which, why, and what to do, in full: some kernels hide causes. */
public class DatasetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message data set, reason and remedy */
    public DatasetException(String message) {
        super(message);
    }

    /**
     * @param message data set, reason and remedy
     * @param cause what failed underneath
     */
    public DatasetException(String message, Throwable cause) {
        super(message, cause);
    }
}
