package org.unrolled.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.audio.Sound;
import org.unrolled.data.RealData;

class SpeechSplitTest {
    @TempDir
    private Path root;

    private static Utterance utterance(String text, String speaker, int take) {
        return new Utterance(new Sound(new float[] {0.5f}, 8000), text, speaker, text + "_" + speaker + "_" + take);
    }

    @Test
    void takesOrSpeakersAreHeldOut() {
        var all = List.of(utterance("one", "ada", 0), utterance("one", "ada", 1), utterance("two", "bob", 0), utterance("two", "bob", 7));
        var takes = SpeechSplit.takesBelow(all, 1);
        assertEquals(List.of("one_ada_1", "two_bob_7"), takes.train().stream().map(Utterance::name).toList());
        assertEquals(List.of("one_ada_0", "two_bob_0"), takes.test().stream().map(Utterance::name).toList());
        assertEquals(all.subList(2, 4), SpeechSplit.bySpeaker(all, "bob").test());

        assertTrue(refused(() -> SpeechSplit.bySpeaker(all, "eve")).contains("nobody is named \"eve\", there are [ada, bob]"));
        assertTrue(refused(() -> SpeechSplit.bySpeaker(all, "ada", "bob")).contains("0 utterances to train with and 4 held out"));
        assertTrue(refused(() -> SpeechSplit.takesBelow(all, 0)).contains("0 held out"));
    }

    @Test
    void anUtteranceHasSoundAndWords() {
        assertEquals(List.of("go", "back"), new Utterance(new Sound(new float[1], 1), "go back", "ada", "x").words());
        for (var text : List.of("", " ", "go  back", " go", "go ", "go\tback")) {
            assertTrue(refused(() -> new Utterance(new Sound(new float[1], 1), text, "ada", "x"))
                    .contains("utterance x has the transcript \"" + text + "\": expected words with a single blank"), text);
        }
        assertTrue(refused(() -> new Utterance(new Sound(new float[0], 1), "go", "ada", "x")).contains("utterance x has no sound"));
        assertTrue(refused(() -> new Utterance(new Sound(new float[1], 1), "go", "ada", "x_y").take())
                .contains("utterance x_y tells no take"));
    }

    @Test
    void theFreeSpokenDigitsHaveTheAuthorsSplit() {
        var all = DigitRecordings.read(RealData.cache(root));
        assertEquals(2000, all.size());
        var split = SpeechSplit.takesBelow(all, DigitRecordings.TEST_TAKES);
        assertEquals(List.of(1800, 200), List.of(split.train().size(), split.test().size()));
        assertTrue(split.test().stream().allMatch(each -> each.name().matches("\\d_[a-z]+_[0-4]")));
        var strangers = SpeechSplit.bySpeaker(all, "lucas");
        assertEquals(500, strangers.test().size());
        assertEquals(Set.of("lucas"), strangers.test().stream().map(Utterance::speaker).collect(Collectors.toSet()));
        var seven = all.stream().filter(each -> each.name().equals("7_lucas_3")).findFirst().orElseThrow();
        assertEquals("seven", seven.text());
        assertEquals(8000, seven.sound().sampleRate());
        assertEquals(Set.copyOf(EmbeddedSpeech.DIGITS.words()), all.stream().map(Utterance::text).collect(Collectors.toSet()));
    }

    private static String refused(org.junit.jupiter.api.function.Executable what) {
        return assertThrows(IllegalArgumentException.class, what).getMessage();
    }
}
