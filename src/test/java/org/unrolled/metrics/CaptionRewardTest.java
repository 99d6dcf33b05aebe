package org.unrolled.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CaptionRewardTest {
    private static final List<StoredCases.Case> CASES = StoredCases.file("captions").cases("cases").toList();
    private static final List<String> SAID = CASES.stream().map(each -> each.word("candidate")).toList();
    private static final List<List<String>> REFERENCES = CASES.stream().map(each -> each.words("references")).toList();

    private static CaptionScores<Integer> scores(List<String> said, List<List<String>> references) {
        var candidates = new LinkedHashMap<Integer, String>();
        var right = new LinkedHashMap<Integer, List<String>>();
        for (int i = 0; i < said.size(); i++) {
            candidates.put(i, said.get(i));
            right.put(i, references.get(i));
        }
        return CaptionScores.of(candidates, right);
    }

    private static String ended(String caption) {
        return String.join(" ", CaptionTokenizer.tokens(caption)) + " zzz";
    }

    /** Of its own caption and of those of other pictures. */
    @Test
    void withoutTheEndItIsCiderD() {
        var reward = CaptionReward.plain(REFERENCES);
        assertEquals(SAID.size(), reward.pictures());
        double most = 0;
        for (int shift : new int[] {0, 1, 100}) {
            var said = IntStream.range(0, SAID.size()).mapToObj(i -> SAID.get((i + shift) % SAID.size())).toList();
            var scores = scores(said, REFERENCES);
            for (int i = 0; i < said.size(); i++) {
                assertEquals(scores.images().get(i).ciderD(), reward.of(i, said.get(i)), 0, said.get(i));
                most = Math.max(most, scores.images().get(i).ciderD());
            }
        }
        assertTrue(most > 3, "best of all " + most);
    }

    /** As if each caption, of people too, had one more word, the same for all. */
    @Test
    void theEndIsAWord() {
        var reward = CaptionReward.of(REFERENCES);
        var scores = scores(SAID.stream().map(CaptionRewardTest::ended).toList(), REFERENCES.stream().map(own -> own.stream()
            .map(CaptionRewardTest::ended).toList()).toList());
        for (int i = 0; i < SAID.size(); i++) {
            assertEquals(scores.images().get(i).ciderD(), reward.of(i, SAID.get(i)), 1e-12, SAID.get(i));
        }
    }

    @Test
    void aCaptionThatBreaksOffIsWorthLess() {
        var references = List.of(List.of("a dog runs on the grass"), List.of("two men sit on a red bench"));
        assertEquals(10, CaptionReward.of(references).of(0, "a dog runs on the grass"), 1e-12);
        double lost = CaptionReward.plain(references).of(0, "a dog runs on the") - CaptionReward.of(references).of(0, "a dog runs on the");
        assertTrue(lost > 0.5, "by the missing end " + lost);
    }

    @Test
    void bleuMayBeAdded() {
        var reward = CaptionReward.plain(REFERENCES).withBleu(2);
        var scores = scores(SAID, REFERENCES);
        for (int i = 0; i < SAID.size(); i++) {
            var own = scores.images().get(i);
            assertEquals(own.ciderD() + 2 * own.bleu().get(3), reward.of(i, SAID.get(i)), 1e-12, SAID.get(i));
        }
        assertTrue(scores.images().values().stream().filter(each -> each.bleu().get(3) > 0.1).count() > 10);
    }

    @Test
    void saysWhatIsWrong() {
        var one = List.of(List.of("a dog"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> CaptionReward.of(one)).getMessage().contains("of 1 pictures"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> CaptionReward.of(List.of(List.of("a dog"), List.of()))).getMessage()
            .contains("picture 1 has no caption"));
        var reward = CaptionReward.of(REFERENCES);
        assertThrows(IllegalArgumentException.class, () -> reward.withBleu(-1));
        assertThrows(IllegalArgumentException.class, () -> reward.withBleu(Double.NaN));
    }
}
