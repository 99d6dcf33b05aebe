package org.unrolled.nn.backend.cpu;

import java.util.Arrays;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.nn.backend.AttentionShape;

/**
 * Some of the sequences of a batch in an attention, on one thread. A whole pass and a single step of a decoder use the same
 * methods, for ranges of steps: {@link #prepare}, then for each step or for all {@link #query}, {@link #attend},
 * {@link #output}; and back {@link #outputBack}, {@link #attendBack}, {@link #queryBack}, then {@link #finish}.
 */
final class AttentionPart {
    private final AttentionPass pass;
    private final AttentionShape shape;
    private final AdditiveScores additive;
    private final RowActivation activation;
    private final ContextGate gate;
    private final EvenCoverage coverage;
    private int first;
    private int rows;
    /** Scores, weights or their gradients of an example. */
    private float[] block;
    private float[] gradients;
    /** Whether all scores so far were finite. */
    private boolean finite;

    AttentionPart(AttentionPass pass) {
        this.pass = pass;
        this.shape = pass.shape;
        this.additive = shape.score() == AttentionScore.ADDITIVE ? new AdditiveScores(pass) : null;
        this.activation = new RowActivation(shape.outputSize(), !shape.contextOnly());
        this.gate = shape.gated() ? new ContextGate(pass) : null;
        this.coverage = shape.penalised() ? new EvenCoverage(pass) : null;
    }

    /** Before a forward pass over sequences {@code first} to {@code first + rows - 1}. */
    void begin(int first, int rows) {
        this.first = first;
        this.rows = rows;
        finite = true;
        activation.begin(rows, pass.bias, pass.dropout, pass.active);
        if (additive != null) {
            additive.begin();
        }
        if (gate != null) {
            gate.begin(rows);
        }
    }

    /** Number of its first sequence. */
    int first() {
        return first;
    }

    /** Number of its sequences. */
    int rows() {
        return rows;
    }

    /** Copies the memory, example by example, and computes the keys. */
    void prepare() {
        int size = shape.memory();
        for (int b = first; b < first + rows; b++) {
            for (int s = 0; s < pass.source; s++) {
                int at = b * pass.source + s;
                if (pass.present == null || pass.present[b][s]) {
                    pass.values.copy(pass.memory.memory(), ((long) s * pass.batch + b) * pass.memory.stride(),
                        (long) at * size, size);
                } else {
                    pass.values.clear((long) at * size, size);
                }
            }
        }
        if (pass.toKeys != null) {
            long at = (long) first * pass.source;
            pass.toKeys.forward(0, rows * pass.source, pass.values.address(at * size), size, 0,
                pass.keys.address(at * shape.keySize()));
        }
    }

    private long row(int t) {
        return (long) t * pass.batch + first;
    }

    /** Projects the queries of a step. */
    void query(int t) {
        if (pass.toProjected != null) {
            pass.toProjected.forward(0, rows, pass.queries.address(row(t)), pass.queries.stride(), 0,
                pass.projected.address(row(t) * shape.hidden()));
        }
    }

    /** Weights and contexts of {@code count} steps from step {@code from} on. */
    void attend(int from, int count) {
        for (int b = first; b < first + rows; b++) {
            long scores = ((long) b * pass.steps + from) * pass.source;
            if (additive == null) {
                product(b, from, count, pass.keys.address(pass.source(b) * shape.keySize()),
                    pass.weights.address(scores));
            } else {
                additive.scores(b, from, count, scores);
            }
            softmax(b, from, count, scores);
            context(b, from, count, scores);
        }
    }

    /** Scores = queries · keysᵀ. */
    private void product(int b, int from, int count, long keys, long scores) {
        long queries = pass.queries.address((long) from * pass.batch + b);
        Blas.multiply(true, count, pass.source, shape.keySize(), queries,
            pass.batch * pass.queries.stride(), keys, shape.keySize(), 0, scores, pass.source);
    }

    /** Turns the scores of queries into weights, 0 where the memory is masked and all 0 where the query is. */
    private void softmax(int b, int from, int count, long at) {
        int n = count * pass.source;
        block = Lanes.ensure(block, n);
        pass.weights.read(at, block, n);
        clearPadded(b, from, count);
        finite &= RowLanes.finite(block, n);
        RowLanes.softmax(block, count, pass.source, 1, pass.present(b), false, 1);
        clearPadded(b, from, count);
        pass.weights.write(at, block, n);
    }

    private void clearPadded(int b, int from, int count) {
        for (int t = 0; pass.active != null && t < count; t++) {
            if (!pass.active[(from + t) * pass.batch + b]) {
                Arrays.fill(block, t * pass.source, (t + 1) * pass.source, 0);
            }
        }
    }

    private void context(int b, int from, int count, long weights) {
        int size = shape.memory();
        long values = pass.values.address(pass.source(b) * size);
        long into = pass.context.address(((long) from * pass.batch + b) * size);
        Blas.multiply(false, count, size, pass.source, pass.weights.address(weights), pass.source,
            values, size, 0, into, pass.batch * size);
    }

    /** Outputs of a step; where they go as well, without gaps: {@code fed}, or null. */
    void output(int t, Memory fed) {
        long row = row(t);
        if (gate != null) {
            gate.forward(row, rows);
        }
        var z = pass.context;
        if (!shape.contextOnly()) {
            z = pass.attentional;
            long at = z.address(row * shape.out());
            pass.fromContext.forward(0, rows, pass.context.address(row * shape.memory()), shape.memory(), 0, at);
            pass.fromQuery.forward(0, rows, pass.queries.address(row), pass.queries.stride(), 1, at);
        }
        activation.forward(z, row, rows, pass.out, fed);
    }

    /** Whether all scores and pre-activations of the last forward pass were finite. */
    boolean finite() {
        return finite && activation.finite();
    }

    /** Before a backward pass. */
    void beginBack() {
        activation.beginBack();
        if (additive != null) {
            additive.beginBack();
        }
        if (coverage != null) {
            coverage.beginBack(first, rows);
        }
    }

    /** An array for the gradient of one step's outputs, [rows, outputSize]. */
    float[] outputGradient() {
        return activation.block();
    }

    /** From the gradient of a step's outputs to those of its contexts and, as far as the output uses them, queries. */
    void outputBack(int t, float[] gradient) {
        long row = row(t);
        if (shape.contextOnly()) {
            activation.backward(gradient, row, rows, pass.context, pass.dContext);
        } else {
            activation.backward(gradient, row, rows, pass.attentional, pass.dAttentional);
            long d = pass.dAttentional.address(row * shape.out());
            pass.fromContext.backward(0, rows, d, 0, pass.dContext.address(row * shape.memory()), shape.memory());
            pass.fromQuery.backward(0, rows, d, 0, pass.dQueries.address(row), pass.dQueries.stride());
        }
        if (gate != null) {
            gate.backward(row, rows);
        }
    }

    /** Through contexts, weights and scores of {@code count} steps from step {@code from} on. */
    void attendBack(int from, int count) {
        int size = shape.memory();
        float beta = shape.queryInOutput() ? 1 : 0;
        for (int b = first; b < first + rows; b++) {
            long scores = ((long) b * pass.steps + from) * pass.source;
            long row = (long) from * pass.batch + b;
            long values = pass.values.address(pass.source(b) * size);
            long dContext = pass.dContext.address(row * size);
            Blas.multiply(true, count, pass.source, size, dContext, pass.batch * size, values, size, 0,
                pass.dScores.address(scores), pass.source);
            softmaxBack(b, count, scores);
            int keySize = shape.keySize();
            long keys = additive == null ? pass.keys.address(pass.source(b) * keySize) : 0;
            if (additive != null) {
                additive.back(b, from, count, scores);
            } else {
                Blas.multiply(false, count, keySize, pass.source, pass.dScores.address(scores), pass.source,
                    keys, keySize, beta, pass.dQueries.address(row), pass.batch * pass.dQueries.stride());
            }
        }
    }

    /** dL/d(weights) to dL/d(scores), in place. */
    private void softmaxBack(int b, int count, long at) {
        int n = count * pass.source;
        block = Lanes.ensure(block, n);
        gradients = Lanes.ensure(gradients, n);
        pass.weights.read(at, block, n);
        pass.dScores.read(at, gradients, n);
        if (coverage != null) {
            coverage.addGradient(gradients, b - first, count);
        }
        RowLanes.softmaxBack(gradients, block, count, pass.source, 1);
        pass.dScores.write(at, gradients, n);
    }

    /** From projected queries of a step to the queries. */
    void queryBack(int t) {
        if (pass.toProjected != null) {
            pass.toProjected.backward(0, rows, pass.dProjected.address(row(t) * shape.hidden()),
                shape.queryInOutput() ? 1 : 0, pass.dQueries.address(row(t)), pass.dQueries.stride());
        }
    }

    /** Gradients of the memory, after all steps. */
    void finish() {
        int size = shape.memory();
        int keySize = shape.keySize();
        for (int b = first; b < first + rows; b++) {
            long at = (long) b * pass.source;
            long weights = (long) b * pass.steps * pass.source;
            Blas.gemm(true, false, pass.source, size, pass.steps, pass.weights.address(weights), pass.source,
                pass.dContext.address((long) b * size), pass.batch * size, 0, pass.dValues.address(at * size), size);
            if (additive == null) {
                Blas.gemm(true, false, pass.source, keySize, pass.steps, pass.dScores.address(weights),
                    pass.source, pass.queries.address(b), pass.batch * pass.queries.stride(),
                    shape.score() == AttentionScore.DOT ? 1 : 0, pass.dKeys.address(at * keySize), keySize);
            }
        }
        long at = (long) first * pass.source;
        if (pass.toKeys != null) {
            pass.toKeys.backward(0, rows * pass.source, pass.dKeys.address(at * keySize), 1,
                pass.dValues.address(at * size), size);
        }
        for (int b = first; b < first + rows; b++) {
            for (int s = 0; s < pass.source; s++) {
                pass.dMemory.memory().copy(pass.dValues, ((long) b * pass.source + s) * size,
                    ((long) s * pass.batch + b) * pass.dMemory.stride(), size);
            }
        }
    }

    void addVectorGradients(double[] bias, double[] vector) {
        if (!shape.contextOnly()) {
            activation.addBiasGradient(bias);
        }
        if (additive != null) {
            additive.addVectorGradient(vector);
        }
    }
}
