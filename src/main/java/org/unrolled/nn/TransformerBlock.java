package org.unrolled.nn;

import java.util.List;
import org.nd4j.common.base.Preconditions;
import org.unrolled.nn.backend.HiddenActivation;
import org.unrolled.nn.rows.Block;
import org.unrolled.nn.rows.Dropout;
import org.unrolled.nn.rows.Parameters;
import org.unrolled.nn.rows.RowPart;

/**
 * What {@link TransformerEncoderBlock} and {@link TransformerDecoderBlock} have in common: settings and parameters.
 *
 * <p>Dropout follows DL4J: the number is the probability of <em>keeping</em>, 1 for no dropout. Normalisation comes before each
 * part ("pre-norm", Xiong et al. 2020) unless {@link Builder#postNorm} is asked for; a stack of pre-norm blocks needs a
 * {@link LayerNormalization} at its end.
 */
public abstract class TransformerBlock extends RowVertex<Block.Settings> {
    TransformerBlock(boolean causal) {
        super(new Block.Settings(0, 0, 0, HiddenActivation.RELU, causal, 0, false, 1, 1, 1));
    }

    @Override
    final RowPart part(Parameters parameters) {
        return new Block(parameters, settings());
    }

    @Override
    final int size() {
        return settings().size();
    }

    @Override
    final int memorySize() {
        return settings().memorySize();
    }

    @Override
    final boolean stepwise() {
        return settings().causal();
    }

    @Override
    public final List<Parameter> parameters() {
        int size = size();
        int feedForward = settings().feedForward();
        return together(
            linear("selfQkv", size, 3L * size), linear("selfOut", size, size), norm("selfNorm", size),
            memorySize() == 0 ? List.of()
                : together(linear("crossQuery", size, size), linear("crossKv", memorySize(), 2L * size),
                    linear("crossOut", size, size), norm("crossNorm", size)),
            linear("feedIn", size, feedForward), linear("feedOut", feedForward, size), norm("feedNorm", size));
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(" + size() + ", " + settings().heads() + " heads, feed-forward "
            + settings().feedForward() + (settings().postNorm() ? ", post-norm" : "") + ")";
    }

    /**
     * Settings of a block: {@code size}, {@code heads} and {@code feedForward} have to be set.
     *
     * @param <V> the block
     * @param <B> the builder itself
     */
    public abstract static class Builder<V extends TransformerBlock, B extends Builder<V, B>>
        extends SettingsBuilder<V, Block.Settings, B> {
        Builder(V defaults) {
            super(defaults);
        }

        /** Features of a step. */
        public final B size(int features) {
            return set("size", features);
        }

        /** Heads of each attention, a divisor of the size. */
        public final B heads(int number) {
            return set("heads", number);
        }

        /** Features between the two maps of the feed-forward network. */
        public final B feedForward(int features) {
            return set("feedForward", features);
        }

        /** What stands between the two maps of the feed-forward network; ReLU unless set. */
        public final B activation(HiddenActivation kind) {
            return set("activation", kind);
        }

        /** Whether normalisation comes after each sum instead of before each part (Vaswani et al. 2017); false unless set. */
        public final B postNorm(boolean after) {
            return set("postNorm", after);
        }

        /** Probability of keeping a number of a part's output in training; 1 unless set. */
        public final B dropOut(double keep) {
            return set("dropOut", Dropout.checked(keep));
        }

        /** Probability of keeping a weight of the attention in training; 1 unless set. */
        public final B attentionDropOut(double keep) {
            return set("attentionDropOut", Dropout.checked(keep));
        }

        /** Probability of keeping an activation of the feed-forward network in training; 1 unless set. */
        public final B activationDropOut(double keep) {
            return set("activationDropOut", Dropout.checked(keep));
        }

        @Override
        Block.Settings complete(Block.Settings given) {
            RowVertex.requireHeads(given.size(), given.heads());
            Preconditions.checkArgument(given.feedForward() > 0,
                    "a Transformer block needs the size of its feed-forward network, given %s", given.feedForward());
            return given;
        }
    }
}
