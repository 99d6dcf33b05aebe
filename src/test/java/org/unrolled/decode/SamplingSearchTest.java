package org.unrolled.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplingSearchTest {
    private static final SearchRules RULES = SearchRules.of(0, 1);

    @Test
    void drawsSequencesAsOftenAsTheModelSaysThem() {
        var model = new ChainModel(new double[][] {{0, 0, 0.7, 0.3}, {0, 1, 0, 0}, {0, 1, 0, 0}, {0, 0.4, 0.6, 0}});
        int samples = 20_000;
        var drawn = new SamplingSearch(RULES, Sampler.builder().seed(2).build(), samples).search(model, 1, 3).get(0);
        assertEquals(samples, drawn.size());
        assertShare(0.7, drawn, 2);
        assertShare(0.3 * 0.4, drawn, 3);
        assertShare(0.3 * 0.6, drawn, 3, 2);
        assertEquals(Math.log(0.7), drawn.get(0).score(), 1e-6);
        assertEquals(Math.log(0.3 * 0.4), drawn.get(samples - 1).score(), 1e-6);
    }

    /** Within five standard deviations of a count. */
    private static void assertShare(double share, List<Hypothesis> drawn, int... tokens) {
        double found = drawn.stream().filter(each -> Arrays.equals(each.tokens(), tokens)).count() / (double) drawn.size();
        assertEquals(share, found, 5 * Math.sqrt(share * (1 - share) / drawn.size()), Arrays.toString(tokens));
    }

    @Test
    void theSeedDecidesAndNothingElse() {
        var model = new PrefixModel(20, 5, 8, 8);
        var first = drawn(model, Sampler.builder().seed(1).build());
        var sampler = Sampler.builder().seed(1).build();
        sampler.next(-1, -1, -1);
        assertEquals(first, drawn(model, sampler), "what the sampler has drawn elsewhere doesn't count");
        assertNotEquals(first, drawn(model, Sampler.builder().seed(2).build()));
        assertTrue(first.stream().distinct().count() > 20, "samples of one sentence differ: " + first);
    }

    private static List<List<Integer>> drawn(PrefixModel model, Sampler sampler) {
        return new SamplingSearch(RULES, sampler, 30).search(model, model.start(0), 8).get(0).stream()
            .map(each -> IntStream.of(each.tokens()).boxed().toList()).toList();
    }

    /** Two equal sentences: the same samples, or, apart, others, drawn as often as the model says them all the same. */
    @Test
    void sentencesMayHaveRandomNumbersOfTheirOwn() {
        var model = new ChainModel(new double[][] {{0, 0, 0.7, 0.3}, {0, 1, 0, 0}, {0, 0.5, 0, 0.5}, {0, 0.4, 0.6, 0}});
        int samples = 5000;
        for (boolean apart : new boolean[] {false, true}) {
            var search = new SamplingSearch(RULES, Sampler.builder().seed(2).build(), samples, apart);
            var drawn = search.search(model, 2, 3, 3);
            for (var each : drawn) {
                assertEquals(samples, each.size());
                assertShare(0.7 * 0.5, each, 2);
                assertShare(0.3 * 0.4, each, 3);
            }
            long[] twos = drawn.stream().mapToLong(each -> each.stream().filter(one -> one.tokens()[0] == 2).count()).toArray();
            assertEquals(!apart, twos[0] == twos[1], twos[0] + " and " + twos[1]);
        }
    }

    @Test
    void amongTheMostProbableOnlyItIsGreedy() {
        var model = new PrefixModel(20, 5, 8, 3);
        var greedy = new GreedySearch(RULES).search(model, model.start(0, 1), 8, 3);
        for (var sampler : List.of(Sampler.builder().topK(1).seed(1).build(), Sampler.greedy())) {
            var found = new SamplingSearch(RULES, sampler).search(model, model.start(0, 1), 8, 3);
            for (int sentence = 0; sentence < 2; sentence++) {
                assertArrayEquals(greedy.get(sentence).get(0).tokens(), found.get(sentence).get(0).tokens());
                assertEquals(greedy.get(sentence).get(0).score(), found.get(sentence).get(0).score(), 1e-9);
            }
        }
    }

    @Test
    void whatIsNeverToBeChosenIsNeverDrawn() {
        var model = new PrefixModel(4, 5, 8);
        var rules = RULES.forbid(0, 2).minLength(2);
        var sampler = Sampler.builder().temperature(3).seed(1).build();
        for (var each : new SamplingSearch(rules, sampler, 200).search(model, model.start(0), 8).get(0)) {
            assertTrue(IntStream.of(each.tokens()).allMatch(id -> id == 3) && each.tokens().length >= 2, each.toString());
        }
    }
}
