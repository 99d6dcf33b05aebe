package org.unrolled.model;

import org.unrolled.nn.Gru;
import org.unrolled.nn.Lstm;
import org.unrolled.nn.RecurrentConfiguration;
import org.unrolled.nn.VanillaRnn;

/** Which recurrent cell a model is made of. */
public enum RecurrentCell {
    /** {@link VanillaRnn} with tanh. */
    RNN,
    /** {@link Gru} with the reset gate after the product, as PyTorch and cuDNN have it. */
    GRU,
    /** {@link Lstm}. */
    LSTM;

    /** A layer of these cells. @param inputs 0 for what the network's input type says @param dropout of what comes from below */
    RecurrentConfiguration layer(int inputs, int units, double dropout) {
        RecurrentConfiguration.Builder<?> builder = switch (this) {
            case RNN -> VanillaRnn.builder();
            case GRU -> Gru.builder().resetAfter(true);
            case LSTM -> Lstm.builder();
        };
        builder.nIn(inputs).nOut(units).dropOut(DropProbability.dropout(dropout));
        return (RecurrentConfiguration) builder.build();
    }
}
