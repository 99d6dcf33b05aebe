package org.unrolled.nn;

/** How {@link SequencePooling} makes one vector of a sequence h_1 … h_T of an encoder's states. */
public enum Pooling {
    /** The state in which the reading ends: h_T, of a bidirectional encoder the last state of each direction. */
    LAST,
    /** The mean of all states. */
    MEAN,
    /** Feature by feature the greatest of all states (Collobert et al. 2011, section 3.3.2). */
    MAX,
    /** A mean with learned weights: a = softmax(v · tanh(h_t K + b)) (Yang et al. 2016, section 2.2). */
    ATTENTION
}
