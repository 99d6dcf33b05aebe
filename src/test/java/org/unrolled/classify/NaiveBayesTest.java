package org.unrolled.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NaiveBayesTest {
    private static final List<List<String>> SENTENCES = List.of(List.of("good", "good", "film"), List.of("bad", "film"));
    private static final List<String> LABELS = List.of("praise", "blame");

    static Stream<ClassifierCases.Case> cases() {
        return ClassifierCases.read("naive-bayes");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void givesTheProbabilitiesOfScikitLearn(ClassifierCases.Case given) {
        var bayes = NaiveBayes.train(given.sentences("sentences"), given.words("labels"),
                new NaiveBayes.Settings(given.order(), given.holds("binary"), given.number("alpha")));
        assertEquals(given.words("classes"), bayes.classes());
        var test = given.sentences("test");
        for (int i = 0; i < test.size(); i++) {
            assertArrayEquals(given.rows("probabilities")[i], bayes.probabilities(test.get(i)), 1e-6, test.get(i).toString());
        }
        var tokens = given.words("tokens");
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            var odds = bayes.classes().stream().mapToDouble(clazz -> bayes.logOdds(token, clazz)).toArray();
            assertArrayEquals(given.rows("logOdds")[i], odds, 1e-6, token);
        }
    }

    @Test
    void countsByHand() {
        var counted = NaiveBayes.train(SENTENCES, LABELS, new NaiveBayes.Settings(1, false, 1));
        // Of 3 different words: (2 + 1) / (3 + 3) among praise, (0 + 1) / (2 + 3) among blame.
        assertEquals(Math.log(3 / 6.0 / (1 / 5.0)), counted.logOdds("good", "praise"), 1e-12);
        assertEquals(-counted.logOdds("good", "praise"), counted.logOdds("good", "blame"), 1e-12);
        assertArrayEquals(new double[] {1 / 3.5, 2.5 / 3.5}, counted.probabilities(List.of("good")), 1e-12);
        var once = NaiveBayes.train(SENTENCES, LABELS, new NaiveBayes.Settings(1, true, 1));
        assertEquals(Math.log(2 / 5.0 / (1 / 5.0)), once.logOdds("good", "praise"), 1e-12);
        assertArrayEquals(once.probabilities(List.of("good")), once.probabilities(List.of("good", "good")), "a word counts once");
        assertEquals("praise", counted.label(List.of("good", "film")));
    }

    @Test
    void whatIsUnknownSaysNothing() {
        var bayes = NaiveBayes.train(SENTENCES, LABELS, new NaiveBayes.Settings(2, false, 1));
        assertEquals(0, bayes.logOdds("unheard", "praise"));
        assertArrayEquals(new double[] {0.5, 0.5}, bayes.probabilities(List.of("unheard")), 1e-12, "as frequent as in training");
        assertArrayEquals(new double[] {0.5, 0.5}, bayes.probabilities(List.of()), 1e-12);
        assertEquals("blame", bayes.label(List.of()), "the first of equals");
    }

    @Test
    void whatIsWrongIsTold() {
        var settings = new NaiveBayes.Settings(1, false, 1);
        assertEquals("0 sentences with 0 labels: expected at least one sentence, and a label for each",
                message(() -> NaiveBayes.train(List.of(), List.of(), settings)));
        assertEquals("2 sentences with 1 labels: expected at least one sentence, and a label for each",
                message(() -> NaiveBayes.train(SENTENCES, List.of("praise"), settings)));
        assertEquals("all 2 sentences have the label 'praise': expected sentences of at least two classes",
                message(() -> NaiveBayes.train(SENTENCES, List.of("praise", "praise"), settings)));
        assertEquals("the order of the n-grams is 0, expected at least 1: 1 for words, 2 for pairs too",
                message(() -> new NaiveBayes.Settings(0, false, 1)));
        assertEquals("alpha is 0.0, expected a positive number", message(() -> new NaiveBayes.Settings(1, false, 0)));
        assertEquals("alpha is NaN, expected a positive number", message(() -> new NaiveBayes.Settings(1, false, Double.NaN)));
        assertEquals("there is no class 'irony', expected one of [blame, praise]",
                message(() -> NaiveBayes.train(SENTENCES, LABELS, settings).logOdds("good", "irony")));
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
