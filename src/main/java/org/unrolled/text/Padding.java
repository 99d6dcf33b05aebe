package org.unrolled.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Sequences of different lengths in one array: which of them share it, and how the short ones are filled up. */
public final class Padding {
    private Padding() { }

    /** What an epoch draws from; its order is the same for the same seed and number. */
    public static Random random(long seed, int epoch) {
        Preconditions.checkArgument(epoch >= 0, "epoch is %s, expected 0 or more", epoch);
        // Two draws from the seed's own generator keep the epochs of neighbouring seeds apart.
        return new Random(new Random(seed).nextLong() + epoch * 0x9E3779B97F4A7C15L);
    }

    /** Places 0 to {@code size - 1} in groups of similar length; the company among equals and the groups' order are drawn. */
    static List<List<Integer>> groups(int size, int batchSize, Comparator<Integer> byLength, Random random) {
        var order = places(size);
        Collections.shuffle(order, random);
        order.sort(byLength);
        var groups = cut(order, batchSize);
        Collections.shuffle(groups, random);
        return groups;
    }

    /**
     * Places 0 to {@code size - 1} in groups of similar length for an epoch: which of equal length come together, and the order of the
     * groups, are drawn.
     *
     * @param mostSteps as {@link #groups(List, IntUnaryOperator, int, long)} has it
     */
    public static List<List<Integer>> groups(int size, IntUnaryOperator length, int batchSize, long mostSteps, Random random) {
        var order = places(size);
        Collections.shuffle(order, random);
        var groups = groups(order, length, batchSize, mostSteps);
        Collections.shuffle(groups, random);
        return groups;
    }

    /** Places 0 to {@code size - 1} in an order that is drawn, cut into batches; the last may be smaller. */
    public static List<List<Integer>> shuffled(int size, int batchSize, Random random) {
        var order = places(size);
        Collections.shuffle(order, random);
        return cut(order, batchSize);
    }

    /** The same in their order. */
    public static List<List<Integer>> inOrder(int size, int batchSize) {
        return cut(places(size), batchSize);
    }

    private static List<Integer> places(int size) {
        return new ArrayList<>(IntStream.range(0, size).boxed().toList());
    }

    /** Groups of neighbours; the last may be smaller. */
    static List<List<Integer>> cut(List<Integer> order, int batchSize) {
        Preconditions.checkArgument(batchSize >= 1, "batchSize is %s, expected at least 1", batchSize);
        var groups = new ArrayList<List<Integer>>();
        for (int from = 0; from < order.size(); from += batchSize) {
            groups.add(List.copyOf(order.subList(from, Math.min(from + batchSize, order.size()))));
        }
        return groups;
    }

    /**
     * Groups of similar length, each of so many sequences, or of fewer where they are so long that the group, filled up, would have
     * more than {@code mostSteps} steps; one alone may have more.
     *
     * @param order  places of the sequences; those of equal length stay in this order
     * @param length of the sequence at a place
     */
    public static List<List<Integer>> groups(List<Integer> order, IntUnaryOperator length, int batchSize, long mostSteps) {
        Preconditions.checkArgument(batchSize >= 1 && mostSteps >= 1, "a batch of %s sequences and %s steps: expected at least 1 of each",
                batchSize, mostSteps);
        var groups = new ArrayList<List<Integer>>();
        var group = new ArrayList<Integer>();
        for (int i : order.stream().sorted(Comparator.comparingInt(length::applyAsInt)).toList()) {
            if (group.size() == batchSize || !group.isEmpty() && (group.size() + 1L) * length.applyAsInt(i) > mostSteps) {
                groups.add(List.copyOf(group));
                group.clear();
            }
            group.add(i);
        }
        groups.add(List.copyOf(group));
        return groups;
    }

    /** Ids filled up with 0, and the mask, both [sequences, time], without so many first and last ids of each sequence. */
    public static INDArray[] rows(List<int[]> sequences, int first, int last) {
        int time = sequences.stream().mapToInt(ids -> ids.length).max().orElseThrow() - first - last;
        var ids = new float[sequences.size()][time];
        var mask = new float[sequences.size()][time];
        for (int row = 0; row < ids.length; row++) {
            int[] sequence = sequences.get(row);
            for (int t = 0; t < sequence.length - first - last; t++) {
                ids[row][t] = sequence[first + t];
                mask[row][t] = 1;
            }
        }
        return new INDArray[] {Nd4j.create(ids), Nd4j.create(mask)};
    }

    /** The share of steps that are filled up, 0 to below 1, where these groups are taken from each of the sides. */
    static double share(List<List<Integer>> groups, List<List<int[]>> sides) {
        long real = 0;
        long all = 0;
        for (var group : groups) {
            for (var side : sides) {
                real += group.stream().mapToLong(i -> side.get(i).length).sum();
                all += (long) group.size() * group.stream().mapToInt(i -> side.get(i).length).max().orElseThrow();
            }
        }
        return 1 - (double) real / all;
    }
}
