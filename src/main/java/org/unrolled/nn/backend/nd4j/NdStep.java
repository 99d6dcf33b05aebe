package org.unrolled.nn.backend.nd4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;
import static org.nd4j.linalg.ops.transforms.Transforms.sigmoid;
import static org.nd4j.linalg.ops.transforms.Transforms.tanh;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.Cell;
import org.unrolled.nn.backend.CellWeights;

/**
 * One step of a cell in plain ND4J operations, and the step back. Arrays are [batch, hidden], or [batch, gates · hidden]
 * where they hold all gates. {@code masked} is h with the recurrent dropout's factor, as it enters the product.
 */
abstract sealed class NdStep {
    final Map<String, INDArray> gates = new LinkedHashMap<>();
    INDArray hidden;
    INDArray cellState;

    /**
     * What goes back from a step.
     *
     * @param gates    dL/d(x W) for all gates
     * @param hidden   dL/dh of the step before, past the recurrent product
     * @param masked   dL/d(masked h) of the step before, through the recurrent product
     * @param cellState dL/dc of the step before, or null
     */
    record Back(INDArray gates, INDArray hidden, INDArray masked, INDArray cellState) {
    }

    /** Goes back; adds to the gradients of the recurrent weights and of the bias. */
    abstract Back back(INDArray dHidden, INDArray dCell, CellWeights weights, INDArray dRecurrent, INDArray dBias);

    /**
     * @param projected x W, shape [batch, gates · hidden]
     */
    static NdStep of(Cell cell, CellWeights weights, INDArray projected, INDArray hidden, INDArray masked, INDArray c) {
        return switch (cell.kind()) {
            case TANH, RELU -> new Plain(cell.kind() == Cell.Kind.RELU, weights, projected, masked);
            case LSTM, LSTM_PEEPHOLE -> new Lstm(cell, weights, projected, masked, c);
            case GRU_RESET_BEFORE -> new GruBefore(weights, projected, hidden, masked);
            case GRU_RESET_AFTER -> new GruAfter(weights, projected, hidden, masked);
        };
    }

    /** Columns of gates {@code from} (inclusive) to {@code to} (exclusive) when each has {@code size}. */
    static INDArray block(INDArray array, long size, int from, int to) {
        return array.get(all(), interval(from * size, to * size));
    }

    static INDArray sigmoidSlope(INDArray y) {
        return y.rsub(1).muli(y);
    }

    static INDArray tanhSlope(INDArray y) {
        return y.mul(y).rsubi(1);
    }

    static final class Plain extends NdStep {
        private final boolean relu;
        private final INDArray masked;

        Plain(boolean relu, CellWeights w, INDArray projected, INDArray masked) {
            this.relu = relu;
            this.masked = masked;
            var z = projected.add(masked.mmul(w.recurrent())).addi(w.bias());
            hidden = relu ? z.mul(z.gt(0).castTo(z.dataType())) : tanh(z);
        }

        @Override
        Back back(INDArray dHidden, INDArray dCell, CellWeights w, INDArray dRecurrent, INDArray dBias) {
            var dz = dHidden.mul(relu ? hidden.gt(0).castTo(hidden.dataType()) : tanhSlope(hidden));
            dRecurrent.addi(masked.transpose().mmul(dz));
            dBias.addi(dz.sum(true, 0));
            return new Back(dz, dHidden.mul(0), dz.mmul(w.recurrent().transpose()), null);
        }
    }

    static final class Lstm extends NdStep {
        private final boolean peephole;
        private final long n;
        private final INDArray masked;
        private final INDArray before;
        private final INDArray candidate;
        private final INDArray forget;
        private final INDArray output;
        private final INDArray input;
        private final INDArray squashed;

        Lstm(Cell cell, CellWeights w, INDArray projected, INDArray masked, INDArray before) {
            this.peephole = cell.kind() == Cell.Kind.LSTM_PEEPHOLE;
            this.n = cell.hiddenSize();
            this.masked = masked;
            this.before = before;
            var z = projected.add(masked.mmul(block(w.recurrent(), n, 0, 4))).addi(w.bias());
            var zForget = block(z, n, 1, 2).dup();
            var zOutput = block(z, n, 2, 3).dup();
            var zInput = block(z, n, 3, 4).dup();
            if (peephole) {
                zForget.addi(before.mul(peephole(w.recurrent(), 0)));
                zInput.addi(before.mul(peephole(w.recurrent(), 2)));
            }
            candidate = tanh(block(z, n, 0, 1));
            forget = sigmoid(zForget);
            input = sigmoid(zInput);
            cellState = forget.mul(before).addi(input.mul(candidate));
            if (peephole) {
                zOutput.addi(cellState.mul(peephole(w.recurrent(), 1)));
            }
            output = sigmoid(zOutput);
            squashed = tanh(cellState);
            hidden = output.mul(squashed);
            gates.put("candidate", candidate);
            gates.put("forget", forget);
            gates.put("output", output);
            gates.put("input", input);
        }

        private INDArray peephole(INDArray recurrent, int which) {
            return recurrent.get(all(), interval(4 * n + which, 4 * n + which + 1)).reshape(1, n);
        }

        private void addPeephole(INDArray dRecurrent, int which, INDArray dz, INDArray cell) {
            dRecurrent.get(all(), interval(4 * n + which, 4 * n + which + 1))
                .addi(dz.mul(cell).sum(true, 0).reshape(n, 1));
        }

        @Override
        Back back(INDArray dHidden, INDArray dCell, CellWeights w, INDArray dRecurrent, INDArray dBias) {
            var dOutput = dHidden.mul(squashed).muli(sigmoidSlope(output));
            var dc = dHidden.mul(output).muli(tanhSlope(squashed)).addi(dCell);
            if (peephole) {
                dc.addi(dOutput.mul(peephole(w.recurrent(), 1)));
            }
            var dCandidate = dc.mul(input).muli(tanhSlope(candidate));
            var dForget = dc.mul(before).muli(sigmoidSlope(forget));
            var dInput = dc.mul(candidate).muli(sigmoidSlope(input));
            var dBefore = dc.mul(forget);
            if (peephole) {
                dBefore.addi(dForget.mul(peephole(w.recurrent(), 0)));
                dBefore.addi(dInput.mul(peephole(w.recurrent(), 2)));
                addPeephole(dRecurrent, 0, dForget, before);
                addPeephole(dRecurrent, 1, dOutput, cellState);
                addPeephole(dRecurrent, 2, dInput, before);
            }
            var dz = Nd4j.concat(1, dCandidate, dForget, dOutput, dInput);
            block(dRecurrent, n, 0, 4).addi(masked.transpose().mmul(dz));
            dBias.addi(dz.sum(true, 0));
            return new Back(dz, dHidden.mul(0), dz.mmul(block(w.recurrent(), n, 0, 4).transpose()), dBefore);
        }
    }

    /** What both kinds of GRU have in common. */
    abstract static sealed class Gru extends NdStep {
        final long n;
        final INDArray before;
        final INDArray masked;
        INDArray reset;
        INDArray update;
        INDArray candidate;

        Gru(INDArray before, INDArray masked) {
            this.n = before.size(1);
            this.before = before;
            this.masked = masked;
        }

        /** Takes both gates side by side. */
        final void gates(INDArray rz) {
            reset = block(rz, n, 0, 1).dup();
            update = block(rz, n, 1, 2).dup();
            gates.put("reset", reset);
            gates.put("update", update);
        }

        final void candidate(INDArray z) {
            candidate = tanh(z);
            gates.put("candidate", candidate);
            hidden = update.rsub(1).muli(candidate).addi(update.mul(before));
        }
    }

    static final class GruBefore extends Gru {
        GruBefore(CellWeights w, INDArray projected, INDArray before, INDArray masked) {
            super(before, masked);
            var z = projected.add(w.bias());
            gates(sigmoid(block(z, n, 0, 2).add(masked.mmul(block(w.recurrent(), n, 0, 2)))));
            candidate(block(z, n, 2, 3).add(reset.mul(masked).mmul(block(w.recurrent(), n, 2, 3))));
        }

        @Override
        Back back(INDArray dHidden, INDArray dCell, CellWeights w, INDArray dRecurrent, INDArray dBias) {
            var dUpdate = dHidden.mul(before.sub(candidate)).muli(sigmoidSlope(update));
            var dCandidate = dHidden.mul(update.rsub(1)).muli(tanhSlope(candidate));
            var dProduct = dCandidate.mmul(block(w.recurrent(), n, 2, 3).transpose());
            var dReset = dProduct.mul(masked).muli(sigmoidSlope(reset));
            var rz = Nd4j.concat(1, dReset, dUpdate);
            block(dRecurrent, n, 0, 2).addi(masked.transpose().mmul(rz));
            block(dRecurrent, n, 2, 3).addi(reset.mul(masked).transpose().mmul(dCandidate));
            var all = Nd4j.concat(1, rz, dCandidate);
            dBias.addi(all.sum(true, 0));
            var dMasked = rz.mmul(block(w.recurrent(), n, 0, 2).transpose()).addi(dProduct.mul(reset));
            return new Back(all, dHidden.mul(update), dMasked, null);
        }
    }

    static final class GruAfter extends Gru {
        private final INDArray product;

        GruAfter(CellWeights w, INDArray projected, INDArray before, INDArray masked) {
            super(before, masked);
            var z = projected.add(block(w.bias(), n, 0, 3));
            var q = masked.mmul(w.recurrent()).addi(block(w.bias(), n, 3, 6));
            gates(sigmoid(block(z, n, 0, 2).add(block(q, n, 0, 2))));
            product = block(q, n, 2, 3).dup();
            candidate(block(z, n, 2, 3).add(reset.mul(product)));
        }

        @Override
        Back back(INDArray dHidden, INDArray dCell, CellWeights w, INDArray dRecurrent, INDArray dBias) {
            var dUpdate = dHidden.mul(before.sub(candidate)).muli(sigmoidSlope(update));
            var dCandidate = dHidden.mul(update.rsub(1)).muli(tanhSlope(candidate));
            var dReset = dCandidate.mul(product).muli(sigmoidSlope(reset));
            var outer = Nd4j.concat(1, dReset, dUpdate, dCandidate);
            var inner = Nd4j.concat(1, dReset, dUpdate, dCandidate.mul(reset));
            dRecurrent.addi(masked.transpose().mmul(inner));
            block(dBias, n, 0, 3).addi(outer.sum(true, 0));
            block(dBias, n, 3, 6).addi(inner.sum(true, 0));
            return new Back(outer, dHidden.mul(update), inner.mmul(w.recurrent().transpose()), null);
        }
    }
}
