package org.unrolled.nn.backend.cpu;

/** The activations of gates on elements 0 to {@code n} - 1 of Java arrays, with the errors that {@link Lanes} states. */
interface Activations {
    /** x = sigmoid(x + b). */
    void sigmoid(float[] x, float[] b, int n);

    /** x = tanh(x + b). */
    void tanh(float[] x, float[] b, int n);

    /** out = tanh(x). */
    void tanhInto(float[] out, float[] x, int n);
}
