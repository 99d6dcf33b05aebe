package org.unrolled.nn;

import java.util.List;
import org.nd4j.common.base.Preconditions;
import org.unrolled.nn.rows.CrossAttention;
import org.unrolled.nn.rows.Dropout;
import org.unrolled.nn.rows.Parameters;
import org.unrolled.nn.rows.RowPart;
import org.unrolled.nn.rows.SelfAttention;

/**
 * Scaled dot-product attention with several heads (Vaswani et al. 2017, section 3.2), as a vertex of a graph:
 * <pre>
 *   head i = softmax(Q Wᵢᵠ (K Wᵢᵏ)ᵀ / √d) V Wᵢᵛ      out = [head 1, …, head h] Wᵒ      d = size / heads
 * </pre>
 * with a bias in each linear map. Self-attention has one input, [batch, size, time]; with {@link Builder#memorySize} there is a
 * second, the memory, [batch, memory size, memory time], which gives keys and values. Output: [batch, size, time]. Masked steps of what is
 * looked at get a weight of exactly 0; in self-attention with {@link Builder#causal} so do later steps.
 *
 * <p>Parameters of self-attention: "Qkv" (W [size, 3 · size], queries, keys and values side by side, and b) and "Out"; of
 * attention to a memory: "Query", "Kv" (W [memory size, 2 · size]) and "Out". All in c order.
 *
 * <p>{@link TransformerVertex#attention()} gives the weights of the last pass.
 */
public final class MultiHeadAttention extends RowVertex<MultiHeadAttention.Settings> {
    /** As the builder says. */
    record Settings(int size, int heads, int memorySize, boolean causal, double dropOut) {
    }

    private MultiHeadAttention() {
        super(new Settings(0, 0, 0, false, 1));
    }

    /** A new builder. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public List<Parameter> parameters() {
        int size = size();
        return memorySize() > 0
            ? together(linear("Query", size, size), linear("Kv", memorySize(), 2L * size), linear("Out", size, size))
            : together(linear("Qkv", size, 3L * size), linear("Out", size, size));
    }

    @Override
    RowPart part(Parameters parameters) {
        var s = settings();
        return s.memorySize > 0 ? new CrossAttention(parameters, "", s.size, s.heads, s.dropOut)
            : new SelfAttention(parameters, "", s.size, s.heads, s.causal, s.dropOut);
    }

    @Override
    int size() {
        return settings().size;
    }

    @Override
    int memorySize() {
        return settings().memorySize;
    }

    @Override
    boolean stepwise() {
        return settings().causal || memorySize() > 0;
    }

    @Override
    public String toString() {
        return "MultiHeadAttention(" + size() + ", " + settings().heads + " heads"
            + (memorySize() > 0 ? ", memory " + memorySize() : "") + (settings().causal ? ", causal" : "") + ")";
    }

    /** Settings of an attention: {@code size} and {@code heads} have to be set. */
    public static final class Builder extends SettingsBuilder<MultiHeadAttention, Settings, Builder> {
        private Builder() {
            super(new MultiHeadAttention());
        }

        /** Features of a step; the heads share them. */
        public Builder size(int features) {
            return set("size", features);
        }

        /** Number of heads, a divisor of the size. */
        public Builder heads(int number) {
            return set("heads", number);
        }

        /** Attends to a memory of so many features, the second input. */
        public Builder memorySize(int features) {
            Preconditions.checkArgument(features > 0, "attention to a memory needs its number of features, given %s", features);
            return set("memorySize", features);
        }

        /** Whether no step sees a later one; false unless set. */
        public Builder causal(boolean wanted) {
            return set("causal", wanted);
        }

        /** Probability of keeping a weight in training; 1 unless set. */
        public Builder dropOut(double keep) {
            return set("dropOut", Dropout.checked(keep));
        }

        @Override
        Settings complete(Settings s) {
            requireHeads(s.size, s.heads);
            Preconditions.checkArgument(!s.causal || s.memorySize <= 0,
                    "only self-attention can be causal: a memory has no order of its own with the queries");
            return s;
        }
    }
}
