package org.unrolled.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unrolled.concurrent.Interrupted;

class BeamSearchTest {
    private static final int START = 0;
    private static final int END = 1;
    private static final SearchRules RULES = SearchRules.of(START, END).maxLength(source -> 5);
    /** Wider than the number of all beginnings. */
    private static final int ALL = 1000;

    /** Token 2 is likelier than 3, but what follows it is undecided; 3 is always followed by 4 and the end. */
    private static ChainModel lesserTokenFirst() {
        return new ChainModel(new double[][] {
            {0, 0, 0.6, 0.4, 0},
            {0, 1, 0, 0, 0},
            {0, 0.3, 0.3, 0.1, 0.3},
            {0, 0, 0, 0, 1},
            {0, 1, 0, 0, 0}});
    }

    @Test
    void findsTheWayThatBeginsWithTheLesserToken() {
        var model = lesserTokenFirst();
        var greedy = new GreedySearch(RULES).search(model, 1, 3).get(0).get(0);
        assertArrayEquals(new int[] {2}, greedy.tokens());
        assertEquals(Math.log(0.6 * 0.3), greedy.logProbability(), 1e-6);
        var best = unnormalised(RULES, 2, 1).search(model, 1, 3).get(0).get(0);
        assertArrayEquals(new int[] {3, 4}, best.tokens());
        assertEquals(Math.log(0.4), best.logProbability(), 1e-6);
        assertTrue(best.finished());
        assertNull(best.attention());
    }

    @Test
    void whoWatchesSeesWhatEachStepChoseFrom() {
        var model = lesserTokenFirst();
        var steps = new ArrayList<BeamStep>();
        var search = BeamSearch.builder(RULES).width(2).lengthNormalisation(LengthNormalisation.none());
        var found = search.watch(steps::add).build().search(model, 2, 3, 3);
        assertEquals(search.watch(null).build().search(model, 2, 3, 3).toString(), found.toString(), "what is found doesn't depend on who watches");
        var first = steps.stream().filter(step -> step.sentence() == 1).toList();
        assertEquals(List.of(List.of(2), List.of(3)), first.get(0).candidates().stream().map(BeamStep.Candidate::tokens).toList());
        // Beside 3, 4 the best are 2 with the end, 2 with 2 and 2 with 4, all of probability 0.18; lower ids come first.
        assertEquals(List.of(List.of(3, 4), List.of(2, 1), List.of(2, 2), List.of(2, 4)),
            first.get(1).candidates().stream().map(BeamStep.Candidate::tokens).toList());
        assertEquals(List.of(BeamStep.Fate.KEPT, BeamStep.Fate.FINISHED, BeamStep.Fate.KEPT, BeamStep.Fate.DROPPED),
            first.get(1).candidates().stream().map(BeamStep.Candidate::fate).toList());
        assertEquals(Math.log(0.18), first.get(1).candidates().get(1).score(), 1e-6);
        assertEquals(List.of(false, false, true), first.stream().map(BeamStep::last).toList());
        var end = first.get(2).candidates().get(0);
        assertEquals(List.of(3, 4, END), end.tokens());
        assertEquals(found.get(1).get(0).score(), end.score(), 1e-12);
    }

    static Stream<Arguments> settings() {
        return Stream.of(
            Arguments.of("log-probability", LengthNormalisation.none(), 0, RULES),
            Arguments.of("mean", LengthNormalisation.mean(), 0, RULES),
            Arguments.of("GNMT 0.6", LengthNormalisation.gnmt(0.6), 0, RULES),
            Arguments.of("coverage", LengthNormalisation.gnmt(0.6), 0.4, RULES),
            Arguments.of("coverage alone", LengthNormalisation.none(), 3, RULES),
            Arguments.of("at least 3 tokens", LengthNormalisation.none(), 0, RULES.minLength(3)),
            Arguments.of("without token 3", LengthNormalisation.mean(), 0.2, RULES.forbid(START, 3)),
            Arguments.of("the start may be said", LengthNormalisation.mean(), 0, RULES.forbid().maxLength(source -> 4)),
            Arguments.of("length by source", LengthNormalisation.mean(), 0, RULES.maxLength(source -> source)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("settings")
    void aBeamOfAllFindsTheBestOfAll(String name, LengthNormalisation normalisation, double coverage, SearchRules rules) {
        for (int seed = 0; seed < 10; seed++) {
            var model = new PrefixModel(5, seed, 2, 5, 3);
            var search = BeamSearch.builder(rules).width(ALL).nBest(4).lengthNormalisation(normalisation)
                .coveragePenalty(coverage).build();
            var found = search.search(model, model.start(0, 1, 2), model.lengths(0, 1, 2));
            for (int sentence = 0; sentence < 3; sentence++) {
                var all = everything(model, sentence, rules, normalisation, coverage);
                assertEquals(Math.min(4, all.size()), found.get(sentence).size());
                for (int rank = 0; rank < found.get(sentence).size(); rank++) {
                    assertSame(all.get(rank), found.get(sentence).get(rank), 1e-5, "seed " + seed + ", rank " + rank);
                }
            }
        }
    }

    /** All finished sequences with their scores by the formulas, the best first. */
    private static List<Hypothesis> everything(PrefixModel model, int sentence, SearchRules rules,
                                               LengthNormalisation normalisation, double coverage) {
        var all = new ArrayList<Hypothesis>();
        extend(model, sentence, rules, normalisation, coverage, new int[0], 0, List.of(), all);
        all.sort(Comparator.comparingDouble(Hypothesis::score).reversed());
        return all;
    }

    private static void extend(PrefixModel model, int sentence, SearchRules rules, LengthNormalisation normalisation,
                               double coverage, int[] tokens, double sum, List<double[]> looked, List<Hypothesis> all) {
        int[] read = IntStream.concat(IntStream.of(rules.start()), IntStream.of(tokens)).toArray();
        var logs = model.logProbabilities(sentence, read);
        var now = new ArrayList<>(looked);
        now.add(model.attention(sentence, read));
        if (tokens.length >= rules.minLength()) {
            double penalty = 0;
            for (int j = 0; j < now.get(0).length; j++) {
                int source = j;
                penalty += Math.log(Math.min(1, now.stream().mapToDouble(weights -> weights[source]).sum()));
            }
            double total = sum + logs[rules.end()];
            all.add(new Hypothesis(tokens, total, total / normalisation.divisor(tokens.length + 1) + coverage * penalty,
                looked.toArray(double[][]::new), true));
        }
        int most = rules.maxLength().applyAsInt(now.get(0).length);
        for (int id = 0; id < logs.length && tokens.length + 1 < most; id++) {
            if (id != rules.end() && !rules.forbidden().contains(id)) {
                extend(model, sentence, rules, normalisation, coverage,
                    IntStream.concat(IntStream.of(tokens), IntStream.of(id)).toArray(), sum + logs[id], now, all);
            }
        }
    }

    private static void assertSame(Hypothesis expected, Hypothesis actual, double tolerance, String where) {
        assertArrayEquals(expected.tokens(), actual.tokens(), where + ": " + expected + " and " + actual);
        assertEquals(expected.logProbability(), actual.logProbability(), tolerance, where);
        assertEquals(expected.score(), actual.score(), tolerance, where);
        assertEquals(expected.finished(), actual.finished(), where);
        assertEquals(expected.attention().length, actual.attention().length, where);
        for (int t = 0; t < expected.attention().length; t++) {
            assertArrayEquals(expected.attention()[t], actual.attention()[t], tolerance, where);
        }
    }

    @Test
    void aBeamOfOneIsGreedy() {
        for (int seed = 0; seed < 50; seed++) {
            var model = new PrefixModel(9, seed, 4, 7);
            var rules = SearchRules.of(START, END).minLength(seed % 3);
            var greedy = new GreedySearch(rules).search(model, model.start(0, 1), model.lengths(0, 1));
            var beam = unnormalised(rules, 1, 1).search(model, model.start(0, 1), model.lengths(0, 1));
            for (int sentence = 0; sentence < 2; sentence++) {
                assertSame(greedy.get(sentence).get(0), beam.get(sentence).get(0), 1e-12, "seed " + seed);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("searches")
    void aSentenceGetsTheSameAloneAndAmongOthers(Search search) {
        int[] sources = {4, 2, 9, 1, 6, 6, 30};
        var model = new PrefixModel(12, 3, sources);
        int[] order = {6, 2, 0, 1, 5, 4, 3, 2};
        var together = search.search(model, model.start(order), model.lengths(order));
        for (int i = 0; i < order.length; i++) {
            var alone = search.search(model, model.start(order[i]), model.lengths(order[i])).get(0);
            assertEquals(alone.size(), together.get(i).size());
            for (int rank = 0; rank < alone.size(); rank++) {
                assertSame(alone.get(rank), together.get(i).get(rank), 1e-12, "sentence " + order[i]);
                for (var weights : together.get(i).get(rank).attention()) {
                    assertEquals(sources[order[i]], weights.length, "without the padding of the batch");
                }
            }
        }
    }

    static Stream<Search> searches() {
        var rules = SearchRules.of(START, END);
        return Stream.of(new GreedySearch(rules), new SamplingSearch(rules, Sampler.builder().seed(4).build(), 3),
            BeamSearch.builder(rules).width(4).nBest(4).coveragePenalty(0.2).build(), unnormalised(rules, 3, 2));
    }

    @Test
    void theNBestAreSortedAndAllDifferent() {
        for (int seed = 0; seed < 20; seed++) {
            var model = new PrefixModel(8, seed, 6);
            var found = BeamSearch.builder(SearchRules.of(START, END)).width(6).nBest(6).build()
                .search(model, model.start(0), 6).get(0);
            assertTrue(found.size() <= 6 && !found.isEmpty());
            assertEquals(found.size(), found.stream().map(each -> IntStream.of(each.tokens()).boxed().toList()).distinct().count());
            for (int rank = 1; rank < found.size(); rank++) {
                assertTrue(found.get(rank - 1).score() >= found.get(rank).score());
            }
            for (var each : found) {
                assertTrue(IntStream.of(each.tokens()).noneMatch(id -> id == START || id == END), each.toString());
                double mean = each.logProbability() / (each.tokens().length + (each.finished() ? 1 : 0));
                assertEquals(mean, each.score(), 1e-9);
            }
        }
    }

    @Test
    void aCoveragePenaltyPrefersWhatReadsTheWholeSource() {
        // Both answers are said with certainty after the first word; 2 looks at the first source word again, 3 at the second.
        var model = new ChainModel(new double[][] {
            {0, 0, 0.55, 0.45}, {0, 1, 0, 0}, {0, 1, 0, 0}, {0, 1, 0, 0}},
            new double[][] {{1, 0}, {1, 0}, {0.9, 0.1}, {0.2, 0.8}});
        var plain = BeamSearch.builder(RULES).width(2).lengthNormalisation(LengthNormalisation.gnmt(0.2));
        assertArrayEquals(new int[] {2}, plain.build().search(model, 1, 2).get(0).get(0).tokens());
        var best = plain.coveragePenalty(0.2).nBest(2).build().search(model, 1, 2).get(0);
        assertArrayEquals(new int[] {3}, best.get(0).tokens());
        // By hand: two tokens with the end, coverage min(1.2, 1) and 0.8; min(1.9, 1) and 0.1.
        assertEquals(Math.log(0.45) / Math.pow(7 / 6.0, 0.2) + 0.2 * Math.log(0.8), best.get(0).score(), 1e-6);
        assertEquals(Math.log(0.55) / Math.pow(7 / 6.0, 0.2) + 0.2 * Math.log(0.1), best.get(1).score(), 1e-6);
        assertArrayEquals(new double[] {1, 0}, best.get(0).attention()[0], 1e-6);
        assertEquals(1, best.get(0).attention().length, "one row a token, none for the end");
        var without = new ChainModel(model.probabilities());
        var e = assertThrows(IllegalArgumentException.class, () -> plain.build().search(without, 1, 2));
        assertTrue(e.getMessage().startsWith("a coverage penalty needs attention"), e.getMessage());
    }

    @Test
    void normalisationLetsALongerSequenceWin() {
        // 2 then the end: 0.5 · 0.5 in two tokens; 3, 4, 5, then the end: 0.5 · 0.6 · 0.6 · 1 = 0.18 in four.
        var model = new ChainModel(new double[][] {
            {0, 0, 0.5, 0.5, 0, 0, 0}, {0, 1, 0, 0, 0, 0, 0}, {0, 0.5, 0, 0, 0, 0, 0.5}, {0, 0, 0, 0, 0.6, 0, 0.4},
            {0, 0, 0, 0, 0, 0.6, 0.4}, {0, 1, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 0, 0, 1}});
        assertArrayEquals(new int[] {2}, unnormalised(RULES, 3, 1).search(model, 1, 3).get(0).get(0).tokens());
        var mean = BeamSearch.builder(RULES).width(3).lengthNormalisation(LengthNormalisation.mean()).build()
            .search(model, 1, 3).get(0).get(0);
        assertArrayEquals(new int[] {3, 4, 5}, mean.tokens());
        assertEquals(Math.log(0.18) / 4, mean.score(), 1e-6);
        assertEquals(Math.pow(1.5, 0.6), LengthNormalisation.gnmt(0.6).divisor(4), 1e-12);
    }

    @Test
    void whatNeverEndsIsCutAtTheLongestLength() {
        var model = new ChainModel(new double[][] {{0, 0, 0.5, 0.5}, {0, 1, 0, 0}, {0, 0, 0.9, 0.1}, {0, 0, 0.5, 0.5}});
        for (var search : List.of(new GreedySearch(RULES), unnormalised(RULES, 3, 2))) {
            var cut = search.search(model, 2, 3, 7);
            for (var sentence : cut) {
                assertFalse(sentence.get(0).finished());
                assertArrayEquals(new int[] {2, 2, 2, 2, 2}, sentence.get(0).tokens());
                assertEquals(Math.log(0.5 * Math.pow(0.9, 4)), sentence.get(0).logProbability(), 1e-5);
            }
        }
    }

    @Test
    void aThousandWordsEndAfterTwiceAsManyAtMost() {
        var looks = new double[4][1000];
        looks[2][999] = 1;
        var model = new ChainModel(new double[][] {{0, 0, 0.5, 0.5}, {0, 1, 0, 0}, {0, 0, 0.9, 0.1}, {0, 0, 0.5, 0.5}}, looks);
        var found = BeamSearch.builder(SearchRules.of(START, END)).width(3).build().search(model, 1, 1000).get(0).get(0);
        assertEquals(2010, found.tokens().length);
        assertFalse(found.finished());
        assertEquals(1, found.attention()[2009][999]);
    }

    @Test
    void finishedOnesComeBeforeBetterUnfinishedOnes() {
        var model = new ChainModel(new double[][] {{0, 0.01, 0.99}, {0, 1, 0}, {0, 0.01, 0.99}});
        var found = unnormalised(RULES, 8, 8).search(model, 1, 0).get(0);
        assertEquals(6, found.size());
        assertTrue(found.get(0).finished());
        assertEquals(1, found.stream().filter(each -> !each.finished()).count());
        assertFalse(found.get(found.size() - 1).finished());
    }

    @Test
    void aDeadEndIsAnUnfinishedResult() {
        var model = new ChainModel(new double[][] {{0, 0, 0, 1}, {0, 1, 0, 0}, {0, 1, 0, 0}, {0, 0, 0, 0}});
        for (var search : searches().toList()) {
            if (search instanceof BeamSearch beam && beam.coveragePenalty() > 0) {
                continue;
            }
            var found = search.search(model, 1, 3).get(0).get(0);
            assertArrayEquals(new int[] {3}, found.tokens(), search.toString());
            assertEquals(0, found.logProbability(), 1e-6);
            assertFalse(found.finished());
        }
    }

    @Test
    void finishedSentencesLeaveTheBatchAndADecidedOneStops() {
        // Sentence length decides: short sources may have 2 tokens, the long one 12.
        var rules = SearchRules.of(START, END).maxLength(source -> source).minLength(1);
        var model = new PrefixModel(6, 1, 2, 12);
        unnormalised(rules, 3, 1).search(model, model.start(0, 1, 0), model.lengths(0, 1, 0));
        assertEquals(3, model.rowsAsked.get(0));
        assertEquals(9, model.rowsAsked.get(1));
        assertTrue(model.rowsAsked.stream().skip(2).allMatch(rows -> rows <= 3), model.rowsAsked.toString());
        // 0.9 has ended at once: what goes on has 0.1 at most and need not be followed for 100 steps.
        var steps = new ArrayList<Integer>();
        var sure = new ChainModel(new double[][] {{0, 0.9, 0.1}, {0, 1, 0}, {0, 0.01, 0.99}});
        unnormalised(RULES.maxLength(source -> 100), 3, 1).search(counting(sure, steps), 1, 4);
        assertEquals(1, steps.size());
    }

    /** A model that is sure of 2 3 4 5: at each step the end is the second best candidate, and must not make an end of it. */
    @Test
    void improbableEndsDontStopASureModel() {
        var model = new ChainModel(new double[][] {
            {0, 0.02, 0.94, 0.02, 0.01, 0.01},
            {0, 1, 0, 0, 0, 0},
            {0, 0.02, 0.01, 0.94, 0.02, 0.01},
            {0, 0.02, 0.01, 0.01, 0.94, 0.02},
            {0, 0.02, 0.02, 0.01, 0.01, 0.94},
            {0, 0.94, 0.02, 0.02, 0.01, 0.01}});
        for (int width : new int[] {1, 2, 3, 4, 5}) {
            for (var normalisation : List.of(LengthNormalisation.none(), LengthNormalisation.mean(), LengthNormalisation.gnmt(1))) {
                var best = BeamSearch.builder(RULES.maxLength(source -> 20)).width(width).lengthNormalisation(normalisation).build()
                    .search(model, 1, 3).get(0).get(0);
                assertArrayEquals(new int[] {2, 3, 4, 5}, best.tokens(), "a beam of " + width);
                assertEquals(5 * Math.log(0.94), best.logProbability(), 1e-6);
            }
        }
    }

    private static StepModel<Integer> counting(ChainModel model, List<Integer> steps) {
        return new StepModel<>() {
            @Override
            public int vocabularySize() {
                return model.vocabularySize();
            }

            @Override
            public int sequences(Integer state) {
                return state;
            }

            @Override
            public Step<Integer> step(Integer state, int... tokens) {
                steps.add(tokens.length);
                return model.step(state, tokens);
            }

            @Override
            public Integer select(Integer state, int... rows) {
                return model.select(state, rows);
            }
        };
    }

    @Test
    void anEmptyBatchIsNoWork() {
        for (var search : searches().toList()) {
            assertEquals(List.of(), search.search(new ChainModel(new double[3][3]), 0));
        }
    }

    @Test
    void mistakesAreNamed() {
        var model = new ChainModel(new double[][] {{0.2, 0.8}, {0.2, 0.8}});
        for (var search : searches().toList()) {
            assertSays("a state of 2 sequences with source lengths [3]: expected a length, 0 or above, for each",
                () -> search.search(model, 2, 3));
            assertSays("a state of 1 sequences with source lengths [-1]", () -> search.search(model, 1, -1));
            assertSays("the model gives NaN as the log-probability of token 3",
                () -> search.search(new ChainModel(new double[][] {{1, 1, 1, Double.NaN}, {}, {}, {}}), 1, 3));
            assertSays("expected 0 or below: take the logarithm of probabilities",
                () -> search.search(new ChainModel(new double[][] {{1, 1, 1.5, 1}, {}, {}, {}}), 1, 3));
        }
        var named = new GreedySearch(SearchRules.of(0, 5));
        assertSays("the rules name token 5, the model knows 2 tokens only", () -> named.search(model, 1, 3));
        assertSays("maxLength is 3 for a source of 3 tokens, expected at least 4",
            () -> new GreedySearch(SearchRules.of(0, 1).minLength(3).maxLength(n -> n)).search(model, 1, 3));
        assertSays("token 1 ends a sequence and is forbidden", () -> SearchRules.of(0, 1).forbid(1));
        assertSays("a beam of 0", () -> BeamSearch.builder(RULES).width(0));
        assertSays("coverage penalty -1.0", () -> BeamSearch.builder(RULES).coveragePenalty(-1));
        assertSays("0 samples", () -> new SamplingSearch(RULES, Sampler.greedy(), 0));
        assertSays("alpha is -1.0", () -> LengthNormalisation.gnmt(-1));
        assertSays("divides a sequence of 1 tokens by 0.0", () -> BeamSearch.builder(RULES).lengthNormalisation(n -> n - 1)
            .build().search(new PrefixModel(3, 1, 2), new PrefixModel(3, 1, 2).start(0), 2));
        var narrow = assertThrows(IllegalStateException.class, () -> BeamSearch.builder(RULES).width(2).nBest(3).build());
        assertEquals("the best 3 of a beam of 2: expected a beam at least as wide", narrow.getMessage());
        var wrong = new PrefixModel(4, 1, 2);
        assertSays("a source of 9 tokens, but the model's attention is over 2 positions",
            () -> new GreedySearch(RULES).search(wrong, wrong.start(0), 9));
    }

    private static void assertSays(String words, org.junit.jupiter.api.function.Executable what) {
        var message = assertThrows(IllegalArgumentException.class, what).getMessage();
        assertTrue(message.contains(words), message);
    }

    @Test
    void anInterruptStopsIt() {
        var model = new PrefixModel(5, 1, 3);
        for (var search : searches().toList()) {
            Thread.currentThread().interrupt();
            assertThrows(Interrupted.class, () -> search.search(model, model.start(0), 3));
        }
    }

    private static BeamSearch unnormalised(SearchRules rules, int width, int nBest) {
        return BeamSearch.builder(rules).width(width).nBest(nBest).lengthNormalisation(LengthNormalisation.none()).build();
    }
}
