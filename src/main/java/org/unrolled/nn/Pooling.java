package org.unrolled.nn;

import org.nd4j.common.base.Preconditions;

/** How {@link SequencePooling} makes one vector of a sequence h_1 … h_T of an encoder's states. */
public sealed interface Pooling {
    /** {@link Last}. */
    Pooling LAST = new Last();
    /** {@link Mean}. */
    Pooling MEAN = new Mean();
    /** {@link Max}. */
    Pooling MAX = new Max();
    /** {@link Attention} with a hidden layer as wide as the states. */
    Pooling ATTENTION = new Attention(0);

    /** The state in which the reading ends: h_T, of a bidirectional encoder the last state of each direction. */
    record Last() implements Pooling {
    }

    /** The mean of all states. */
    record Mean() implements Pooling {
    }

    /** Feature by feature the greatest of all states (Collobert et al. 2011, section 3.3.2). */
    record Max() implements Pooling {
    }

    /**
     * A mean with learned weights: a = softmax(v · tanh(h_t K + b)) (Yang et al. 2016, section 2.2).
     *
     * @param hiddenSize numbers of the vector v; 0 for as many as a state has
     */
    record Attention(int hiddenSize) implements Pooling {
        /** @throws IllegalArgumentException if hiddenSize is below 0 */
        public Attention {
            Preconditions.checkArgument(hiddenSize >= 0, "hiddenSize of a pooling by attention is %s, expected 0 or more", hiddenSize);
        }
    }

    /** Whether it is a mean, so that each state has a weight. */
    default boolean weighs() {
        return this instanceof Mean || this instanceof Attention;
    }
}
