package org.unrolled.nn.backend.cpu;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.AttentionWeights;

/**
 * What the parts of one pass of an attention share: sizes, native memory, weights in tiles.
 *
 * <p>Rows of queries, contexts and outputs are numbered {@code t * batch + b}, as in the recurrent layers. The memory is
 * copied once a pass so that each example's positions lie one after the other, row {@code b * source + s}: every score and
 * every context then reads one stretch of some ten kilobytes that stays in a core's cache, where time-major rows lie
 * far apart, at distances that are often powers of two.
 */
final class AttentionPass {
    final AttentionShape shape;
    int batch;
    int steps;
    int source;
    /** By example and position: whether it may be attended to; null if all may. */
    boolean[][] present;
    /** By row: whether the query is real; null if all are. */
    boolean[] active;
    /** Which example's memory a sequence attends to, in single steps; null for its own. */
    int[] rows;
    /** The memory as it came in. */
    SequenceRows.Rows memory;
    /** [steps · batch][query]. */
    SequenceRows.Rows queries;
    /** [batch][source][memory], zeros where masked. */
    Memory values;
    /** [batch][source][keySize]; the values themselves for the dot score. */
    Memory keys;
    /** [steps · batch][hidden]: queries as they enter an additive score. */
    Memory projected;
    /** [batch][steps][source]: scores, then weights. */
    Memory weights;
    /** [steps · batch][memory]; behind the gate if there is one. */
    Memory context;
    /** By row. */
    Memory gates;
    /** [steps · batch][out]: attentional vectors before dropout. */
    Memory attentional;
    Memory vector;
    Memory bias;
    Memory gate;
    Memory gateBias;
    Memory dropout;
    SequenceRows.Rows out;

    SequenceRows.Rows dQueries;
    SequenceRows.Rows dMemory;
    Memory dValues;
    Memory dKeys;
    Memory dProjected;
    Memory dScores;
    Memory dContext;
    Memory dAttentional;
    /** By row: gradients of the gates before the sigmoid. */
    Memory dGates;

    final WeightTiles toKeys;
    final WeightTiles toProjected;
    final WeightTiles fromContext;
    final WeightTiles fromQuery;

    private final Scratch[] scratch = Stream.generate(Scratch::new).limit(14).toArray(Scratch[]::new);
    private boolean prepared;

    AttentionPass(AttentionShape shape) {
        this.shape = shape;
        toKeys = shape.score() == AttentionScore.DOT ? null : new WeightTiles(shape.memory(), shape.keySize());
        toProjected = shape.score() == AttentionScore.ADDITIVE ? new WeightTiles(shape.query(), shape.hidden())
            : null;
        fromContext = shape.contextOnly() ? null : new WeightTiles(shape.memory(), shape.out());
        fromQuery = shape.contextOnly() ? null : new WeightTiles(shape.query(), shape.out());
    }

    /** Number of rows of queries. */
    int queryRows() {
        return steps * batch;
    }

    /** Takes the sizes of this pass; {@code prepared} if keys and values come from outside. */
    void size(int batch, int steps, int source, boolean prepared) {
        this.batch = batch;
        this.steps = steps;
        this.source = source;
        this.prepared = prepared;
        if (!prepared) {
            values = memory(0, (long) batch * source * shape.memory());
            keys = toKeys == null ? values : memory(1, (long) batch * source * shape.keySize());
        }
        projected = toProjected == null ? null : memory(2, (long) queryRows() * shape.hidden());
        weights = memory(3, (long) batch * steps * source);
        context = memory(4, (long) queryRows() * shape.memory());
        attentional = shape.contextOnly() ? null : memory(5, (long) queryRows() * shape.out());
        gates = shape.gated() ? memory(12, queryRows()) : null;
    }

    void sizeBack() {
        dValues = memory(6, (long) batch * source * shape.memory());
        dKeys = toKeys == null ? dValues : memory(7, (long) batch * source * shape.keySize());
        dProjected = toProjected == null ? null : memory(8, (long) queryRows() * shape.hidden());
        dScores = memory(9, (long) batch * steps * source);
        dContext = memory(10, (long) queryRows() * shape.memory());
        dAttentional = shape.contextOnly() ? null : memory(11, (long) queryRows() * shape.out());
        dGates = shape.gated() ? memory(13, queryRows()) : null;
    }

    private Memory memory(int number, long length) {
        return scratch[number].ensure(length);
    }

    /** Takes the weights. */
    void use(AttentionWeights w) {
        if (toKeys != null && !prepared) {
            toKeys.use(Dense.columns(w.key()), source, (long) batch * source);
        }
        if (toProjected != null) {
            toProjected.use(Dense.columns(w.query()), steps, queryRows());
            vector = Dense.columns(w.vector());
        }
        if (fromContext != null) {
            fromContext.use(Dense.columns(w.fromContext()), steps, queryRows());
            fromQuery.use(Dense.columns(w.fromQuery()), steps, queryRows());
            bias = Dense.columns(w.bias());
        }
        if (shape.gated()) {
            gate = Dense.columns(w.gate());
            gateBias = Dense.columns(w.gateBias());
        }
    }

    /** Packs the share {@code part} of {@code parts} of the weights. */
    void pack(int part, int parts) {
        for (var tiles : new WeightTiles[] {prepared ? null : toKeys, toProjected, fromContext, fromQuery}) {
            if (tiles != null) {
                tiles.pack(part, parts);
            }
        }
    }

    /** Positions that sequence {@code b} may attend to; null for all. */
    boolean[] present(int b) {
        return present == null ? null : present[rows == null ? b : rows[b]];
    }

    /** Position of the keys that sequence {@code b} attends to, in rows. */
    long source(int b) {
        return (long) (rows == null ? b : rows[b]) * source;
    }

    /** Gradients of all matrices, each one product over all rows, after all parts have gone back. */
    void matrixGradients(AttentionWeights gradients, int parts) {
        var written = gradients.map(Dense::gradient);
        Workers.run(parts, part -> {
            gradient(toKeys, shape.keySize(), batch * source, dKeys, values.address(), shape.memory(), written.key(), part, parts);
            gradient(toProjected, shape.hidden(), queryRows(), dProjected, queries.address(0), queries.stride(),
                written.query(), part, parts);
            gradient(fromContext, shape.out(), queryRows(), dAttentional, context.address(), shape.memory(),
                written.fromContext(), part, parts);
            gradient(fromQuery, shape.out(), queryRows(), dAttentional, queries.address(0), queries.stride(),
                written.fromQuery(), part, parts);
        });
        if (shape.gated()) {
            Blas.gemm(true, false, shape.query(), 1, queryRows(), queries.address(0), queries.stride(), dGates.address(), 1, 0,
                Memory.of(written.gate()).address(), 1);
            Memory.of(written.gateBias()).set(0, IntStream.range(0, queryRows()).mapToDouble(dGates::get).sum());
        }
        for (int i = 0; i < written.all().size(); i++) {
            Dense.wrote(written.all().get(i), gradients.all().get(i));
        }
    }

    private void gradient(WeightTiles tiles, int columns, int rows, Memory d, long x, int stride,
                          INDArray into, int part, int parts) {
        if (tiles == null) {
            return;
        }
        int from = Workers.start(columns, parts, part);
        int count = Workers.start(columns, parts, part + 1) - from;
        tiles.gradient(from, count, rows, d.address(from), x, stride, Memory.of(into).address());
    }
}
