package org.unrolled.bilingual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.unrolled.bilingual.TranslationPairs.Level;
import org.unrolled.text.AlignedPair;
import org.unrolled.text.Link;

class SummariesAndDialogueTest {
    @Test
    void aHeadlineIsShorterThanItsReportAndHasNoArticles() {
        for (var pairs : List.of(Summaries.english(1), Summaries.german(1))) {
            for (var pair : pairs.pairs(300)) {
                assertTrue(pair.target().size() < pair.source().size(), pair.toString());
                assertTrue(pair.target().stream().noneMatch(Set.of("the", "a", "der", "die", "das", "einen", ".")::contains),
                        pair.toString());
            }
        }
    }

    @Test
    void everyWordOfAHeadlineIsLinkedWithTheReport() {
        for (var pair : Summaries.english(2).level(Level.SIMPLE).pairs(300)) {
            var linked = pair.alignment().stream().map(Link::target).collect(Collectors.toSet());
            assertEquals(pair.target().size(), linked.size(), pair.toString());
        }
    }

    @Test
    void theSeedDecidesAndPartsDiffer() {
        assertEquals(Summaries.english(3).pairs(20), Summaries.english(3).pairs(60).subList(0, 20));
        assertNotEquals(Summaries.english(3).pairs(20), Summaries.english(4).pairs(20));
        var trained = Dialogue.english(1).level(Level.SIMPLE).pairs(3000).stream().map(AlignedPair::sourceText)
                .collect(Collectors.toSet());
        assertTrue(Dialogue.english(1).level(Level.SIMPLE).test().pairs(200).stream().map(AlignedPair::sourceText)
                .noneMatch(trained::contains));
    }

    @Test
    void anAnswerSaysYesWhenTheQuestionRepeatsAFact() {
        int yes = 0;
        int no = 0;
        for (var pair : Dialogue.english(5).level(Level.SIMPLE).pairs(1000)) {
            var sentences = pair.sourceText().split(" [.?] ?");
            var question = List.of(sentences[sentences.length - 1].split(" "));
            var object = question.get(question.size() - 1);
            boolean told = List.of(sentences).subList(0, sentences.length - 1).stream()
                    .anyMatch(fact -> List.of(fact.split(" ")).contains(object));
            if (pair.target().get(0).equals("yes")) {
                yes++;
                assertTrue(told, pair.toString());
            } else if (pair.target().get(0).equals("no")) {
                no++;
                assertFalse(told, pair.toString());
            }
        }
        assertTrue(yes > 150 && no > 100, yes + " times yes, " + no + " times no");
    }

    @Test
    void whoIsAnsweredWithSomebodyOfTheFacts() {
        int seen = 0;
        for (var pair : Dialogue.english(6).pairs(500)) {
            int who = pair.source().lastIndexOf("who");
            if (who > 0 && !Set.of("did", "does", "is", "do", "are").contains(pair.source().get(who + 1))) {
                seen++;
                var first = pair.target().subList(0, pair.target().get(0).equals("the") ? 2 : 1);
                assertTrue(pair.sourceText().contains(String.join(" ", first)), pair.toString());
            }
        }
        assertTrue(seen > 50, seen + " questions for who");
    }
}
