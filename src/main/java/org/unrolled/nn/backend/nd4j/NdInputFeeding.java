package org.unrolled.nn.backend.nd4j;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.Cell;
import org.unrolled.nn.backend.InputFeeding;
import org.unrolled.nn.backend.Kept;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.ScoredAttention;
import org.unrolled.nn.backend.Sequence;

/** {@link InputFeeding} step by step in plain ND4J operations: a recurrence that attends between its steps. */
final class NdInputFeeding implements InputFeeding {
    private final AttentionShape shape;
    private final DataType type;
    private final String vertex;
    private final Steps recurrence;
    private FeedingWeights weights;
    private INDArray keys;
    private INDArray values;
    private INDArray sourceMask;
    private INDArray dropout;
    private NdAttention[] attentions;
    private INDArray[] fed;
    private NdAttention.Gradients sums;
    private INDArray dFeed;
    private INDArray dFed;
    private INDArray penalty;
    private boolean kept;

    NdInputFeeding(Cell cell, AttentionShape shape, DataType type, String vertex) {
        this.shape = shape;
        this.type = type;
        this.vertex = vertex;
        recurrence = new Steps(cell);
    }

    private final class Steps extends NdRecurrence {
        Steps(Cell cell) {
            super(cell, type, vertex);
        }

        @Override
        INDArray project(int t) {
            return super.project(t).addi(fed[t].mmul(weights.feed()));
        }

        @Override
        void after(int t, INDArray hidden, INDArray mask, INDArray shown, INDArray out) {
            attentions[t] = new NdAttention(shape, weights.attention(), query(hidden), query(mask), keys, values, sourceMask);
            NdScoredAttention.requireFinite(vertex, hidden.reshape(hidden.size(0), hidden.size(1), 1), values.permute(0, 2, 1),
                sourceMask, weights.attention(), attentions[t]);
            var y = attentions[t].output.reshape('c', hidden.size(0), shape.outputSize());
            fed[t + 1] = dropout == null ? y : y.mul(at(dropout, t));
            out.put(new INDArrayIndex[] {all(), all(), point(t)}, fed[t + 1]);
        }

        @Override
        INDArray given(int t, Given given) {
            var dOut = at(given.out(), t).add(dFed);
            if (dropout != null) {
                dOut.muli(at(dropout, t));
            }
            return attentions[t].back(query(dOut), penalty, sums).reshape('c', dOut.size(0), shape.query());
        }

        @Override
        void accumulate(int t, INDArray dGates, INDArray dInputWeights, INDArray inputGradient) {
            super.accumulate(t, dGates, dInputWeights, inputGradient);
            dFeed.addi(fed[t].transpose().mmul(dGates));
            dFed = dGates.mmul(weights.feed().transpose());
        }
    }

    /** [batch, size] as [batch, 1, size]. */
    private static INDArray query(INDArray rows) {
        return rows == null ? null : rows.dup('c').reshape('c', rows.size(0), 1, rows.size(1));
    }

    @Override
    public void forward(FeedingWeights weights, Sequence in, Source source, INDArray dropout, INDArray out, boolean keep) {
        ScoredAttention.attended(source.memory(), source.mask(), vertex);
        kept = false;
        Detached.run(() -> {
            values = NdScoredAttention.values(source.memory(), source.mask(), type);
            keys = NdAttention.keys(shape, weights.attention(), values);
            sourceMask = source.mask();
            run(weights, in, Nd4j.zeros(type, in.batch(), shape.outputSize()), dropout, out, keep);
        });
        kept = keep;
    }

    private void run(FeedingWeights weights, Sequence in, INDArray fedFirst, INDArray dropout, INDArray out, boolean keep) {
        this.weights = weights;
        this.dropout = dropout;
        attentions = new NdAttention[in.time()];
        fed = new INDArray[in.time() + 1];
        fed[0] = fedFirst;
        recurrence.forward(weights.cell(), in, out, keep);
    }

    @Override
    public Recurrence.State backward(INDArray given, FeedingWeights gradients, INDArray input, INDArray memory) {
        Kept.require(kept, vertex);
        return Detached.get(() -> {
            sums = NdAttention.Gradients.zeros(weights.attention(), keys, values);
            dFeed = weights.feed().mul(0);
            dFed = fed[0].mul(0);
            penalty = NdAttention.penalty(shape, attention());
            var before = recurrence.backward(new Recurrence.Given(given, null, null), gradients.cell(), input);
            memory.assign(NdScoredAttention.turned(
                NdAttention.memoryGradient(shape, weights.attention(), values, sums), type));
            NdScoredAttention.assign(gradients.attention(), sums.weights());
            gradients.feed().assign(dFeed);
            return before;
        });
    }

    @Override
    public INDArray attention() {
        return Detached.get(() -> Nd4j.concat(1, Arrays.stream(attentions).map(a -> a.weights).toArray(INDArray[]::new)));
    }

    @Override
    public FedStep step(FeedingWeights weights, INDArray x, Recurrence.State before, INDArray fedBefore,
                        List<INDArray> prepared, int[] rows) {
        kept = false;
        return Detached.get(() -> {
            keys = NdScoredAttention.picked(prepared.get(0), rows);
            values = NdScoredAttention.picked(prepared.get(1), rows);
            sourceMask = NdScoredAttention.picked(prepared.get(2), rows);
            var out = Nd4j.create(type, rows.length, shape.outputSize(), 1);
            run(weights, Sequence.of(x.castTo(type).reshape(x.size(0), x.size(1), 1)).from(before.hidden(), before.cellState()),
                fedBefore.castTo(type), null, out, false);
            return new FedStep(new Recurrence.State(recurrence.lastHidden(), recurrence.lastCellState()),
                out.reshape(rows.length, shape.outputSize()), attention().reshape('c', rows.length, values.size(1)));
        });
    }
}
