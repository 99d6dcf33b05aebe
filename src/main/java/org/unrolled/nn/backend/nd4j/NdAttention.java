package org.unrolled.nn.backend.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.AttentionWeights;

/**
 * One pass of an attention in plain ND4J operations, and the way back. Arrays are [batch, time, size]; T is the number of
 * queries of an example, S the number of positions of its memory.
 */
final class NdAttention {
    /** Stands in for the score of a position that is masked; its weight is set to 0 afterwards all the same. */
    private static final double NEVER = -1e30;

    private final AttentionShape shape;
    private final AttentionWeights w;
    private final INDArray queries;
    private final INDArray keys;
    private final INDArray values;
    /** [batch, T, 1], or null. */
    private final INDArray queryMask;
    private INDArray layer;
    private INDArray squashed;
    private INDArray context;
    /** [batch, T, 1], or null. */
    private INDArray gate;
    /** The context as it goes on, behind the gate. */
    private INDArray gated;
    /** [batch, T, S]. */
    INDArray weights;
    /** [batch, T, outputSize], before dropout. */
    INDArray output;
    /** Whether all that came before a tanh or out of a softmax was finite. */
    boolean finite;

    /**
     * Gradients of an attention's weights, to be added to, and of what it attended to.
     *
     * @param keys   [batch, S, keySize]
     * @param values [batch, S, memory]
     */
    record Gradients(AttentionWeights weights, INDArray keys, INDArray values) {
        static Gradients zeros(AttentionWeights like, INDArray keys, INDArray values) {
            return new Gradients(like.map(Nd4j::zerosLike), Nd4j.zerosLike(keys), Nd4j.zerosLike(values));
        }
    }

    NdAttention(AttentionShape shape, AttentionWeights w, INDArray queries, INDArray queryMask, INDArray keys,
                INDArray values, INDArray mask) {
        this.shape = shape;
        this.w = w;
        this.queries = queries;
        this.keys = keys;
        this.values = values;
        this.queryMask = queryMask;
        var scores = scores();
        weights = softmax(scores, seen(mask, scores));
        if (queryMask != null) {
            weights = weights.mul(queryMask);
        }
        context = matmul(weights, values);
        gate = shape.gated() ? Transforms.sigmoid(times(queries, w.gate()).add(w.gateBias().reshape(1, 1, 1)), true) : null;
        gated = gate == null ? context : context.mul(gate);
        double sum = weights.sumNumber().doubleValue() + gated.sumNumber().doubleValue();
        output = gated;
        if (!shape.contextOnly()) {
            var z = times(gated, w.fromContext()).add(times(queries, w.fromQuery()))
                .add(w.bias().reshape(1, 1, shape.out()));
            sum += z.sumNumber().doubleValue();
            squashed = Transforms.tanh(z, true);
            output = squashed;
        }
        finite = Double.isFinite(sum);
        output = queryMask == null ? output : output.mul(queryMask);
    }

    /** What queries are compared with, from the memory. */
    static INDArray keys(AttentionShape shape, AttentionWeights w, INDArray values) {
        return shape.score() == AttentionScore.DOT ? values : times(values, w.key());
    }

    private INDArray scores() {
        if (shape.score() != AttentionScore.ADDITIVE) {
            return matmul(queries, keys.permute(0, 2, 1));
        }
        long batch = queries.size(0);
        long t = queries.size(1);
        long s = keys.size(1);
        long hidden = shape.hidden();
        var projected = times(queries, w.query()).reshape('c', batch, t, 1, hidden);
        layer = Transforms.tanh(Nd4j.tile(projected, 1, 1, (int) s, 1)
            .add(Nd4j.tile(keys.dup('c').reshape('c', batch, 1, s, hidden), 1, (int) t, 1, 1)), true);
        return layer.dup('c').reshape('c', batch * t * s, hidden).mmul(w.vector().reshape(hidden, 1))
            .reshape('c', batch, t, s);
    }

    /**
     * Softmax of each last row over what is seen; zeros if that is nothing.
     *
     * @param seen ones and zeros, shape of the scores; null for all
     */
    static INDArray softmax(INDArray scores, INDArray seen) {
        var among = seen == null ? scores : scores.mul(seen).add(seen.rsub(1).mul(NEVER));
        var exponentials = Transforms.exp(among.sub(among.max(true, 2)), true);
        if (seen != null) {
            exponentials = exponentials.mul(seen);
        }
        var sums = exponentials.sum(true, 2);
        return exponentials.div(sums.add(sums.eq(0).castTo(sums.dataType())));
    }

    /** dL/d(scores) from dL/d(weights). */
    static INDArray softmaxBack(INDArray weights, INDArray dWeights) {
        return weights.mul(dWeights.sub(weights.mul(dWeights).sum(true, 2)));
    }

    /** A mask [batch, S] for every query. */
    private static INDArray seen(INDArray mask, INDArray scores) {
        return mask == null ? null : Nd4j.tile(mask.castTo(scores.dataType()).reshape(scores.size(0), 1, scores.size(2)),
            1, (int) scores.size(1), 1);
    }

    /**
     * Gradient of the penalty by the weights: -2 λ (1 - Σ_t a_ti), the same for all queries of an example, shape [batch, 1, S]; null
     * without penalty.
     *
     * @param weights of all queries, [batch, T, S]
     */
    static INDArray penalty(AttentionShape shape, INDArray weights) {
        return shape.penalised() ? weights.sum(true, 1).subi(1).muli(2 * shape.doublyStochastic()) : null;
    }

    /**
     * dL/d(queries); adds the other gradients to {@code into}.
     *
     * @param penalty what {@link #penalty} says
     */
    INDArray back(INDArray dOutput, INDArray penalty, Gradients into) {
        var given = queryMask == null ? dOutput : dOutput.mul(queryMask);
        var dContext = given;
        INDArray dQueries = null;
        if (!shape.contextOnly()) {
            var dz = given.mul(NdStep.tanhSlope(squashed));
            into.weights.fromContext().addi(rows(gated).transpose().mmul(rows(dz)));
            into.weights.fromQuery().addi(rows(queries).transpose().mmul(rows(dz)));
            into.weights.bias().addi(rows(dz).sum(0).reshape(into.weights.bias().shape()));
            dContext = times(dz, w.fromContext().transpose());
            dQueries = times(dz, w.fromQuery().transpose());
        }
        if (gate != null) {
            var dGate = dContext.mul(context).sum(true, 2).mul(gate).mul(gate.rsub(1));
            into.weights.gate().addi(rows(queries).transpose().mmul(rows(dGate)));
            into.weights.gateBias().addi(dGate.sumNumber());
            var throughGate = times(dGate, w.gate().transpose());
            dQueries = dQueries == null ? throughGate : dQueries.add(throughGate);
            dContext = dContext.mul(gate);
        }
        into.values.addi(matmul(weights.permute(0, 2, 1), dContext));
        var dWeights = matmul(dContext, values.permute(0, 2, 1));
        if (penalty != null) {
            dWeights = dWeights.add(penalty);
        }
        var throughScores = scoresBack(softmaxBack(weights, dWeights), into);
        return dQueries == null ? throughScores : dQueries.add(throughScores);
    }

    private INDArray scoresBack(INDArray dScores, Gradients into) {
        if (shape.score() != AttentionScore.ADDITIVE) {
            into.keys.addi(matmul(dScores.permute(0, 2, 1), queries));
            return matmul(dScores, keys);
        }
        long batch = queries.size(0);
        long t = queries.size(1);
        long s = keys.size(1);
        long hidden = shape.hidden();
        var flat = dScores.dup('c').reshape('c', batch * t * s, 1);
        var layerRows = layer.dup('c').reshape('c', batch * t * s, hidden);
        into.weights.vector().addi(layerRows.transpose().mmul(flat).reshape(into.weights.vector().shape()));
        var d = flat.mmul(w.vector().reshape(1, hidden)).mul(NdStep.tanhSlope(layerRows))
            .reshape('c', batch, t, s, hidden);
        into.keys.addi(d.sum(1));
        var dProjected = d.sum(2);
        into.weights.query().addi(rows(queries).transpose().mmul(rows(dProjected)));
        return times(dProjected, w.query().transpose());
    }

    /** Gradient of the memory: {@code into.values()} and, through the keys, {@code into.keys()}. */
    static INDArray memoryGradient(AttentionShape shape, AttentionWeights w, INDArray values, Gradients into) {
        if (shape.score() == AttentionScore.DOT) {
            return into.values.add(into.keys);
        }
        into.weights.key().addi(rows(values).transpose().mmul(rows(into.keys)));
        return into.values.add(times(into.keys, w.key().transpose()));
    }

    /** [batch, time, size] as [batch · time, size]. */
    private static INDArray rows(INDArray sequence) {
        return sequence.dup('c').reshape('c', sequence.size(0) * sequence.size(1), sequence.size(2));
    }

    private static INDArray times(INDArray sequence, INDArray matrix) {
        return rows(sequence).mmul(matrix).dup('c')
            .reshape('c', sequence.size(0), sequence.size(1), matrix.size(1));
    }

    /** Products of the matrices of each example. */
    static INDArray matmul(INDArray a, INDArray b) {
        return Nd4j.matmul(a.dup('c'), b.dup('c'));
    }
}
