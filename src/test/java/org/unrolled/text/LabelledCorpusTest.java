package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.unrolled.data.LabelledSentence;

class LabelledCorpusTest {
    private static final LabelledCorpus CORPUS = LabelledCorpus.of(List.of(new LabelledSentence("good", "A fine film"),
            new LabelledSentence("bad", "a dull film"), new LabelledSentence("good", "fine")), new WordTokenizer().withLowerCase());

    /** So many sentences, each of one word of its own. */
    private static LabelledCorpus numbered(int count) {
        return new LabelledCorpus(IntStream.range(0, count).mapToObj(i -> List.of("w" + i)).toList(),
                IntStream.range(0, count).mapToObj(i -> i % 4 == 0 ? "rare" : "common").toList());
    }

    @Test
    void wordsBecomeIdsAndClassesNumbers() {
        var vocabulary = CORPUS.vocabulary(2);
        assertEquals(List.of(Vocabulary.PADDING, Vocabulary.UNKNOWN), vocabulary.symbols().subList(0, 2));
        assertEquals(List.of("a", "film", "fine"), vocabulary.symbols().subList(2, 5).stream().sorted().toList());
        assertEquals(List.of("bad", "good"), CORPUS.classes());
        assertArrayEquals(new int[] {1, 0, 1}, CORPUS.labels(CORPUS.classes()));
        assertArrayEquals(new int[] {vocabulary.id("a"), 1, vocabulary.id("film")}, CORPUS.ids(vocabulary).get(1));
    }

    /** scikit-learn's class_weight="balanced". */
    @Test
    void balancedWeightsMakeClassesCountTheSame() {
        assertArrayEquals(new double[] {100.0 / (2 * 75), 100.0 / (2 * 25)}, numbered(100).balancedWeights(), 1e-12);
    }

    @Test
    void foldsTestEachSentenceOnce() {
        var corpus = numbered(23);
        var tested = new ArrayList<List<String>>();
        for (int fold = 0; fold < 5; fold++) {
            var split = corpus.fold(fold, 5, 3);
            assertEquals(23, split.train().size() + split.test().size());
            var both = new HashSet<>(split.train().tokens());
            both.addAll(split.test().tokens());
            assertEquals(23, both.size(), "a sentence in both parts");
            tested.addAll(split.test().tokens());
            split.test().tokens().forEach(each -> assertEquals(corpus.labels().get(corpus.tokens().indexOf(each)),
                    split.test().labels().get(split.test().tokens().indexOf(each))));
        }
        assertEquals(23, tested.size());
        assertEquals(23, new HashSet<>(tested).size());
        assertEquals(corpus.fold(0, 5, 3), corpus.fold(0, 5, 3));
        assertNotEquals(corpus.fold(0, 5, 3), corpus.fold(0, 5, 4));
        assertEquals(6, corpus.split(0.25, 1).test().size());
    }

    @Test
    void mistakesAreNamed() {
        refused("sentence 2 of 2, \"bad\", has no word", () -> new LabelledCorpus(List.of(List.of("a"), List.of()), List.of("good", "bad")));
        refused("1 sentences with 2 labels", () -> new LabelledCorpus(List.of(List.of("a")), List.of("good", "bad")));
        refused("all 1 sentences are \"good\"", () -> new LabelledCorpus(List.of(List.of("a")), List.of("good")).classes());
        refused("sentence 2 is \"bad\", which is none of the classes [good, poor]", () -> CORPUS.labels(List.of("good", "poor")));
        refused("fold 5 of 5", () -> CORPUS.fold(5, 5, 1));
        refused("share is 1.0", () -> CORPUS.split(1, 1));
    }

    private static void refused(String message, Executable what) {
        var e = assertThrows(IllegalArgumentException.class, what);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
