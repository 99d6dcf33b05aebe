package org.unrolled.nn.backend.cpu;

import java.util.Arrays;

/**
 * The gate β = sigmoid(q · g + g0) that multiplies a context, on blocks of rows and one thread. Gated contexts take the place of the
 * plain ones: with c' = β c, the way back needs no more than dβ/dz · c = (1 - β) c'.
 */
final class ContextGate {
    private final AttentionPass pass;
    private final int size;
    private final int query;
    private float[] gates;
    private float[] bias;
    private float[] contexts;
    private float[] gradients;
    private float[] dGates;

    ContextGate(AttentionPass pass) {
        this.pass = pass;
        this.size = pass.shape.memory();
        this.query = pass.shape.query();
    }

    /** Before a forward pass of at most {@code rows} rows at a time. */
    void begin(int rows) {
        gates = Lanes.ensure(gates, rows);
        dGates = Lanes.ensure(dGates, rows);
        bias = Lanes.ensure(bias, rows);
        contexts = Lanes.ensure(contexts, rows * size);
        gradients = Lanes.ensure(gradients, rows * size);
    }

    /** From contexts of rows {@code row} to {@code row + rows - 1} to gated ones. */
    void forward(long row, int rows) {
        Blas.gemm(false, false, rows, 1, query, pass.queries.address(row), pass.queries.stride(), pass.gate.address(), 1, 0,
            pass.gates.address(row), 1);
        pass.gates.read(row, gates, rows);
        Arrays.fill(bias, 0, rows, pass.gateBias.get(0));
        Lanes.sigmoid(gates, bias, rows);
        pass.gates.write(row, gates, rows);
        pass.context.read(row * size, contexts, rows * size);
        for (int r = 0; r < rows; r++) {
            RowLanes.scale(contexts, r * size, r * size + size, gates[r]);
        }
        pass.context.write(row * size, contexts, rows * size);
    }

    /** From gradients of gated contexts to those of the plain ones, in place, and of the queries. */
    void backward(long row, int rows) {
        pass.gates.read(row, gates, rows);
        pass.context.read(row * size, contexts, rows * size);
        pass.dContext.read(row * size, gradients, rows * size);
        for (int r = 0; r < rows; r++) {
            dGates[r] = (1 - gates[r]) * (float) RowLanes.dot(gradients, r * size, contexts, r * size, size);
            RowLanes.scale(gradients, r * size, r * size + size, gates[r]);
        }
        pass.dContext.write(row * size, gradients, rows * size);
        pass.dGates.write(row, dGates, rows);
        Blas.gemm(false, false, rows, query, 1, pass.dGates.address(row), 1, pass.gate.address(), query,
            pass.shape.contextOnly() ? 0 : 1, pass.dQueries.address(row), pass.dQueries.stride());
    }
}
