package org.unrolled.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BagOfWordsTest {
    private static final List<List<String>> SENTENCES = List.of(List.of("good", "film"), List.of("bad", "film"));
    private static final List<String> LABELS = List.of("praise", "blame");

    static Stream<ClassifierCases.Case> cases() {
        return ClassifierCases.read("bag-of-words");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void findsTheMinimumOfScikitLearn(ClassifierCases.Case given) {
        var bag = BagOfWords.train(given.sentences("sentences"), given.words("labels"),
                new BagOfWords.Settings(given.order(), given.holds("binary"), given.number("c"), given.holds("scaled")));
        assertEquals(given.words("classes"), bag.classes());
        var test = given.sentences("test");
        for (int i = 0; i < test.size(); i++) {
            assertArrayEquals(given.rows("probabilities")[i], bag.probabilities(test.get(i)), 1e-4, test.get(i).toString());
        }
        var tokens = given.words("tokens");
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            var weights = bag.classes().stream().mapToDouble(clazz -> bag.weight(token, clazz)).toArray();
            assertArrayEquals(given.rows("weights")[i], weights, 1e-4, token);
        }
        var intercepts = bag.classes().stream().mapToDouble(bag::intercept).toArray();
        double mean = Arrays.stream(intercepts).average().orElseThrow();
        assertArrayEquals(given.numbers("intercepts"), Arrays.stream(intercepts).map(each -> each - mean).toArray(), 1e-4);
    }

    /** "kindly" and "cruelest" are new; only their pieces are known. */
    @Test
    void piecesOfWordsTellOfUnknownOnes() {
        var sentences = List.of(List.of("kind"), List.of("kindest"), List.of("cruel"), List.of("cruelly"));
        var labels = List.of("praise", "praise", "blame", "blame");
        var whole = BagOfWords.train(sentences, labels, new BagOfWords.Settings(1, true, 10, false));
        var pieces = BagOfWords.train(sentences, labels, new BagOfWords.Settings(1, 4, true, 10, false));
        assertEquals(0.5, whole.probabilities(List.of("kindly"))[1], 1e-6);
        assertTrue(pieces.probabilities(List.of("kindly"))[1] > 0.8);
        assertTrue(pieces.probabilities(List.of("cruelest"))[0] > 0.8);
        assertTrue(message(() -> new BagOfWords.Settings(1, 2, true, 1, false)).contains("expected 3 or more, or 0"));
    }

    @Test
    void wordsAreWeighedAgainstEachOther() {
        var bag = BagOfWords.train(SENTENCES, LABELS, new BagOfWords.Settings(1, true, 1, false));
        assertEquals("praise", bag.label(List.of("good")));
        assertEquals("blame", bag.label(List.of("bad", "unheard")));
        assertTrue(bag.weight("good", "praise") > 0.1);
        assertEquals(-bag.weight("good", "praise"), bag.weight("good", "blame"));
        assertEquals(0, bag.weight("film", "praise"), 1e-6, "it stands in both");
        assertEquals(0, bag.weight("unheard", "praise"));
    }

    /** Pairs tell what single words don't: whether "not" stands before "good" or before "bad". */
    @Test
    void pairsSeeNeighbours() {
        var sentences = List.of(List.of("not", "good", "bad"), List.of("not", "bad", "good"));
        var words = BagOfWords.train(sentences, LABELS, new BagOfWords.Settings(1, true, 100, false));
        assertArrayEquals(new double[] {0.5, 0.5}, words.probabilities(sentences.get(0)), 1e-6);
        var pairs = BagOfWords.train(sentences, LABELS, new BagOfWords.Settings(2, true, 100, false));
        assertTrue(pairs.probabilities(sentences.get(0))[1] > 0.9);
        assertTrue(pairs.weight("not good", "praise") > 0.5);
    }

    /** The gradient vanishes for the intercepts: on average each class is as probable as it is frequent, whatever C is. */
    @Test
    void theMinimumIsReachedForEveryC() {
        var random = new Random(1);
        var sentences = new ArrayList<List<String>>();
        var labels = new ArrayList<String>();
        for (int i = 0; i < 200; i++) {
            sentences.add(random.ints(8, 0, 300).mapToObj(word -> "w" + word).toList());
            labels.add("class " + random.nextInt(10) / 4);
        }
        for (double c : new double[] {1e-6, 1, 1e6}) {
            for (boolean naiveBayes : new boolean[] {false, true}) {
                var bag = BagOfWords.train(sentences, labels, new BagOfWords.Settings(2, false, c, naiveBayes));
                for (int i = 0; i < 3; i++) {
                    int clazz = i;
                    double expected = sentences.stream().mapToDouble(sentence -> bag.probabilities(sentence)[clazz]).sum();
                    assertEquals(labels.stream().filter(bag.classes().get(i)::equals).count(), expected, 1e-5, "C " + c);
                }
                var again = BagOfWords.train(sentences, labels, new BagOfWords.Settings(2, false, c, naiveBayes));
                assertEquals(bag.weight("w7", "class 1"), again.weight("w7", "class 1"), 0, "the same once more");
            }
        }
    }

    @Test
    void whatIsWrongIsTold() {
        assertEquals("C is -1.0, expected a positive number", message(() -> new BagOfWords.Settings(1, true, -1, false)));
        assertTrue(message(() -> new BagOfWords.Settings(0, true, 1, false)).contains("order"));
        var settings = new BagOfWords.Settings(1, true, 1, false);
        assertTrue(message(() -> BagOfWords.train(List.of(), List.of(), settings)).startsWith("0 sentences"));
        assertTrue(message(() -> BagOfWords.train(SENTENCES, List.of("praise", "praise"), settings)).contains("two classes"));
        assertTrue(message(() -> BagOfWords.train(SENTENCES, LABELS, settings).weight("good", "irony")).contains("'irony'"));
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
