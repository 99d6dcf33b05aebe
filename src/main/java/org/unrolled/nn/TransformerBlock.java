package org.unrolled.nn;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.unrolled.nn.backend.HiddenActivation;
import org.unrolled.nn.rows.Block;
import org.unrolled.nn.rows.Parameters;
import org.unrolled.nn.rows.RowPart;

/**
 * What {@link TransformerEncoderBlock} and {@link TransformerDecoderBlock} have in common: settings and parameters.
 *
 * <p>Dropout follows DL4J: the number is the probability of <em>keeping</em>, 1 for no dropout. Normalisation comes before each
 * part ("pre-norm", Xiong et al. 2020) unless {@link #postNorm()} is asked for; a stack of pre-norm blocks needs a
 * {@link LayerNormalization} at its end.
 *
 * @param <B> the block's own class
 */
public abstract class TransformerBlock<B extends TransformerBlock<B>> extends RowVertex {
    private static final double EPSILON = 1e-5;

    private int size;
    private int heads;
    private int feedForward;
    private HiddenActivation activation = HiddenActivation.RELU;
    private boolean postNorm;
    private double dropOut = 1;
    private double attentionDropOut = 1;
    private double activationDropOut = 1;

    TransformerBlock() {
    }

    TransformerBlock(int size, int heads, int feedForward) {
        requireHeads(size, heads);
        if (feedForward <= 0) {
            throw new IllegalArgumentException("a Transformer block needs the size of its feed-forward network, given "
                + feedForward);
        }
        this.size = size;
        this.heads = heads;
        this.feedForward = feedForward;
    }

    /** This, as the block's own class. */
    abstract B self();

    /** A copy, changed. */
    final B changed(Consumer<B> change) {
        @SuppressWarnings("unchecked")
        var copy = ((TransformerBlock<B>) clone()).self();
        change.accept(copy);
        return copy;
    }

    /** A copy that normalises after each sum instead of before each part (Vaswani et al. 2017). */
    public B postNorm() {
        return changed(b -> b.setPostNorm(true));
    }

    /** A copy with this activation in its feed-forward network; ReLU if not set. */
    public B activation(HiddenActivation kind) {
        return changed(b -> b.setActivation(kind));
    }

    /** A copy that in training keeps each number of its parts' outputs with this probability. */
    public B dropOut(double keep) {
        return changed(b -> b.setDropOut(requireKeep(keep)));
    }

    /** A copy that in training keeps each weight of its attention with this probability. */
    public B attentionDropOut(double keep) {
        return changed(b -> b.setAttentionDropOut(requireKeep(keep)));
    }

    /** A copy that in training keeps each activation of its feed-forward network with this probability. */
    public B activationDropOut(double keep) {
        return changed(b -> b.setActivationDropOut(requireKeep(keep)));
    }

    /** All settings of the computation. */
    final Block.Settings settings() {
        return new Block.Settings(size, heads, feedForward, activation, stepwise(), memorySize() > 0, postNorm, EPSILON,
            dropOut, attentionDropOut, activationDropOut);
    }

    @Override
    final RowPart part(Parameters parameters) {
        return new Block(parameters, settings());
    }

    @Override
    final int size() {
        return size;
    }

    @Override
    protected final List<Parameter> parameters() {
        return together(
            linear("selfQkv", size, 3L * size), linear("selfOut", size, size), norm("selfNorm", size),
            memorySize() == 0 ? List.of()
                : together(linear("crossQuery", size, size), linear("crossKv", memorySize(), 2L * size),
                    linear("crossOut", size, size), norm("crossNorm", size)),
            linear("feedIn", size, feedForward), linear("feedOut", feedForward, size), norm("feedNorm", size));
    }

    /** Copies the settings of another block of the same class. */
    final B like(TransformerBlock<B> other) {
        size = other.size;
        heads = other.heads;
        feedForward = other.feedForward;
        activation = other.activation;
        postNorm = other.postNorm;
        dropOut = other.dropOut;
        attentionDropOut = other.attentionDropOut;
        activationDropOut = other.activationDropOut;
        return self();
    }

    /** Features of a step. */
    public int getSize() {
        return size;
    }

    /** For JSON. */
    public void setSize(int size) {
        this.size = size;
    }

    /** Heads of each attention. */
    public int getHeads() {
        return heads;
    }

    /** For JSON. */
    public void setHeads(int heads) {
        this.heads = heads;
    }

    /** Features between the two maps of the feed-forward network. */
    public int getFeedForward() {
        return feedForward;
    }

    /** For JSON. */
    public void setFeedForward(int feedForward) {
        this.feedForward = feedForward;
    }

    /** What stands between the two maps of the feed-forward network. */
    public HiddenActivation getActivation() {
        return activation;
    }

    /** For JSON. */
    public void setActivation(HiddenActivation activation) {
        this.activation = activation;
    }

    /** Whether normalisation comes after each sum. */
    public boolean isPostNorm() {
        return postNorm;
    }

    /** For JSON. */
    public void setPostNorm(boolean postNorm) {
        this.postNorm = postNorm;
    }

    /** Probability of keeping a number of a part's output in training. */
    public double getDropOut() {
        return dropOut;
    }

    /** For JSON. */
    public void setDropOut(double dropOut) {
        this.dropOut = dropOut;
    }

    /** Probability of keeping a weight of the attention in training. */
    public double getAttentionDropOut() {
        return attentionDropOut;
    }

    /** For JSON. */
    public void setAttentionDropOut(double attentionDropOut) {
        this.attentionDropOut = attentionDropOut;
    }

    /** Probability of keeping an activation of the feed-forward network in training. */
    public double getActivationDropOut() {
        return activationDropOut;
    }

    /** For JSON. */
    public void setActivationDropOut(double activationDropOut) {
        this.activationDropOut = activationDropOut;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof TransformerBlock<?> that && settings().equals(that.settings())
            && memorySize() == that.memorySize();
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), settings(), memorySize());
    }

    @Override
    public String toString() {
        return getClass().getSimpleName() + "(" + size + ", " + heads + " heads, feed-forward " + feedForward
            + (postNorm ? ", post-norm" : "") + ")";
    }
}
