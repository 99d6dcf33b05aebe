package org.unrolled.metrics;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tartarus.snowball.ext.englishStemmer;

/**
 * METEOR by words and stems, for English (Banerjee and Lavie 2005, "METEOR: An Automatic Metric for MT Evaluation", section 2.2). With
 * m words of the caption that have a partner in the reference, in the fewest runs c of neighbours in both:
 * <pre>
 *   P = m / caption's words   R = m / reference's words   F = P R / (0.9 P + 0.1 R)   score = F · (1 - 0.5 · (c / m)³)
 * </pre>
 * Of several references the best counts; a set's score is the mean. Words are partners if Snowball's English stemmer (Porter 2) makes
 * them equal. COCO's published figures come from METEOR 1.5, which adds synonyms, paraphrases, weights for function words and
 * other parameters: they are no figures to compare these with.
 */
final class Meteor {
    private static final double ALPHA = 0.9;
    private static final double BETA = 3;
    private static final double GAMMA = 0.5;
    /** Alignments looked at side by side: with fewer of them all is exact, as for any usual caption. */
    private static final int BEAM = 200;

    private final englishStemmer stemmer = new englishStemmer();
    private final Map<String, Integer> stems = new HashMap<>();
    private final Map<String, Integer> stemOfWord = new HashMap<>();

    /** Which words of the reference are taken, and where the caption's last word has its partner. */
    private record State(BitSet taken, int last) { }

    /** 0 to 1 for one image, of words; not for several threads at once. */
    double score(List<String> candidate, List<List<String>> references) {
        var words = stems(candidate);
        return references.stream().mapToDouble(reference -> matched(words, stems(reference))).max().orElseThrow();
    }

    private static double matched(List<Integer> candidate, List<Integer> reference) {
        var said = candidate.stream().collect(Collectors.groupingBy(stem -> stem, Collectors.counting()));
        var wanted = reference.stream().collect(Collectors.groupingBy(stem -> stem, Collectors.counting()));
        wanted.replaceAll((stem, count) -> Math.min(count, said.getOrDefault(stem, 0L)));
        double matches = wanted.values().stream().mapToLong(count -> count).sum();
        if (matches == 0) {
            return 0;
        }
        double precision = matches / candidate.size();
        double recall = matches / reference.size();
        double mean = precision * recall / (ALPHA * precision + (1 - ALPHA) * recall);
        return mean * (1 - GAMMA * Math.pow(runs(candidate, reference, wanted) / matches, BETA));
    }

    /** The fewest runs among the alignments that match as many of each stem as {@code wanted} says. */
    private static int runs(List<Integer> candidate, List<Integer> reference, Map<Integer, Long> wanted) {
        Map<State, Integer> states = Map.of(new State(new BitSet(), -2), 0);
        var left = new HashMap<>(candidate.stream().collect(Collectors.groupingBy(stem -> stem, Collectors.counting())));
        for (int stem : candidate) {
            long after = left.merge(stem, -1L, Long::sum);
            var next = new HashMap<State, Integer>();
            states.forEach((state, runs) -> {
                long open = wanted.getOrDefault(stem, 0L)
                        - state.taken().stream().filter(place -> reference.get(place) == stem).count();
                if (after >= open) {
                    next.merge(new State(state.taken(), -2), runs, Math::min);
                }
                for (int place = 0; open > 0 && place < reference.size(); place++) {
                    if (reference.get(place) == stem && !state.taken().get(place)) {
                        var taken = (BitSet) state.taken().clone();
                        taken.set(place);
                        next.merge(new State(taken, place), place == state.last() + 1 ? runs : runs + 1, Math::min);
                    }
                }
            });
            states = next.size() <= BEAM ? next : next.entrySet().stream()
                    .sorted(Map.Entry.<State, Integer>comparingByValue().thenComparing(each -> each.getKey().last()))
                    .limit(BEAM).collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
        return states.values().stream().mapToInt(runs -> runs).min().orElseThrow();
    }

    private List<Integer> stems(List<String> words) {
        return words.stream().map(word -> stemOfWord.computeIfAbsent(word, each -> {
            stemmer.setCurrent(each);
            stemmer.stem();
            return stems.computeIfAbsent(stemmer.getCurrent(), stem -> stems.size());
        })).toList();
    }
}
