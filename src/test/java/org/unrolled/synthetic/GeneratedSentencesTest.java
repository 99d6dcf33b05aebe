package org.unrolled.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unrolled.data.LabelledSentence;

class GeneratedSentencesTest {
    private static final int MANY = 5000;

    /** A generator, and the share that each label has. */
    static Stream<Arguments> generators() {
        return Stream.of(Arguments.of("reviews", GeneratedSentences.reviews(), Map.of("positive", 0.5, "negative", 0.5)),
                Arguments.of("messages", GeneratedSentences.messages(), Map.of("ham", 0.9, "spam", 0.1)),
                Arguments.of("half spam", GeneratedSentences.messages(0.5), Map.of("ham", 0.5, "spam", 0.5)),
                Arguments.of("headlines", GeneratedSentences.headlines(),
                        Map.of("sport", 1 / 3.0, "politics", 1 / 3.0, "technology", 1 / 3.0)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("generators")
    void theSeedDecidesTheSentences(String name, GeneratedSentences generator, Map<String, Double> shares) {
        var ten = generator.generate(5, 10);
        assertEquals(10, ten.size());
        assertEquals(ten, generator.generate(5, 2000).subList(0, 10));
        assertNotEquals(ten, generator.generate(6, 10));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("generators")
    void labelsHaveTheirShares(String name, GeneratedSentences generator, Map<String, Double> shares) {
        var counts = generator.generate(1, MANY).stream()
                .collect(Collectors.groupingBy(LabelledSentence::label, Collectors.counting()));
        assertEquals(shares.keySet(), counts.keySet());
        shares.forEach((label, share) -> assertEquals(share, counts.get(label) / (double) MANY, 0.02, label));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("generators")
    void textIsPlain(String name, GeneratedSentences generator, Map<String, Double> shares) {
        var words = new HashSet<String>();
        int longest = 0;
        for (var sentence : generator.generate(2, MANY)) {
            var tokens = List.of(sentence.text().split(" "));
            assertTrue(tokens.size() >= 4 && tokens.size() <= 36, sentence.text());
            for (var token : tokens) {
                assertTrue(token.matches("[a-z]+(-[a-z]+)*|[0-9]+|www\\.[a-z]+\\.example|[.,:?!]"), sentence.text());
            }
            longest = Math.max(longest, tokens.size());
            words.addAll(tokens);
        }
        assertTrue(longest > 15, name + ": the longest has " + longest + " words");
        assertTrue(words.size() >= 150 && words.size() <= 400, name + ": " + words.size() + " words");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("generators")
    void fewSentencesComeTwiceAndNoneWithTwoLabels(String name, GeneratedSentences generator, Map<String, Double> shares) {
        var labels = new HashMap<String, Set<String>>();
        generator.generate(3, 2 * MANY)
                .forEach(each -> labels.computeIfAbsent(each.text(), text -> new HashSet<>()).add(each.label()));
        labels.forEach((text, two) -> assertEquals(1, two.size(), text));
        long different = generator.generate(3, MANY).stream().map(LabelledSentence::text).distinct().count();
        assertTrue(different > 0.95 * MANY, name + ": " + different + " of " + MANY);
    }

    @Test
    void countsAndSharesOutOfRangeAreRefused() {
        var reviews = GeneratedSentences.reviews();
        for (int count : new int[] {0, -1, 200_001}) {
            var error = assertThrows(IllegalArgumentException.class, () -> reviews.generate(1, count));
            assertEquals("count is " + count + ", expected 1 to 200000 sentences", error.getMessage());
        }
        for (double share : new double[] {0, 1, -0.5, Double.NaN, 1e300}) {
            var error = assertThrows(IllegalArgumentException.class, () -> GeneratedSentences.messages(share));
            assertEquals("spamShare is " + share + ", expected 0.001 to 0.999", error.getMessage());
        }
    }

    /** A bag of words learns something of reviews, and far from all: the order of words counts. */
    @Test
    void aBagOfWordsIsNotEnoughForReviews() {
        double accuracy = accuracy(GeneratedSentences.reviews());
        assertTrue(accuracy > 0.65 && accuracy < 0.80, "naive Bayes has " + accuracy);
    }

    /** The other two have less to gain from order. */
    @Test
    void aBagOfWordsGoesFarWithTheOthers() {
        double messages = accuracy(GeneratedSentences.messages(0.5));
        double headlines = accuracy(GeneratedSentences.headlines());
        assertTrue(messages > 0.90 && messages < 0.975, "naive Bayes has " + messages);
        assertTrue(headlines > 0.96 && headlines < 0.998, "naive Bayes has " + headlines);
    }

    @Test
    void noWordSeparatesSpamFromHam() {
        var sentences = GeneratedSentences.messages(0.5).generate(1, MANY);
        var counts = wordCounts(sentences);
        long spam = sentences.stream().filter(each -> each.label().equals("spam")).count();
        assertBelow(0.72, counts, Map.of("spam", spam, "ham", MANY - spam));
        for (var word : List.of("free", "won", "prize", "call", "reply", "text", "pay", "send", "claim", "congratulations",
                "urgent")) {
            counts.get(word).forEach((label, count) -> assertTrue(count >= 20, word + " is in " + count + " messages of " + label));
            assertEquals(2, counts.get(word).size(), word);
        }
    }

    @Test
    void theWordsThatHeadlinesShareDecideNothing() {
        var sentences = GeneratedSentences.headlines().generate(1, MANY);
        var counts = wordCounts(sentences);
        for (var word : List.of("race", "match", "launch", "vote", "drive", "cell", "party", "court", "crash", "record", "run")) {
            double all = counts.get(word).values().stream().mapToInt(n -> n).sum();
            assertTrue(all > 100, word + " is in " + all);
            assertEquals(3, counts.get(word).size(), word);
            counts.get(word).forEach((label, count) -> assertTrue(count < 0.6 * all, word + ": " + counts.get(word)));
        }
        assertBelow(0.5, counts, sentences.stream().collect(Collectors.groupingBy(LabelledSentence::label, Collectors.counting())));
    }

    private static double accuracy(GeneratedSentences generator) {
        return new NaiveBayes(generator.generate(1, 4000)).accuracy(generator.generate(2, 2000));
    }

    /** In how many sentences of each label a word stands. */
    private static Map<String, Map<String, Integer>> wordCounts(List<LabelledSentence> sentences) {
        var counts = new TreeMap<String, Map<String, Integer>>();
        for (var sentence : sentences) {
            for (var word : new HashSet<>(List.of(sentence.text().split(" ")))) {
                counts.computeIfAbsent(word, key -> new TreeMap<>()).merge(sentence.label(), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** The F1 of every rule "has this word, so has this label"; "all are spam" would have 0.67 where half of them are. */
    private static void assertBelow(double bound, Map<String, Map<String, Integer>> counts, Map<String, Long> sentences) {
        double best = 0;
        for (var word : counts.entrySet()) {
            double has = word.getValue().values().stream().mapToInt(n -> n).sum();
            for (var label : word.getValue().entrySet()) {
                double f1 = 2 * label.getValue() / (has + sentences.get(label.getKey()));
                assertTrue(f1 < bound, word.getKey() + " for " + label.getKey() + ": F1 " + f1);
                best = Math.max(best, f1);
            }
        }
        assertTrue(best > 0.2, "the best word has an F1 of " + best);
    }
}
