package org.unrolled.nn.backend.nd4j;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.AttentionWeights;
import org.unrolled.nn.backend.Kept;
import org.unrolled.nn.backend.NotFinite;
import org.unrolled.nn.backend.ScoredAttention;

/** {@link ScoredAttention} in plain ND4J operations. */
final class NdScoredAttention implements ScoredAttention {
    private final AttentionShape shape;
    private final DataType type;
    private final String vertex;
    private NdAttention pass;
    private AttentionWeights weights;
    private INDArray keys;
    private INDArray values;
    private INDArray dropout;
    private boolean kept;

    NdScoredAttention(AttentionShape shape, DataType type, String vertex) {
        this.shape = shape;
        this.type = type;
        this.vertex = vertex;
    }

    @Override
    public void forward(AttentionWeights weights, Attended in, INDArray dropout, INDArray out, boolean keep) {
        ScoredAttention.attended(in.memory(), in.memoryMask(), vertex);
        kept = false;
        Detached.run(() -> {
            this.weights = weights;
            this.dropout = dropout;
            values = values(in.memory(), in.memoryMask(), type);
            keys = NdAttention.keys(shape, weights, values);
            var mask = in.queryMask() == null ? null
                : in.queryMask().castTo(type).dup('c').reshape('c', in.batch(), in.steps(), 1);
            pass = new NdAttention(shape, weights, turned(in.queries(), type), mask, keys, values, in.memoryMask());
            requireFinite(vertex, in.queries(), in.memory(), in.memoryMask(), weights, pass);
            var result = turned(pass.output, type);
            out.assign(dropout == null ? result : result.mul(dropout));
        });
        kept = keep;
    }

    /** [batch, size, time] to [batch, time, size], and back. */
    static INDArray turned(INDArray sequence, DataType type) {
        return sequence.castTo(type).permute(0, 2, 1).dup('c');
    }

    /** The memory as [batch, time, size], zeros where masked whatever it holds there. */
    static INDArray values(INDArray memory, INDArray mask, DataType type) {
        var values = turned(memory, type);
        for (int b = 0; mask != null && b < values.size(0); b++) {
            for (int s = 0; s < values.size(1); s++) {
                if (mask.getDouble(b, s) == 0) {
                    values.slice(b).getRow(s).assign(0);
                }
            }
        }
        return values;
    }

    static void requireFinite(String vertex, INDArray queries, INDArray memory, INDArray mask, AttentionWeights weights,
                              NdAttention pass) {
        if (!pass.finite || !Double.isFinite(queries.sumNumber().doubleValue())) {
            throw NotFinite.attention(vertex, queries, memory, mask, weights);
        }
    }

    @Override
    public void backward(INDArray given, AttentionWeights gradients, INDArray queries, INDArray memory) {
        Kept.require(kept, vertex);
        Detached.run(() -> {
            var sums = NdAttention.Gradients.zeros(weights, keys, values);
            var dOut = dropout == null ? given.castTo(type) : given.castTo(type).mul(dropout);
            queries.assign(turned(pass.back(turned(dOut, type), NdAttention.penalty(shape, pass.weights), sums), type));
            memory.assign(turned(NdAttention.memoryGradient(shape, weights, values, sums), type));
            assign(gradients, sums.weights());
        });
    }

    /** Writes what was summed up into the arrays for gradients. */
    static void assign(AttentionWeights to, AttentionWeights from) {
        for (int i = 0; i < to.all().size(); i++) {
            to.all().get(i).assign(from.all().get(i));
        }
    }

    @Override
    public INDArray weights() {
        return Detached.get(() -> pass.weights.dup('c'));
    }

    @Override
    public List<INDArray> prepare(AttentionWeights weights, INDArray memory, INDArray mask) {
        ScoredAttention.attended(memory, mask, vertex);
        return Detached.get(() -> {
            var prepared = values(memory, mask, type);
            return List.of(NdAttention.keys(shape, weights, prepared), prepared,
                mask == null ? Nd4j.ones(type, memory.size(0), memory.size(2)) : mask.castTo(type).dup('c'));
        });
    }

    @Override
    public AttendedStep step(AttentionWeights weights, INDArray queries, List<INDArray> prepared, int[] rows) {
        return Detached.get(() -> {
            var attention = new NdAttention(shape, weights,
                queries.castTo(type).dup('c').reshape('c', rows.length, 1, shape.query()), null, picked(prepared.get(0), rows),
                picked(prepared.get(1), rows), picked(prepared.get(2), rows));
            requireFinite(vertex, queries.reshape(queries.size(0), queries.size(1), 1), prepared.get(1).permute(0, 2, 1),
                prepared.get(2), weights, attention);
            return new AttendedStep(attention.output.reshape('c', rows.length, shape.outputSize()),
                attention.weights.reshape('c', rows.length, attention.weights.size(2)));
        });
    }

    static INDArray picked(INDArray array, int[] rows) {
        return Nd4j.stack(0, Arrays.stream(rows).mapToObj(array::slice).toArray(INDArray[]::new));
    }
}
