package org.unrolled.nn;

import org.nd4j.common.base.Preconditions;
import org.unrolled.nn.rows.Block;

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
 * <p>{@code TransformerDecoderBlock.builder().size(256).heads(4).feedForward(512).dropOut(0.9).build()};
 * {@link TransformerVertex#attention()} gives the weights that the last pass put on the memory.
 */
public final class TransformerDecoderBlock extends TransformerBlock {
    private TransformerDecoderBlock() {
        super(true);
    }

    /** A new builder, without dropout. */
    public static Builder builder() {
        return new Builder();
    }

    /** Settings of a block: {@code size}, {@code heads} and {@code feedForward} have to be set. */
    public static final class Builder extends TransformerBlock.Builder<TransformerDecoderBlock, Builder> {
        private Builder() {
            super(new TransformerDecoderBlock());
        }

        /** Features of the memory; those of a step unless set. */
        public Builder memorySize(int features) {
            Preconditions.checkArgument(features > 0,
                    "a decoder block needs the number of features of its memory, given %s", features);
            return set("memorySize", features);
        }

        @Override
        Block.Settings complete(Block.Settings given) {
            super.complete(given);
            return given.memorySize() > 0 ? given : Records.with(given, "memorySize", given.size());
        }
    }
}
