package org.unrolled.transcribe;

import java.util.List;
import org.unrolled.speech.EmbeddedSpeech;
import org.unrolled.speech.SpokenStrings;
import org.unrolled.speech.Utterance;

/** Strings of one to three of three words by two voices, which a small network learns in seconds. */
final class ThreeWords {
    private ThreeWords() {
    }

    static List<Utterance> strings() {
        var words = EmbeddedSpeech.DIGITS.train().stream().filter(each -> List.of("one", "two", "three").contains(each.text())).toList();
        var voices = words.stream().map(Utterance::speaker).distinct().sorted().limit(2).toList();
        return SpokenStrings.of(words.stream().filter(each -> voices.contains(each.speaker())).toList(), 1).withLength(1, 3).epoch(0, 120);
    }
}
