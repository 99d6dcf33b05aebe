package org.unrolled.nn.backend.cpu;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.concurrent.Workers;
import org.unrolled.nn.backend.CtcLoss;

/**
 * {@link CtcLoss} with softmax, forward and backward variables and gradient of a sequence in one piece, sequences shared among threads.
 * Logits and gradients are single precision, what happens in between is double: sums over paths of hundreds of steps lose
 * nothing to rounding then, nor to underflow, as they are kept as logarithms.
 */
final class FusedCtc implements CtcLoss {
    private final int symbols;
    private CtcSequence[] scratch = new CtcSequence[0];

    FusedCtc(int symbols) {
        this.symbols = symbols;
    }

    @Override
    public double[] gradients(INDArray logits, Targets targets, double[] factors, INDArray out) {
        var gradients = Memory.of(out);
        gradients.clear(0, gradients.length());
        return each(logits, targets, (sequence, b, from) -> sequence.gradient(factors[b], gradients, from));
    }

    @Override
    public double[] losses(INDArray logits, Targets targets) {
        return each(logits, targets, (sequence, b, from) -> { });
    }

    @Override
    public double[][][] posteriors(INDArray logits, Targets targets) {
        var found = IntStream.range(0, targets.batch()).mapToObj(b -> new double[targets.steps()[b]][2 * targets.labels()[b].length + 1])
            .toArray(double[][][]::new);
        each(logits, targets, (sequence, b, from) -> sequence.posterior(found[b]));
        return found;
    }

    /** What is done with a sequence whose loss is known and finite. */
    private interface Then {
        void work(CtcSequence sequence, int b, long from);
    }

    private double[] each(INDArray logits, Targets targets, Then then) {
        int batch = targets.batch();
        var rows = Memory.of(logits);
        var losses = new double[batch];
        int parts = Math.min(batch, Workers.count());
        prepare(parts);
        // Long sequences first, each to whoever is free: lengths differ.
        var order = longestFirst(targets.steps());
        var next = new AtomicInteger();
        Workers.run(parts, part -> {
            for (int i = next.getAndIncrement(); i < batch; i = next.getAndIncrement()) {
                int b = order[i];
                var sequence = scratch[part];
                long from = (long) b * symbols;
                losses[b] = sequence.loss(rows, from, (long) batch * symbols, targets.steps()[b], targets.labels()[b], targets.blank());
                if (Double.isFinite(losses[b])) {
                    then.work(sequence, b, from);
                }
            }
        });
        return losses;
    }

    private void prepare(int parts) {
        int had = scratch.length;
        if (had < parts) {
            scratch = Arrays.copyOf(scratch, parts);
            Arrays.setAll(scratch, i -> i < had ? scratch[i] : new CtcSequence(symbols));
        }
    }

    private static int[] longestFirst(int[] steps) {
        return IntStream.range(0, steps.length).boxed().sorted((a, b) -> steps[b] - steps[a]).mapToInt(i -> i).toArray();
    }
}
