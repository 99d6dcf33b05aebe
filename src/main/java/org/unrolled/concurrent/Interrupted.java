package org.unrolled.concurrent;

/**
 * A long calculation ended because someone stopped it: the stop button of a notebook interrupts the thread that runs the cell.
 */
public final class Interrupted extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Interrupted(String message) {
        super(message);
    }

    /**
     * Every long loop calls this once a step.
     *
     * @throws Interrupted when the current thread is interrupted; the interrupt is thereby answered and its flag cleared, so
     *         that the next cell on the same thread starts afresh
     */
    public static void check() {
        if (Thread.interrupted()) {
            throw new Interrupted("stopped by an interrupt: what was learnt up to here is kept");
        }
    }
}
