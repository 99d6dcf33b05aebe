package org.unrolled.nn;

/**
 * A block of the Transformer's encoder (Vaswani et al. 2017, section 3.1) as one vertex of a graph: self-attention, then a
 * feed-forward network of two linear maps, each with layer normalisation, dropout and a way around it:
 * <pre>
 *   a = x + dropout(attention(norm(x)))      y = a + dropout(feedForward(norm(a)))
 * </pre>
 * Input and output: [batch, size, time]. Steps that the mask leaves out are not looked at. With {@link Builder#causal} a step sees
 * only itself and those before it: a stack of such blocks is a language model, and can go step by step.
 *
 * <p>{@code TransformerEncoderBlock.builder().size(256).heads(4).feedForward(512).dropOut(0.9).build()}
 */
public final class TransformerEncoderBlock extends TransformerBlock {
    private TransformerEncoderBlock() {
        super(false);
    }

    /** A new builder, without dropout. */
    public static Builder builder() {
        return new Builder();
    }

    /** Settings of a block: {@code size}, {@code heads} and {@code feedForward} have to be set. */
    public static final class Builder extends TransformerBlock.Builder<TransformerEncoderBlock, Builder> {
        private Builder() {
            super(new TransformerEncoderBlock());
        }

        /** Whether no step sees a later one; false unless set. */
        public Builder causal(boolean wanted) {
            return set("causal", wanted);
        }
    }
}
