package org.unrolled.nn.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.arrays.Detached;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.Cell;
import org.unrolled.nn.backend.InputFeeding;
import org.unrolled.nn.backend.Kept;
import org.unrolled.nn.backend.NotFinite;
import org.unrolled.nn.backend.NotFiniteException;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.ScoredAttention;
import org.unrolled.nn.backend.Sequence;
import org.unrolled.nn.backend.SequenceMasks;

/**
 * A fused recurrence with a fused attention between its steps. Sequences don't depend on each other, so each thread takes
 * its part of the batch through all steps, attention included, without waiting for the others. What a step needs for the
 * gradients of weights is kept, and each of these gradients is one product over all steps.
 */
final class FusedInputFeeding implements InputFeeding {
    private final Cell cell;
    private final AttentionShape shape;
    private final int outputs;
    private final String vertex;
    private final FusedRecurrence recurrence;
    private final AttentionPass attention;
    private final List<AttentionPart> parts = new ArrayList<>();
    private final List<float[]> feedGradients = new ArrayList<>();
    private final WeightTiles feed;
    private final SequenceRows memory = new SequenceRows();
    private final SequenceRows output = new SequenceRows();
    private final SequenceRows given = new SequenceRows();
    private final SequenceRows dMemory = new SequenceRows();
    private final Scratch fedScratch = new Scratch();
    private final Scratch dFedScratch = new Scratch();
    private final Scratch dHiddenScratch = new Scratch();
    /** h of all steps: the attention's queries. */
    private INDArray hidden;
    private INDArray hiddenBuffer;
    /** [steps · batch][outputs]: outputs as they are fed to the next step. */
    private Memory fed;
    /** Output of the step before the first, [batch][outputs]; null for zeros. */
    private Memory fedFirst;
    /** [batch][outputs]: gradient of what was fed to the step that has just gone back. */
    private Memory dFed;
    private SequenceRows.Rows dOut;
    private boolean prepared;
    private boolean kept;

    FusedInputFeeding(Cell cell, AttentionShape shape, String vertex) {
        this.cell = cell;
        this.shape = shape;
        this.outputs = shape.outputSize();
        this.vertex = vertex;
        recurrence = new FusedRecurrence(cell, vertex, this);
        attention = new AttentionPass(shape);
        feed = new WeightTiles(cell, outputs);
        int most = Workers.count();
        for (int part = 0; part < most; part++) {
            parts.add(new AttentionPart(attention));
            feedGradients.add(null);
        }
    }

    @Override
    public void forward(FeedingWeights weights, Sequence in, Source source, INDArray dropout, INDArray out, boolean keep) {
        kept = false;
        prepared = false;
        fedFirst = null;
        attention.present = ScoredAttention.attended(source.memory(), source.mask(), vertex);
        attention.rows = null;
        attention.size(in.batch(), in.time(), (int) source.memory().size(2), false);
        attention.active = SequenceMasks.active(in.mask());
        attention.memory = memory.read(source.memory());
        attention.dropout = dropout == null ? null : Memory.of(dropout);
        try {
            run(weights, in, out, keep);
        } catch (NotFiniteException e) {
            var cause = NotFinite.source(vertex, source.memory(), source.mask(), weights.attention());
            throw cause == null ? e : cause;
        }
        kept = keep;
    }

    private void run(FeedingWeights weights, Sequence in, INDArray out, boolean keep) {
        attention.use(weights.attention());
        attention.out = output.write(out);
        attention.queries = hidden(in.batch(), in.time());
        fed = fedScratch.ensure((long) attention.queryRows() * outputs);
        feed.use(Dense.columns(weights.feed()), attention.steps, attention.queryRows());
        int packers = attention.queryRows() < 32 ? 1 : Workers.count();
        Workers.run(packers, part -> {
            attention.pack(part, packers);
            feed.pack(part, packers);
        });
        recurrence.forward(weights.cell(), in, hidden, keep);
        output.wrote(out);
        if (!parts.stream().limit(recurrence.parts()).allMatch(AttentionPart::finite)) {
            throw new NotFiniteException("vertex " + vertex + ": scores or attentional vectors grew to NaN or infinity: lower"
                + " the learning rate, scale the memory or clip the gradients", -1);
        }
    }

    /** An array for h of all steps, time-major and kept from batch to batch. */
    private SequenceRows.Rows hidden(int batch, int steps) {
        long length = (long) batch * steps * cell.hiddenSize();
        if (hiddenBuffer == null || hiddenBuffer.length() < length) {
            hiddenBuffer = Detached.get(() -> Nd4j.createUninitialized(DataType.FLOAT, length));
        }
        var flat = hiddenBuffer.length() == length ? hiddenBuffer : hiddenBuffer.get(NDArrayIndex.interval(0, length));
        hidden = flat.reshape('c', steps, batch, cell.hiddenSize()).permute(1, 2, 0);
        return new SequenceRows.Rows(Memory.of(hidden), cell.hiddenSize());
    }

    /** A forward pass of the recurrence begins for sequences {@code first} to {@code first + rows - 1}, on the thread of their part. */
    void begin(int part, int first, int rows) {
        parts.get(part).begin(first, rows);
        if (!prepared) {
            parts.get(part).prepare();
        }
    }

    /** Step t comes next: its projected input lies at {@link FusedPass#preActivation} and is added to. */
    void before(int part, int t) {
        if (t == 0 && fedFirst == null) {
            return;
        }
        var share = parts.get(part);
        var pass = recurrence.pass();
        long from = t == 0 ? fedFirst.address((long) share.first() * outputs)
            : fed.address(((long) (t - 1) * pass.batch + share.first()) * outputs);
        for (int gate = 0; gate < pass.gates; gate++) {
            feed.forward(gate, share.rows(), from, outputs, 1,
                pass.planes.address(pass.preActivation(gate, t, share.first())));
        }
    }

    /** h of step t has been written to {@link FusedPass#out}. */
    void after(int part, int t) {
        var share = parts.get(part);
        share.query(t);
        share.attend(t, 1);
        share.output(t, fed);
    }

    @Override
    public Recurrence.State backward(INDArray dY, FeedingWeights gradients, INDArray input, INDArray memoryGradient) {
        Kept.require(kept, vertex);
        attention.sizeBack();
        attention.dQueries = new SequenceRows.Rows(
            dHiddenScratch.ensure((long) attention.queryRows() * cell.hiddenSize()), cell.hiddenSize());
        attention.dMemory = dMemory.write(memoryGradient);
        dFed = dFedScratch.ensure((long) attention.batch * outputs);
        dOut = given.read(dY);
        var before = recurrence.backward(new Recurrence.Given(null, null, null), gradients.cell(), input);
        int threads = attention.queryRows() < 32 ? 1 : Workers.count();
        attention.matrixGradients(gradients.attention(), threads);
        FusedScoredAttention.vectorGradients(parts.subList(0, recurrence.parts()), shape, gradients.attention());
        feedGradient(gradients.feed(), threads);
        dMemory.wrote(memoryGradient);
        return before;
    }

    private void feedGradient(INDArray into, int threads) {
        var pass = recurrence.pass();
        var written = Dense.gradient(into);
        var address = Memory.of(written);
        int rows = (pass.time - 1) * pass.batch;
        int h = cell.hiddenSize();
        if (rows == 0) {
            address.clear(0, address.length());
        }
        Workers.run(rows == 0 ? 0 : threads, part -> {
            int from = Workers.start(h, threads, part);
            int count = Workers.start(h, threads, part + 1) - from;
            for (int gate = 0; gate < pass.gates; gate++) {
                feed.gradient(from, count, rows, pass.planes.address(pass.plane(gate, pass.batch) + from), fed.address(),
                    outputs, address.address((long) gate * h * outputs));
            }
        });
        Dense.wrote(written, into);
    }

    /** A backward pass begins. */
    void beginBack(int part) {
        parts.get(part).beginBack();
        feedGradients.set(part, Lanes.ensure(feedGradients.get(part), parts.get(part).rows() * outputs));
    }

    /** dL/dh of step t through all that lies outside the recurrence; gradients of later steps are in the planes. */
    void gradient(int part, int t, float[] into) {
        var share = parts.get(part);
        var pass = recurrence.pass();
        int n = share.rows() * outputs;
        long row = (long) t * pass.batch + share.first();
        float[] gradient = share.outputGradient();
        Lanes.readRows(dOut.memory(), row * dOut.stride(), dOut.stride(), gradient, outputs, n);
        if (t < pass.time - 1) {
            long at = (long) share.first() * outputs;
            for (int gate = 0; gate < pass.gates; gate++) {
                feed.backward(gate, share.rows(), pass.planes.address(pass.plane(gate, row + pass.batch)),
                    gate == 0 ? 0 : 1, dFed.address(at), outputs);
            }
            dFed.read(at, feedGradients.get(part), n);
            Lanes.add(gradient, gradient, feedGradients.get(part), n);
        }
        share.outputBack(t, gradient);
        share.attendBack(t, 1);
        share.queryBack(t);
        attention.dQueries.memory().read(row * cell.hiddenSize(), into, share.rows() * cell.hiddenSize());
    }

    /** All steps have gone back. */
    void finish(int part) {
        parts.get(part).finish();
    }

    @Override
    public INDArray attention() {
        return FusedScoredAttention.weights(attention);
    }

    @Override
    public FedStep step(FeedingWeights weights, INDArray x, Recurrence.State before, INDArray fedBefore, List<INDArray> preparedSource,
                     int[] rows) {
        return Detached.get(() -> {
            var type = DataType.FLOAT;
            long batch = x.size(0);
            kept = false;
            prepared = true;
            FusedScoredAttention.use(attention, preparedSource, rows, vertex);
            attention.active = null;
            attention.dropout = null;
            fedFirst = Dense.rows(fedBefore);
            var in = x.castTo(type).dup('c').reshape('c', 1, batch, cell.inputSize()).permute(1, 2, 0);
            var result = Nd4j.createUninitialized(type, new long[] {1, batch, outputs}, 'c');
            run(weights, Sequence.of(in).from(before.hidden(), before.cellState()), result.permute(1, 2, 0), false);
            return new FedStep(new Recurrence.State(recurrence.lastHidden(), recurrence.lastCellState()),
                result.reshape('c', batch, outputs), FusedScoredAttention.weights(attention).reshape('c', batch, attention.source));
        });
    }
}
