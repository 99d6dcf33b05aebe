package org.unrolled.nn.backend.cpu;

/**
 * What happens between the steps of a fused recurrence: it may look at each state and have a say in the next step. Every
 * method is called on the thread of the part that it is given, for that part's sequences alone.
 */
interface BetweenSteps {
    /** A forward pass begins for sequences {@code first} to {@code first + rows - 1}. */
    void begin(int part, int first, int rows);

    /** Step t comes next; its projected input lies at {@link FusedPass#preActivation} and may be added to. */
    void before(int part, int t);

    /** h of step t has been written to {@link FusedPass#out}. */
    void after(int part, int t);

    /** A backward pass begins. */
    void beginBack(int part);

    /** dL/dh of step t through all that lies outside the recurrence; gradients of later steps are in the planes. */
    void gradient(int part, int t, float[] into);

    /** All steps have gone back. */
    void finish(int part);
}
