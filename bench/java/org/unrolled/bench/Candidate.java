package org.unrolled.bench;

/** One implementation of the benchmark's model: a recurrent layer and a softmax over the vocabulary, with Adam. */
interface Candidate {

    /** One training step: forward pass, backward pass, update. */
    void train();

    /**
     * One forward pass to the probabilities of every step, whose memory is given back at once, as Python does when
     * nothing refers to a tensor any more; left to the garbage collector, 120 MB a call would be waited for.
     *
     * @return one of them
     */
    float forward();
}
