package org.unrolled.nn.backend;

import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Connectionist temporal classification (Graves, Fernández, Gomez and Schmidhuber 2006): the loss of a sequence of labels that is
 * shorter than the input and not aligned with it. With p = softmax(z) at each step
 * <pre>
 *   loss = -log Σ p(path)      over all paths that become the labels when repeats are merged and blanks left out
 * </pre>
 * found by the forward-backward algorithm of section 4.1 on logarithms, and dloss/dz = p - γ, where γ is how probable each symbol is at
 * each step, given the labels (equation 16).
 *
 * <p>Logits and their gradients are rows in time-major order, [time · batch, symbols], c order. A loss is infinite where no path of the
 * input's length becomes the labels, and NaN where logits of a step that counts are not finite; the gradient is 0 then, and at
 * steps behind an input's end.
 */
public interface CtcLoss {
    /**
     * Losses and gradients.
     *
     * @param factors factor of the gradient of each sequence
     * @param out     the gradient with respect to the logits, shaped like these, overwritten; may not be the logits
     * @return loss of each sequence, without its factor
     */
    double[] gradients(INDArray logits, Targets targets, double[] factors, INDArray out);

    /** Losses alone. */
    double[] losses(INDArray logits, Targets targets);

    /**
     * How probable it is that a path is at each place of the lattice at each step, given the labels: γ of section 4.1. The places are
     * the labels with a blank before, between and after them.
     *
     * @return for each sequence [steps][2 · labels + 1]; zeros where its loss isn't finite
     */
    double[][][] posteriors(INDArray logits, Targets targets);

    /**
     * What is to be said.
     *
     * @param steps  how many steps of each sequence count, the first ones
     * @param labels symbols of each sequence, without blanks; none is fine
     * @param blank  the symbol that stands for nothing new
     */
    record Targets(int[] steps, int[][] labels, int blank) {
        /** @throws IllegalArgumentException if there aren't as many lengths as label sequences */
        public Targets {
            Preconditions.checkArgument(steps.length == labels.length, "%s lengths and %s sequences of labels: expected as many",
                    steps.length, labels.length);
        }

        /** How many sequences there are. */
        public int batch() {
            return steps.length;
        }

        /** The fewest steps in which the labels of a sequence can be said: one each, and a blank between two alike. */
        public int needed(int sequence) {
            int[] said = labels[sequence];
            int steps = said.length;
            for (int i = 1; i < said.length; i++) {
                steps += said[i] == said[i - 1] ? 1 : 0;
            }
            return steps;
        }
    }
}
