package org.unrolled.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.unrolled.text.BytePairEncoding.Merge;

/**
 * The learning half of {@link BytePairEncoding}: counts of pairs that are kept right while pairs are merged, and a queue of
 * them. A count that has changed is queued anew; what was queued before with another count is passed over.
 */
final class PairMerging {
    private record Counted(Merge pair, long count) { }

    private static final Comparator<Counted> MOST_FREQUENT = Comparator.comparingLong(Counted::count).reversed()
            .thenComparing(counted -> counted.pair().left()).thenComparing(counted -> counted.pair().right());

    private final List<List<String>> words = new ArrayList<>();
    private final List<Long> frequencies = new ArrayList<>();
    private final Map<Merge, Long> counts = new HashMap<>();
    private final Map<Merge, Long> changes = new HashMap<>();
    private final PriorityQueue<Counted> queue = new PriorityQueue<>(MOST_FREQUENT);
    // Words that hold a pair; one that no longer does may still be listed.
    private final Map<Merge, Set<Integer>> places = new HashMap<>();

    PairMerging(String text) {
        var distinct = new LinkedHashMap<String, Long>();
        var matcher = BytePairEncoding.WORDS.matcher(text);
        while (matcher.find()) {
            distinct.merge(matcher.group(), 1L, Long::sum);
        }
        distinct.forEach((word, frequency) -> {
            words.add(new ArrayList<>(word.codePoints().mapToObj(Character::toString).toList()));
            frequencies.add(frequency);
            count(words.size() - 1, 1);
        });
        applyChanges();
    }

    /** Merges the most frequent pair, at most so many times, and says what was merged. */
    List<Merge> learn(int merges) {
        var learned = new ArrayList<Merge>();
        while (learned.size() < merges) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("learning pieces of words was interrupted after " + learned.size() + " of "
                        + merges + " merges");
            }
            var best = queue.poll();
            if (best == null) {
                break;
            }
            var merge = best.pair();
            if (counts.getOrDefault(merge, 0L) != best.count()) {
                continue;
            }
            learned.add(merge);
            for (int word : List.copyOf(places.get(merge))) {
                count(word, -1);
                merge(words.get(word), merge);
                count(word, 1);
            }
            applyChanges();
        }
        return learned;
    }

    /** Brings the counts up to date, and queues those that occur twice or more. */
    private void applyChanges() {
        changes.forEach((pair, change) -> {
            long count = counts.merge(pair, change, Long::sum);
            if (count > 1 && change != 0) {
                queue.add(new Counted(pair, count));
            }
        });
        changes.clear();
    }

    /** Adds (1) or takes away (-1) the pairs of a word. */
    private void count(int word, int sign) {
        var pieces = words.get(word);
        for (int i = 0; i + 1 < pieces.size(); i++) {
            var pair = new Merge(pieces.get(i), pieces.get(i + 1));
            changes.merge(pair, sign * frequencies.get(word), Long::sum);
            if (sign > 0) {
                places.computeIfAbsent(pair, key -> new LinkedHashSet<>()).add(word);
            }
        }
    }

    /** Replaces a pair everywhere in a list of pieces, from left to right. */
    static void merge(List<String> pieces, Merge pair) {
        int kept = 0;
        for (int i = 0; i < pieces.size(); i++, kept++) {
            boolean found = i + 1 < pieces.size() && pieces.get(i).equals(pair.left()) && pieces.get(i + 1).equals(pair.right());
            pieces.set(kept, found ? pair.piece() : pieces.get(i));
            i += found ? 1 : 0;
        }
        pieces.subList(kept, pieces.size()).clear();
    }
}
