package org.unrolled.plot;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Attention of a translation's words to the words of its source, beside the alignment that is known to be right. */
final class AlignmentMap {
    /** A weight below this is not written into its cell: rounded it would say nothing. */
    private static final double WRITTEN = 0.05;
    private static final int DESCRIBED = 12;

    private AlignmentMap() {
    }

    static LabelledHeatMap of(String title, List<String> source, List<String> target, double[][] weights, int[][] links) {
        var texts = Arrays.stream(weights).map(row -> Arrays.stream(row)
            .mapToObj(weight -> weight < WRITTEN ? "" : Ticks.number(weight, 1.5)).toArray(String[]::new)).toArray(String[][]::new);
        var chart = LabelledHeatMap.of(title, target, source, weights, false).range(0, 1).texts(texts)
            .axes("target", links == null ? "source" : "source; framed: known alignment");
        var known = known(links, source.size(), target.size());
        return (known == null ? chart : chart.framed(known)).describe(describe(source, target, weights, known));
    }

    private static boolean[][] known(int[][] links, int source, int target) {
        if (links == null) {
            return null;
        }
        var known = new boolean[target][source];
        for (var link : links) {
            if (link.length != 2 || link[0] < 0 || link[0] >= source || link[1] < 0 || link[1] >= target) {
                throw new IllegalArgumentException("link " + Arrays.toString(link) + " between " + source + " source and "
                    + target + " target tokens: expected {source position, target position}, counted from 0");
            }
            known[link[1]][link[0]] = true;
        }
        return known;
    }

    private static String describe(List<String> source, List<String> target, double[][] weights, boolean[][] known) {
        var best = Arrays.stream(weights).mapToInt(row -> IntStream.range(0, row.length)
            .reduce((a, b) -> row[b] > row[a] ? b : a).orElseThrow()).toArray();
        var words = IntStream.range(0, Math.min(DESCRIBED, best.length))
            .mapToObj(row -> target.get(row) + " at " + source.get(best[row]) + " " + Ticks.number(weights[row][best[row]], 1.5))
            .collect(Collectors.joining(", "));
        var text = target.size() + " target by " + source.size() + " source tokens; look most: " + words
            + (best.length > DESCRIBED ? " and so on" : "");
        if (known == null) {
            return text;
        }
        var linked = IntStream.range(0, best.length).filter(row -> anyTrue(known[row])).toArray();
        long right = Arrays.stream(linked).filter(row -> known[row][best[row]]).count();
        return text + "; " + right + " of " + linked.length + " with a known alignment look most where it is";
    }

    private static boolean anyTrue(boolean[] row) {
        return IntStream.range(0, row.length).anyMatch(i -> row[i]);
    }
}
