package org.unrolled.nn;

import java.util.List;
import java.util.Objects;
import org.unrolled.nn.rows.CrossAttention;
import org.unrolled.nn.rows.Parameters;
import org.unrolled.nn.rows.RowPart;
import org.unrolled.nn.rows.SelfAttention;

/**
 * Scaled dot-product attention with several heads (Vaswani et al. 2017, section 3.2), as a vertex of a graph:
 * <pre>
 *   head i = softmax(Q Wᵢᵠ (K Wᵢᵏ)ᵀ / √d) V Wᵢᵛ      out = [head 1, …, head h] Wᵒ      d = size / heads
 * </pre>
 * with a bias in each linear map. Self-attention has one input, [batch, size, time]; with {@link #over} there is a second, the
 * memory, [batch, memory size, memory time], which gives keys and values. Output: [batch, size, time]. Masked steps of what is
 * looked at get a weight of exactly 0; in self-attention with {@link #causal()} so do later steps.
 *
 * <p>Parameters of self-attention: "Qkv" (W [size, 3 · size], queries, keys and values side by side, and b) and "Out"; of
 * attention to a memory: "Query", "Kv" (W [memory size, 2 · size]) and "Out". All in c order.
 *
 * <p>{@link TransformerVertex#attention()} gives the weights of the last pass.
 */
public final class MultiHeadAttention extends RowVertex {
    private int size;
    private int heads;
    private int memorySize;
    private boolean causal;
    private double dropOut = 1;

    /** For JSON. */
    public MultiHeadAttention() {
    }

    /**
     * Self-attention.
     *
     * @param size  features of a step; the heads share them
     * @param heads a divisor of {@code size}
     */
    public MultiHeadAttention(int size, int heads) {
        requireHeads(size, heads);
        this.size = size;
        this.heads = heads;
    }

    /** A copy that attends to a memory of so many features, the second input. */
    public MultiHeadAttention over(int memoryFeatures) {
        if (memoryFeatures <= 0 || causal) {
            throw new IllegalArgumentException("attention to a memory needs its number of features, and has no causal form;"
                + " given " + memoryFeatures + " features" + (causal ? " and causal" : ""));
        }
        var copy = (MultiHeadAttention) clone();
        copy.memorySize = memoryFeatures;
        return copy;
    }

    /** A copy in which no step sees a later one. */
    public MultiHeadAttention causal() {
        if (memorySize > 0) {
            throw new IllegalArgumentException("only self-attention can be causal: a memory has no order of its own with the"
                + " queries");
        }
        var copy = (MultiHeadAttention) clone();
        copy.causal = true;
        return copy;
    }

    /** A copy that in training keeps each weight with this probability. */
    public MultiHeadAttention dropOut(double keep) {
        var copy = (MultiHeadAttention) clone();
        copy.dropOut = requireKeep(keep);
        return copy;
    }

    @Override
    protected List<Parameter> parameters() {
        return memorySize > 0
            ? together(linear("Query", size, size), linear("Kv", memorySize, 2L * size), linear("Out", size, size))
            : together(linear("Qkv", size, 3L * size), linear("Out", size, size));
    }

    @Override
    RowPart part(Parameters parameters) {
        return memorySize > 0 ? new CrossAttention(parameters, "", size, heads, dropOut)
            : new SelfAttention(parameters, "", size, heads, causal, dropOut);
    }

    @Override
    int size() {
        return size;
    }

    @Override
    int memorySize() {
        return memorySize;
    }

    @Override
    boolean stepwise() {
        return causal || memorySize > 0;
    }

    /** Features of a step. */
    public int getSize() {
        return size;
    }

    /** For JSON. */
    public void setSize(int size) {
        this.size = size;
    }

    /** Number of heads. */
    public int getHeads() {
        return heads;
    }

    /** For JSON. */
    public void setHeads(int heads) {
        this.heads = heads;
    }

    /** Features of the memory; 0 for self-attention. */
    public int getMemorySize() {
        return memorySize;
    }

    /** For JSON. */
    public void setMemorySize(int memorySize) {
        this.memorySize = memorySize;
    }

    /** Whether no step sees a later one. */
    public boolean isCausal() {
        return causal;
    }

    /** For JSON. */
    public void setCausal(boolean causal) {
        this.causal = causal;
    }

    /** Probability of keeping a weight in training. */
    public double getDropOut() {
        return dropOut;
    }

    /** For JSON. */
    public void setDropOut(double dropOut) {
        this.dropOut = dropOut;
    }

    @Override
    protected MultiHeadAttention copy() {
        var copy = new MultiHeadAttention();
        copy.size = size;
        copy.heads = heads;
        copy.memorySize = memorySize;
        copy.causal = causal;
        copy.dropOut = dropOut;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof MultiHeadAttention that && size == that.size && heads == that.heads
            && memorySize == that.memorySize && causal == that.causal && dropOut == that.dropOut;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), size, heads, memorySize, causal, dropOut);
    }

    @Override
    public String toString() {
        return "MultiHeadAttention(" + size + ", " + heads + " heads" + (memorySize > 0 ? ", memory " + memorySize : "")
            + (causal ? ", causal" : "") + ")";
    }
}
