package org.unrolled.nn;

/**
 * A block of the Transformer's decoder (Vaswani et al. 2017, section 3.1) as one vertex of a graph: causal self-attention,
 * attention to the encoder's output, and a feed-forward network, each with layer normalisation, dropout and a way around it:
 * <pre>
 *   a = x + dropout(selfAttention(norm(x)))
 *   c = a + dropout(attention(norm(a), memory))
 *   y = c + dropout(feedForward(norm(c)))
 * </pre>
 * Inputs: [batch, size, time] and the memory, [batch, memory size, memory time]; output: [batch, size, time]. Masked steps of
 * either are not looked at. In decoding it keeps keys and values of the steps before, so that a step costs one row a sequence.
 *
 * <p>{@code new TransformerDecoderBlock(256, 4, 512).dropOut(0.9)}; {@link TransformerVertex#attention()} gives the weights that
 * the last pass put on the memory.
 */
public final class TransformerDecoderBlock extends TransformerBlock<TransformerDecoderBlock> {
    private int memorySize;

    /** For JSON. */
    public TransformerDecoderBlock() {
    }

    /**
     * A block without dropout, for a memory of as many features as it has itself.
     *
     * @param size        features of a step
     * @param heads       heads of each attention, a divisor of {@code size}
     * @param feedForward features between the two maps of the feed-forward network
     */
    public TransformerDecoderBlock(int size, int heads, int feedForward) {
        super(size, heads, feedForward);
        memorySize = size;
    }

    /** A copy for a memory of so many features. */
    public TransformerDecoderBlock memorySize(int features) {
        if (features <= 0) {
            throw new IllegalArgumentException("a decoder block needs the number of features of its memory, given "
                + features);
        }
        return changed(b -> b.memorySize = features);
    }

    /** Features of the memory. */
    public int getMemorySize() {
        return memorySize;
    }

    /** For JSON. */
    public void setMemorySize(int memorySize) {
        this.memorySize = memorySize;
    }

    @Override
    TransformerDecoderBlock self() {
        return this;
    }

    @Override
    int memorySize() {
        return memorySize;
    }

    @Override
    boolean stepwise() {
        return true;
    }

    @Override
    protected TransformerDecoderBlock copy() {
        var copy = new TransformerDecoderBlock().like(this);
        copy.memorySize = memorySize;
        return copy;
    }
}
