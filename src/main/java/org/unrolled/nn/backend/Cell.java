package org.unrolled.nn.backend;

import java.util.List;

/**
 * Which recurrent cell, and its sizes. The gates stand in the order in which their columns lie in the weights.
 *
 * @param kind       the equations, see {@link Kind}
 * @param inputSize  features of the input, or size of the vocabulary when the input is token ids
 * @param hiddenSize units of the cell
 */
public record Cell(Kind kind, int inputSize, int hiddenSize) {
    /** Cells and their gates; equations with the classes of {@code org.unrolled.nn} that use them. */
    public enum Kind {
        /** h = tanh(xW + hR + b) (Elman 1990). */
        TANH(List.of(), 1, 0),
        /** h = max(0, xW + hR + b) (Le, Jaitly and Hinton 2015). */
        RELU(List.of(), 1, 0),
        /** LSTM with forget gate (Hochreiter and Schmidhuber 1997; Gers et al. 2000). */
        LSTM(List.of("candidate", "forget", "output", "input"), 4, 0),
        /** LSTM whose gates also see the cell state (Gers, Schraudolph and Schmidhuber 2002). */
        LSTM_PEEPHOLE(List.of("candidate", "forget", "output", "input"), 4, 3),
        /** GRU, reset gate applied to the state before the product (Cho et al. 2014). */
        GRU_RESET_BEFORE(List.of("reset", "update", "candidate"), 3, 0),
        /** GRU, reset gate applied to the product (cuDNN, PyTorch); two bias vectors. */
        GRU_RESET_AFTER(List.of("reset", "update", "candidate"), 6, 0);

        private final List<String> gates;
        private final int biases;
        private final int peepholes;

        Kind(List<String> gates, int biases, int peepholes) {
            this.gates = gates;
            this.biases = biases;
            this.peepholes = peepholes;
        }

        /** Names of the gates, in the order of their columns; a plain cell has none. */
        public List<String> gates() {
            return gates;
        }

        /** Whether the cell carries a cell state c beside its output h. */
        public boolean hasCellState() {
            return this == LSTM || this == LSTM_PEEPHOLE;
        }
    }

    /** Number of blocks of columns: one a gate, the candidate included; one for a plain cell. */
    public int gates() {
        return Math.max(1, kind.gates.size());
    }

    /** Columns of the recurrent weights: one block of {@code hiddenSize} a gate, and one column a peephole. */
    public int recurrentColumns() {
        return gates() * hiddenSize + kind.peepholes;
    }

    /** Length of the bias. */
    public int biasLength() {
        return kind.biases * hiddenSize;
    }
}
