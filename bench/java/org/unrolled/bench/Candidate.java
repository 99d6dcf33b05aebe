package org.unrolled.bench;

/** One implementation of the benchmark's model: a recurrent layer and a softmax over the vocabulary, with Adam. */
interface Candidate {

    /** One training step: forward pass, backward pass, update. */
    void train();

    /** One forward pass to the probabilities of every step. */
    Object forward();
}
