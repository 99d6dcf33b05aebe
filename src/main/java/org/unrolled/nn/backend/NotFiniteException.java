package org.unrolled.nn.backend;

/** NaN or infinity came up in a recurrent layer; says at which step, and whether the input or the weights brought it. */
public class NotFiniteException extends ArithmeticException {
    private final int step;

    /**
     * @param step time step where it came up first, from 0; -1 if it is in the weights
     */
    public NotFiniteException(String message, int step) {
        super(message);
        this.step = step;
    }

    /** Time step where it came up first, from 0; -1 if it is in the weights. */
    public int step() {
        return step;
    }
}
