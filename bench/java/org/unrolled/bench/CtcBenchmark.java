package org.unrolled.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.CtcLoss;

/** Milliseconds of the CTC loss and its gradient, as JSON; {@code bench/ctc.py} starts it. */
public final class CtcBenchmark {
    private static final double WARM_UP = 2;
    private static final double MEASURED = 3;

    private CtcBenchmark() {
    }

    /** @param arguments batch x time x symbols x labels */
    public static void main(String[] arguments) {
        int[] shape = Arrays.stream(arguments[0].split("x")).mapToInt(Integer::parseInt).toArray();
        int batch = shape[0];
        int steps = shape[1];
        int symbols = shape[2];
        var random = new Random(1);
        var logits = Nd4j.createUninitialized(DataType.FLOAT, new long[] {(long) steps * batch, symbols}, 'c');
        for (long i = 0; i < logits.length(); i++) {
            logits.putScalar(i, random.nextGaussian());
        }
        int[] lengths = new int[batch];
        Arrays.fill(lengths, steps);
        int[][] labels = new int[batch][];
        Arrays.setAll(labels, b -> random.ints(shape[3], 1, symbols).toArray());
        var targets = new CtcLoss.Targets(lengths, labels, 0);
        var factors = new double[batch];
        Arrays.fill(factors, 1);
        var gradient = Nd4j.createUninitialized(DataType.FLOAT, logits.shape(), 'c');
        var loss = Backends.choose(DataType.FLOAT).ctc(symbols);
        var taken = new ArrayList<Double>();
        double sum = 0;
        long start = System.nanoTime();
        for (double now = 0; now < WARM_UP + MEASURED; now = (System.nanoTime() - start) / 1e9) {
            long begin = System.nanoTime();
            sum = Arrays.stream(loss.gradients(logits, targets, factors, gradient)).sum();
            if (now > WARM_UP) {
                taken.add((System.nanoTime() - begin) / 1e6);
            }
        }
        double median = taken.stream().sorted().skip(taken.size() / 2).findFirst().orElseThrow();
        System.out.println(String.format(Locale.ROOT, "%s: %.2f ms, loss %.1f", arguments[0], median, sum));
        System.out.println(String.format(Locale.ROOT, "{\"milliseconds\": %.4f, \"passes\": %d}", median, taken.size()));
    }
}
