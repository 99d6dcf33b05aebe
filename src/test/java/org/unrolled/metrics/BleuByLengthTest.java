package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class BleuByLengthTest {
    private static final int[] LENGTHS = {3, 12, 5, 40, 11};
    private static final List<String> HYPOTHESES = List.of("a b c d", "e f g h i", "j k l m", "n o p q", "r s t u");
    private static final List<String> REFERENCES = List.of("a b c d", "e f g h x", "j k l m", "n o y z", "r s t u");

    @Test
    void eachBucketIsACorpusOfItsOwn() {
        var byLength = BleuByLength.of(Bleu.standard(), LENGTHS, HYPOTHESES, REFERENCES, 10, 20, 30);
        assertEquals(List.of("1-10", "11-20", "31+"), byLength.buckets().stream().map(BleuByLength.Bucket::label).toList());
        assertEquals(List.of(2, 2, 1), byLength.buckets().stream().map(BleuByLength.Bucket::sentences).toList());
        assertEquals(100, byLength.buckets().get(0).score().score(), 1e-9);
        assertEquals(Bleu.standard().corpus(List.of("e f g h i", "r s t u"), List.of("e f g h x", "r s t u")),
                byLength.buckets().get(1).score());
        assertEquals(Bleu.standard().corpus(List.of("n o p q"), List.of("n o y z")), byLength.buckets().get(2).score());
    }

    @Test
    void oneBucketHoldsAll() {
        var all = BleuByLength.of(Bleu.standard(), LENGTHS, HYPOTHESES, REFERENCES);
        assertEquals(List.of(new BleuByLength.Bucket(1, Integer.MAX_VALUE, 5, Bleu.standard().corpus(HYPOTHESES, REFERENCES))),
                all.buckets());
    }

    @Test
    void theTableHasARowForEachBucket() {
        var table = BleuByLength.of(Bleu.standard(), LENGTHS, HYPOTHESES, REFERENCES, 11, 12).table();
        assertEquals(List.of("1-11", "12", "13+"), table.stringColumn("source words").asList());
        assertEquals(List.of(3, 1, 1), table.intColumn("sentences").asList());
        assertEquals(100, table.doubleColumn("BLEU").get(0), 1e-9);
    }

    @Test
    void wrongLengthsAndEndsAreRefused() {
        assertEquals("2 lengths from 1 on for 5 hypotheses: expected the number of words of each source sentence, at least 1",
                message(new int[] {4, 1}, 10));
        assertThrows(IllegalArgumentException.class,
                () -> BleuByLength.of(Bleu.standard(), new int[] {0, 1, 1, 1, 1}, HYPOTHESES, REFERENCES));
        assertEquals("buckets that end at [10, 5] words: expected numbers from 1 on that ascend, such as 10, 20, 30",
                message(LENGTHS, 10, 5));
    }

    private static String message(int[] lengths, int... longest) {
        return assertThrows(IllegalArgumentException.class,
                () -> BleuByLength.of(Bleu.standard(), lengths, HYPOTHESES, REFERENCES, longest)).getMessage();
    }
}
