package org.unrolled.train;

/** Training ended because someone stopped it: the stop button of a notebook interrupts the thread that trains. */
public final class TrainingInterrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TrainingInterrupted(String message) {
        super(message);
    }

    /**
     * Every long loop calls this once a step.
     *
     * @throws TrainingInterrupted when the current thread is interrupted; the interrupt is thereby answered and its
     *         flag cleared, so that the next cell on the same thread starts afresh
     */
    public static void check() {
        if (Thread.interrupted()) {
            throw new TrainingInterrupted("stopped by an interrupt: what was learnt up to here is kept");
        }
    }
}
