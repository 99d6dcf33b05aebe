package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaptionScoresTest {
    private static final double CLOSE = 1e-9;

    private static CaptionScores<Integer> scored(List<StoredCases.Case> cases, int from, int to) {
        var candidates = new LinkedHashMap<Integer, String>();
        var references = new LinkedHashMap<Integer, List<String>>();
        IntStream.range(from, to).forEach(i -> {
            candidates.put(i, cases.get(i).word("candidate"));
            references.put(i, cases.get(i).words("references"));
        });
        return CaptionScores.of(candidates, references);
    }

    private static double[] values(List<Double> numbers) {
        return numbers.stream().mapToDouble(each -> each).toArray();
    }

    @Test
    void wordsAreThoseOfCoco() {
        int seen = 0;
        for (var each : StoredCases.read("captions").toList()) {
            var captions = new java.util.ArrayList<>(List.of(each.word("candidate")));
            captions.addAll(each.words("references"));
            assertEquals(each.words("tokens"), captions.stream().map(text -> String.join(" ", CaptionTokenizer.tokens(text))).toList());
            seen += captions.size();
        }
        assertTrue(seen > 800, seen + " captions");
    }

    @Test
    void scoresAreThoseOfCoco() {
        var file = StoredCases.file("captions");
        var cases = file.cases("cases").toList();
        var scores = scored(cases, 0, cases.size());
        int meteors = 0;
        for (int i = 0; i < cases.size(); i++) {
            var expected = cases.get(i);
            var actual = scores.images().get(i);
            assertArrayEquals(expected.numbers("bleu"), values(actual.bleu()), CLOSE, expected.word("candidate"));
            assertEquals(expected.number("rouge"), actual.rougeL(), CLOSE, expected.word("candidate"));
            assertEquals(expected.number("cider"), actual.ciderD(), CLOSE, expected.word("candidate"));
            if (expected.has("meteor")) {
                assertEquals(expected.number("meteor"), actual.meteor(), CLOSE, expected.word("candidate"));
                meteors++;
            }
        }
        assertTrue(cases.size() >= 250 && meteors >= 40, cases.size() + " images, " + meteors + " with METEOR");
        for (var set : file.cases("sets").toList()) {
            var actual = scored(cases, set.count("from"), set.count("to"));
            assertArrayEquals(set.numbers("bleu"), values(actual.bleu()), CLOSE);
            assertEquals(set.number("rouge"), actual.rougeL(), CLOSE);
            assertEquals(set.number("cider"), actual.ciderD(), CLOSE);
        }
    }

    /** The example of the paper's section on chunks, and words that stand twice: the fewest runs count. */
    @Test
    void meteorCountsTheFewestRuns() {
        var meteor = new Meteor();
        double[][] expected = {{6, 6, 1}, {6, 6, 3}, {3, 3, 1}};
        String[][] texts = {{"on the mat sat the cat", "on the mat sat the cat"}, {"on the mat sat the cat", "the cat sat on the mat"},
            {"the dog runs", "the dogs run"}};
        for (int i = 0; i < texts.length; i++) {
            double runs = expected[i][2] / expected[i][0];
            assertEquals(1 - 0.5 * runs * runs * runs,
                    meteor.score(List.of(texts[i][0].split(" ")), List.of(List.of(texts[i][1].split(" ")))), CLOSE, texts[i][0]);
        }
        var many = java.util.Collections.nCopies(80, "a");
        assertEquals(1 - 0.5 / 80 / 80 / 80, meteor.score(many, List.of(many)), CLOSE);
    }

    @Test
    void ciderTakesTheWeightsOfAnotherSet() {
        var one = Map.of("x.jpg", "a dog runs");
        var references = Map.of("x.jpg", List.of("a dog runs"));
        assertEquals(0, CaptionScores.of(one, references).ciderD(), "one image has no rare word");
        var weights = CiderD.of(List.of(List.of("a cat"), List.of("a man", "two men"), List.of("a red ball")));
        var scores = CaptionScores.of(one, references, weights);
        assertEquals(7.5, scores.ciderD(), CLOSE, "no n-gram of order 4 in three words");
        assertTrue(scores.toString().contains("CIDEr-D 7.500"), scores.toString());
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        refused("no image", Map.of(), Map.of());
        refused("candidate for the image 8", Map.of(8, "a"), Map.of(7, List.of("a")));
        refused("image 7 has no reference", Map.of(7, "a"), Map.of(7, List.of()));
        refused("image 8 has references and no candidate", Map.of(7, "a"), Map.of(7, List.of("a"), 8, List.of("a")));
    }

    private static void refused(String part, Map<Integer, String> candidates, Map<Integer, List<String>> references) {
        var error = assertThrows(IllegalArgumentException.class, () -> CaptionScores.of(candidates, references));
        assertTrue(error.getMessage().contains(part), error.getMessage());
    }
}
