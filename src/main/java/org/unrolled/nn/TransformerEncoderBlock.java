package org.unrolled.nn;

import java.util.Objects;

/**
 * A block of the Transformer's encoder (Vaswani et al. 2017, section 3.1) as one vertex of a graph: self-attention, then a
 * feed-forward network of two linear maps, each with layer normalisation, dropout and a way around it:
 * <pre>
 *   a = x + dropout(attention(norm(x)))      y = a + dropout(feedForward(norm(a)))
 * </pre>
 * Input and output: [batch, size, time]. Steps that the mask leaves out are not looked at. With {@link #causal()} a step sees
 * only itself and those before it: a stack of such blocks is a language model, and can go step by step.
 *
 * <p>{@code new TransformerEncoderBlock(256, 4, 512).dropOut(0.9)}
 */
public final class TransformerEncoderBlock extends TransformerBlock<TransformerEncoderBlock> {
    private boolean causal;

    /** For JSON. */
    public TransformerEncoderBlock() {
    }

    /**
     * A block without dropout.
     *
     * @param size        features of a step
     * @param heads       heads of the attention, a divisor of {@code size}
     * @param feedForward features between the two maps of the feed-forward network
     */
    public TransformerEncoderBlock(int size, int heads, int feedForward) {
        super(size, heads, feedForward);
    }

    /** A copy in which no step sees a later one. */
    public TransformerEncoderBlock causal() {
        return changed(b -> b.causal = true);
    }

    /** Whether no step sees a later one. */
    public boolean isCausal() {
        return causal;
    }

    /** For JSON. */
    public void setCausal(boolean causal) {
        this.causal = causal;
    }

    @Override
    TransformerEncoderBlock self() {
        return this;
    }

    @Override
    int memorySize() {
        return 0;
    }

    @Override
    boolean stepwise() {
        return causal;
    }

    @Override
    protected TransformerEncoderBlock copy() {
        var copy = new TransformerEncoderBlock().like(this);
        copy.causal = causal;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && causal == ((TransformerEncoderBlock) other).causal;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), causal);
    }
}
