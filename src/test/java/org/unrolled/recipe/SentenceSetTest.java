package org.unrolled.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.unrolled.data.RealData;
import org.unrolled.text.LabelledCorpus;

class SentenceSetTest {
    @TempDir
    private Path folder;

    /** Sizes as those who made the sets give them. */
    @ParameterizedTest
    @CsvSource({"SST2, 6920, 1821, 6920, 872", "TREC, 5452, 500, 4907, 545"})
    void setsWithTestSentencesOfTheirOwnAreLeftAsTheyAre(SentenceSet set, int train, int test, int lessTrain, int heldOut) {
        var cache = RealData.cache(folder);
        var split = set.splits(cache).get(0);
        assertEquals(List.of(train, test), List.of(split.train().size(), split.test().size()));
        var inner = set.heldOut(cache).get(0);
        assertEquals(List.of(lessTrain, heldOut), List.of(inner.train().size(), inner.test().size()));
        for (var tokens : split.test().tokens()) {
            assertTrue(tokens.stream().allMatch(token -> token.equals(token.toLowerCase(Locale.ROOT))), tokens.toString());
        }
    }

    @ParameterizedTest
    @CsvSource({"MR, 10, 10662", "SMS_SPAM, 5, 5574"})
    void eachSentenceIsTestedOnceInACrossValidation(SentenceSet set, int folds, int sentences) {
        var cache = RealData.cache(folder);
        var splits = set.splits(cache);
        assertEquals(folds, splits.size());
        var all = new HashMap<List<String>, Integer>();
        for (var split : splits) {
            assertEquals(sentences, split.train().size() + split.test().size());
            split.test().tokens().forEach(tokens -> all.merge(tokens, 1, Integer::sum));
        }
        var expected = new HashMap<List<String>, Integer>();
        var first = splits.get(0);
        for (LabelledCorpus part : List.of(first.train(), first.test())) {
            part.tokens().forEach(tokens -> expected.merge(tokens, 1, Integer::sum));
        }
        assertEquals(expected, all);
        assertNotEquals(first.test(), set.heldOut(cache).get(0).test(), "recipes are chosen on other folds");
    }

    @Test
    void recipesAreThereForEachSet() {
        for (var set : SentenceSet.values()) {
            assertTrue(ClassificationRecipe.of(set).networks() >= 1, set.name());
        }
    }
}
