package org.unrolled.ctc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.unrolled.decode.NGramModel;

class CtcSearchTest {
    private static float[][] random(Random random, int steps, int symbols, double spread) {
        var rows = new float[steps][symbols];
        for (var row : rows) {
            double sum = 0;
            for (int k = 0; k < symbols; k++) {
                row[k] = (float) (spread * random.nextGaussian());
                sum += Math.exp(row[k]);
            }
            for (int k = 0; k < symbols; k++) {
                row[k] -= (float) Math.log(sum);
            }
        }
        return rows;
    }

    /** Log-probability of each sequence of labels, by all paths one after the other. */
    private static Map<List<Integer>, Double> all(float[][] rows, int blank) {
        int symbols = rows[0].length;
        var found = new HashMap<List<Integer>, Double>();
        for (int number = 0; number < Math.pow(symbols, rows.length); number++) {
            int[] path = new int[rows.length];
            double log = 0;
            for (int t = 0, rest = number; t < path.length; t++, rest /= symbols) {
                path[t] = rest % symbols;
                log += rows[t][path[t]];
            }
            found.merge(boxed(GreedyCtc.collapsed(path, blank)), Math.exp(log), Double::sum);
        }
        found.replaceAll((labels, p) -> Math.log(p));
        return found;
    }

    private static List<Integer> boxed(int[] labels) {
        return Arrays.stream(labels).boxed().toList();
    }

    private static List<Integer> best(Map<List<Integer>, Double> all, ToDoubleFunction<List<Integer>> known) {
        return all.keySet().stream().max((a, b) -> Double.compare(all.get(a) + known.applyAsDouble(a), all.get(b) + known.applyAsDouble(b)))
            .orElseThrow();
    }

    @Test
    void pathsCollapse() {
        assertArrayEquals(new int[] {3, 3, 1}, GreedyCtc.collapsed(new int[] {0, 3, 3, 0, 3, 1, 1, 0}, 0));
        assertArrayEquals(new int[] {0, 1}, GreedyCtc.collapsed(new int[] {0, 0, 2, 1}, 2));
        assertArrayEquals(new int[0], GreedyCtc.collapsed(new int[] {0, 0}, 0));
    }

    @Test
    void greedySaysWhenEachLabelWasHeard() {
        var rows = new float[][] {{0, -5, -5}, {-5, 0, -5}, {-5, 0, -5}, {0, -5, -5}, {-5, 0, -5}, {-5, -5, -1}};
        var found = new GreedyCtc().decode(rows).get(0);
        assertArrayEquals(new int[] {1, 1, 2}, found.labels());
        assertArrayEquals(new int[] {1, 4, 5}, found.steps());
        assertEquals(-1, found.logProbability(), 1e-6);
    }

    /** With a beam that holds everything it finds the most probable labels and their exact probability, with a language model too. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aWideBeamIsExact(boolean known) {
        var random = new Random(4);
        int unlikeGreedy = 0;
        int moved = 0;
        var model = NGramModel.train(List.of(new int[] {0, 1, 2, 1, 2, 1, 2}, new int[] {0, 2, 2, 1}), 2, 3);
        for (int trial = 0; trial < 60; trial++) {
            int blank = known ? 0 : random.nextInt(3);
            var rows = random(random, 1 + random.nextInt(5), 3, 1);
            var all = all(rows, blank);
            var expected = best(all, labels -> known ? score(model, labels) : 0);
            var search = PrefixBeamSearch.of(500).withBlank(blank).withLeastProbability(0)
                .withScorer(known ? PrefixScorer.model(model, 0, -1, k -> k, 0.7, 0.3) : PrefixScorer.none(0));
            var found = search.decode(rows);
            assertEquals(expected, boxed(found.get(0).labels()));
            assertEquals(all.size(), found.size());
            for (var each : found) {
                var labels = boxed(each.labels());
                assertEquals(all.get(labels), each.logProbability(), 1e-5, labels.toString());
                assertEquals(all.get(labels) + (known ? score(model, labels) : 0), each.score(), 1e-5);
            }
            assertEquals(1, found.stream().mapToDouble(each -> Math.exp(each.logProbability())).sum(), 1e-5);
            unlikeGreedy += expected.equals(boxed(new GreedyCtc(blank).decode(rows).get(0).labels())) ? 0 : 1;
            moved += expected.equals(best(all, labels -> 0)) ? 0 : 1;
        }
        assertTrue(unlikeGreedy > 5, unlikeGreedy + " of 60 differ from the best path's");
        assertEquals(known, moved > 3, moved + " of 60 are changed by what is known");
    }

    private static double score(NGramModel model, List<Integer> labels) {
        double sum = 0;
        var step = model.step(model.start(), 0);
        for (int label : labels) {
            sum += 0.7 * step.logProbabilities().getDouble(0, label) + 0.3;
            step = model.step(step.state(), label);
        }
        return sum;
    }

    @Test
    void stepsMayComeOneByOne() {
        var rows = random(new Random(2), 40, 6, 2);
        var scorer = PrefixScorer.model(NGramModel.train(List.of(new int[] {0, 1, 2, 3, 4, 5}), 2, 6), 0, -1, k -> k, 0.5, 0.5);
        for (var search : List.of(new GreedyCtc(), PrefixBeamSearch.of(4), PrefixBeamSearch.of(8).withScorer(scorer))) {
            var stream = search.stream();
            assertEquals(0, stream.best().labels().length, "nothing heard, nothing said");
            for (int t = 0; t < rows.length; t++) {
                stream.accept(rows[t]);
                if (t % 13 == 0) {
                    assertEquals(search.decode(Arrays.copyOf(rows, t + 1)), stream.hypotheses(), "after step " + t);
                }
            }
            assertEquals(search.decode(rows), stream.hypotheses());
            assertTrue(stream.best().labels().length > 3);
        }
    }

    /** A narrow beam can't be better than a wide one. */
    @Test
    void aWiderBeamFindsWhatIsMoreProbable() {
        var random = new Random(8);
        int better = 0;
        for (int trial = 0; trial < 40; trial++) {
            var rows = random(random, 30, 8, 1);
            double narrow = PrefixBeamSearch.of(1).decode(rows).get(0).score();
            double wide = PrefixBeamSearch.of(64).decode(rows).get(0).score();
            better += wide > narrow + 1e-9 ? 1 : 0;
        }
        assertTrue(better > 20, better + " of 40");
    }

    private static int[] spelt(String word) {
        return word.chars().map(letter -> letter - 'a' + 1).toArray();
    }

    /** Symbols 1 to 4 are a to d, 5 is the blank between words; the network heard "abd c", of which only "abc" and "c" are words. */
    @Test
    void aLexiconLetsOnlyWordsThrough() {
        var rows = new float[][] {peak(1, 0.9), peak(2, 0.9), peak(4, 0.5, 3, 0.4), peak(5, 0.9), peak(3, 0.9)};
        assertArrayEquals(new int[] {1, 2, 4, 5, 3}, PrefixBeamSearch.of(20).decode(rows).get(0).labels());
        var words = List.of("abc", "c", "da");
        var lexicon = Lexicon.of(words, CtcSearchTest::spelt, 5);
        var found = PrefixBeamSearch.of(20).withScorer(lexicon).decode(rows);
        assertArrayEquals(new int[] {1, 2, 3, 5, 3}, found.get(0).labels());
        assertTrue(found.stream().allMatch(each -> known(each.labels(), words)), found.toString());
        // A model of words that has only seen "da da" after the beginning, token 3.
        var model = NGramModel.train(List.of(new int[] {3, 2, 2}, new int[] {3, 0, 2}), 2, 4);
        double weight = 0.6;
        var withModel = PrefixBeamSearch.of(200).withLeastProbability(0)
            .withScorer(Lexicon.of(words, CtcSearchTest::spelt, 5, model, 3, weight, 0.25)).decode(rows);
        var said = withModel.stream().filter(each -> Arrays.equals(each.labels(), new int[] {1, 2, 3, 5, 3})).findFirst().orElseThrow();
        double expected = weight * (model.logProbabilities(3)[0] + model.logProbabilities(3, 0)[1]) + 2 * 0.25;
        assertEquals(expected, said.score() - said.logProbability(), 1e-6);
    }

    private static boolean known(int[] labels, List<String> words) {
        var text = Arrays.stream(labels).mapToObj(label -> label == 5 ? " " : String.valueOf((char) ('a' + label - 1)))
            .reduce("", String::concat);
        return text.isEmpty() || Arrays.stream(text.split(" ", -1)).allMatch(word -> words.contains(word) || word.isEmpty() && text.endsWith(" "));
    }

    private static float[] peak(Object... symbolsAndProbabilities) {
        var row = new double[6];
        Arrays.fill(row, 0.01);
        for (int i = 0; i < symbolsAndProbabilities.length; i += 2) {
            row[(int) symbolsAndProbabilities[i]] = (double) symbolsAndProbabilities[i + 1];
        }
        double sum = Arrays.stream(row).sum();
        var logs = new float[row.length];
        IntStream.range(0, row.length).forEach(k -> logs[k] = (float) Math.log(row[k] / sum));
        return logs;
    }

    /** The best of all paths that become the labels, one after the other. */
    @Test
    void aForcedAlignmentIsTheBestPath() {
        var random = new Random(6);
        int aligned = 0;
        for (int trial = 0; trial < 50; trial++) {
            var rows = random(random, 2 + random.nextInt(4), 3, 1);
            int[] labels = IntStream.range(0, random.nextInt(3)).map(i -> 1 + random.nextInt(2)).toArray();
            double expected = Double.NEGATIVE_INFINITY;
            for (int number = 0; number < Math.pow(3, rows.length); number++) {
                int[] path = new int[rows.length];
                double log = 0;
                for (int t = 0, rest = number; t < path.length; t++, rest /= 3) {
                    path[t] = rest % 3;
                    log += rows[t][path[t]];
                }
                expected = Arrays.equals(GreedyCtc.collapsed(path, 0), labels) ? Math.max(expected, log) : expected;
            }
            if (expected == Double.NEGATIVE_INFINITY) {
                assertThrows(IllegalArgumentException.class, () -> ForcedAlignment.of(rows, labels, 0));
                continue;
            }
            aligned++;
            var found = ForcedAlignment.of(rows, labels, 0);
            assertEquals(expected, found.logProbability(), 1e-5);
            assertArrayEquals(labels, found.labels().stream().mapToInt(ForcedAlignment.Segment::label).toArray());
            int[] path = new int[rows.length];
            found.labels().forEach(each -> Arrays.fill(path, each.first(), each.last() + 1, each.label()));
            double said = IntStream.range(0, path.length).mapToDouble(t -> rows[t][path[t]]).sum();
            assertEquals(expected, said, 1e-5, "the segments are that path");
            double blanks = IntStream.range(0, path.length).filter(t -> path[t] == 0).mapToDouble(t -> rows[t][0]).sum();
            assertEquals(expected, blanks + found.labels().stream().mapToDouble(each -> each.score() * (each.last() - each.first() + 1)).sum(),
                1e-5, "scores are means over a label's steps");
        }
        assertTrue(aligned > 30, aligned + " of 50");
    }

    @Test
    void badInputIsNamed() {
        var search = PrefixBeamSearch.of(2);
        assertEquals(0, search.decode(new float[0][]).get(0).labels().length);
        refused(() -> search.decode(new float[][] {{-1, -1}, {-1, -1, -1}}), "step 1 has 3 symbols, expected 2 as before");
        refused(() -> new GreedyCtc().decode(new float[][] {{-1, Float.NaN}}), "step 0 has NaN as log-probability of symbol 1");
        refused(() -> new GreedyCtc().decode(new float[][] {{0.5f, 0.5f}}), "expected logarithms");
        refused(() -> new GreedyCtc(2).decode(new float[][] {{-1, -1}}), "the number of the blank");
        refused(() -> PrefixBeamSearch.of(0), "a beam of 0");
        refused(() -> ForcedAlignment.of(new float[][] {{-1, -1}}, new int[] {1, 1}, 0), "2 labels need at least 3 steps, there are 1");
        refused(() -> Lexicon.of(List.of("a"), word -> new int[] {5}, 5), "boundary");
        assertFalse(search.decode(new float[][] {{-1, -1}}).isEmpty());
    }

    private static void refused(Executable action, String expected) {
        var message = assertThrows(IllegalArgumentException.class, action).getMessage();
        assertTrue(message.contains(expected), message);
    }
}
