package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How often each run of n neighbours occurs in a sentence of words or characters. */
final class NGrams {
    private NGrams() { }

    /** One map for each order from 1; a sentence shorter than the order has none of it. */
    static List<Map<List<String>, Integer>> upTo(int order, List<String> symbols) {
        var all = new ArrayList<Map<List<String>, Integer>>(order);
        for (int n = 1; n <= order; n++) {
            var counts = new HashMap<List<String>, Integer>();
            for (int i = 0; i + n <= symbols.size(); i++) {
                counts.merge(symbols.subList(i, i + n), 1, Integer::sum);
            }
            all.add(counts);
        }
        return all;
    }

    /** How many there are, each as often as it occurs. */
    static long total(Map<List<String>, Integer> counts) {
        return counts.values().stream().mapToLong(Integer::intValue).sum();
    }

    /** How many occurrences are in both. */
    static long common(Map<List<String>, Integer> one, Map<List<String>, Integer> other) {
        return one.entrySet().stream().mapToLong(gram -> Math.min(gram.getValue(), other.getOrDefault(gram.getKey(), 0))).sum();
    }

    /** Of several sentences, the largest count of each. */
    static Map<List<String>, Integer> largest(List<Map<List<String>, Integer>> sentences) {
        if (sentences.size() == 1) {
            return sentences.get(0);
        }
        var largest = new HashMap<List<String>, Integer>();
        sentences.forEach(sentence -> sentence.forEach((gram, count) -> largest.merge(gram, count, Math::max)));
        return largest;
    }
}
