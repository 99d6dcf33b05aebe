package org.unrolled.nn.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.AttentionWeights;
import org.unrolled.nn.backend.Kept;
import org.unrolled.nn.backend.NotFinite;
import org.unrolled.nn.backend.ScoredAttention;
import org.unrolled.nn.backend.SequenceMasks;

/** Attention in few large products, and small ones an example; the batch is split over the threads. */
final class FusedScoredAttention implements ScoredAttention {
    /** Below this many multiplications a pass runs on the calling thread alone. */
    private static final long WORTH_THREADS = 1_000_000;

    private final AttentionShape shape;
    private final String vertex;
    private final AttentionPass pass;
    private final List<AttentionPart> parts = new ArrayList<>();
    private final SequenceRows queries = new SequenceRows();
    private final SequenceRows memory = new SequenceRows();
    private final SequenceRows output = new SequenceRows();
    private final SequenceRows given = new SequenceRows();
    private final SequenceRows dQueries = new SequenceRows();
    private final SequenceRows dMemory = new SequenceRows();
    private boolean kept;
    private int threads;

    FusedScoredAttention(AttentionShape shape, String vertex) {
        this.shape = shape;
        this.vertex = vertex;
        this.pass = new AttentionPass(shape);
    }

    @Override
    public void forward(AttentionWeights weights, Attended in, INDArray dropout, INDArray out, boolean keep) {
        kept = false;
        pass.present = ScoredAttention.attended(in.memory(), in.memoryMask(), vertex);
        pass.active = SequenceMasks.active(in.queryMask());
        pass.rows = null;
        pass.size(in.batch(), in.steps(), in.source(), false);
        pass.use(weights);
        pass.queries = queries.read(in.queries());
        pass.memory = memory.read(in.memory());
        pass.dropout = dropout == null ? null : Memory.of(dropout);
        pass.out = output.write(out);
        begin();
        Workers.run(threads, part -> forward(parts.get(part), true));
        output.wrote(out);
        if (!finite()) {
            throw NotFinite.attention(vertex, in.queries(), in.memory(), in.memoryMask(), weights);
        }
        kept = keep;
    }

    private void begin() {
        long work = (long) pass.queryRows() * (shape.memory() + shape.query()) * Math.max(1, shape.out())
            + (long) pass.batch * pass.source * (pass.steps + (long) shape.keySize()) * shape.memory();
        threads = Math.min(pass.batch, work < WORTH_THREADS ? 1 : Workers.count());
        while (parts.size() < threads) {
            parts.add(new AttentionPart(pass));
        }
        for (int part = 0; part < threads; part++) {
            int first = Workers.start(pass.batch, threads, part);
            parts.get(part).begin(first, Workers.start(pass.batch, threads, part + 1) - first);
        }
        Workers.run(threads, part -> pass.pack(part, threads));
    }

    private void forward(AttentionPart part, boolean prepare) {
        if (prepare) {
            part.prepare();
        }
        for (int t = 0; t < pass.steps; t++) {
            part.query(t);
        }
        part.attend(0, pass.steps);
        for (int t = 0; t < pass.steps; t++) {
            part.output(t, null);
        }
    }

    private boolean finite() {
        return parts.stream().limit(threads).allMatch(AttentionPart::finite);
    }

    @Override
    public void backward(INDArray dOut, AttentionWeights gradients, INDArray queryGradient, INDArray memoryGradient) {
        Kept.require(kept, vertex);
        pass.sizeBack();
        pass.dQueries = dQueries.write(queryGradient);
        pass.dMemory = dMemory.write(memoryGradient);
        var rows = given.read(dOut);
        Workers.run(threads, part -> backward(parts.get(part), rows));
        pass.matrixGradients(gradients, threads);
        vectorGradients(parts.subList(0, threads), shape, gradients);
        dQueries.wrote(queryGradient);
        dMemory.wrote(memoryGradient);
    }

    private void backward(AttentionPart part, SequenceRows.Rows rows) {
        part.beginBack();
        int n = part.rows() * shape.outputSize();
        for (int t = 0; t < pass.steps; t++) {
            float[] gradient = part.outputGradient();
            Lanes.readRows(rows.memory(), ((long) t * pass.batch + part.first()) * rows.stride(), rows.stride(), gradient,
                shape.outputSize(), n);
            part.outputBack(t, gradient);
        }
        part.attendBack(0, pass.steps);
        for (int t = 0; t < pass.steps; t++) {
            part.queryBack(t);
        }
        part.finish();
    }

    /** Gradients of b and v out of those of the parts. */
    static void vectorGradients(List<AttentionPart> parts, AttentionShape shape, AttentionWeights gradients) {
        var bias = new double[shape.out()];
        var vector = new double[shape.hidden()];
        parts.forEach(part -> part.addVectorGradients(bias, vector));
        if (gradients.bias() != null) {
            Dense.write(bias, Memory.of(gradients.bias()));
        }
        if (gradients.vector() != null) {
            Dense.write(vector, Memory.of(gradients.vector()));
        }
    }

    @Override
    public INDArray weights() {
        return weights(pass);
    }

    /** A copy of the weights of a pass. */
    static INDArray weights(AttentionPass pass) {
        return Detached.get(() -> copy(pass.weights, pass.batch, pass.steps, pass.source));
    }

    @Override
    public List<INDArray> prepare(AttentionWeights weights, INDArray memoryArray, INDArray mask) {
        int batch = (int) memoryArray.size(0);
        int source = (int) memoryArray.size(2);
        pass.present = ScoredAttention.attended(memoryArray, mask, vertex);
        kept = false;
        pass.size(batch, 1, source, false);
        pass.use(weights);
        pass.memory = memory.read(memoryArray);
        begin();
        Workers.run(threads, part -> parts.get(part).prepare());
        return Detached.get(() -> List.of(copy(pass.keys, batch, source, shape.keySize()),
            copy(pass.values, batch, source, shape.memory()),
            mask == null ? Nd4j.ones(DataType.FLOAT, batch, source) : mask.castTo(DataType.FLOAT).dup('c')));
    }

    private static INDArray copy(Memory from, long... shape) {
        var copy = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
        Memory.of(copy).copy(from, 0, 0, copy.length());
        return copy;
    }

    @Override
    public AttendedStep step(AttentionWeights weights, INDArray queryRows, List<INDArray> prepared, int[] rows) {
        return Detached.get(() -> {
            var type = DataType.FLOAT;
            long batch = queryRows.size(0);
            var in = queryRows.castTo(type).dup('c').reshape('c', 1, batch, shape.query()).permute(1, 2, 0);
            var result = Nd4j.createUninitialized(type, new long[] {1, batch, shape.outputSize()}, 'c');
            use(pass, prepared, rows, vertex);
            pass.active = null;
            pass.dropout = null;
            kept = false;
            pass.use(weights);
            pass.queries = queries.read(in);
            pass.out = output.write(result.permute(1, 2, 0));
            begin();
            Workers.run(threads, part -> forward(parts.get(part), false));
            if (!finite()) {
                throw NotFinite.attention(vertex, in, prepared.get(1).permute(0, 2, 1), prepared.get(2), weights);
            }
            return new AttendedStep(result.reshape('c', batch, shape.outputSize()),
                weights(pass).reshape('c', batch, pass.source));
        });
    }

    /** Makes a pass of one step over memories that are prepared already. */
    static void use(AttentionPass pass, List<INDArray> prepared, int[] rows, String vertex) {
        pass.present = SequenceMasks.visible(prepared.get(2), prepared.get(2).size(0), prepared.get(2).size(1), vertex);
        pass.rows = rows;
        pass.keys = Memory.of(prepared.get(0));
        pass.values = Memory.of(prepared.get(1));
        pass.size(rows.length, 1, (int) prepared.get(0).size(1), true);
    }
}
