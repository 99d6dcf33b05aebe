package org.unrolled.synthetic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unrolled.synthetic.TaggedSentences.Evidence;
import org.unrolled.text.TaggedSentence;

class TaggedSentencesTest {
    private static final TaggedSentences TRAINING = TaggedSentences.training();
    private static final TaggedSentences TEST = TaggedSentences.test();
    private static final Set<String> SHARED = TaggedSentences.sharedNames();

    @Test
    void aSentenceHasTwoTagsForEachWord() {
        var sentence = new TaggedSentence(List.of("Lincoln", "sleeps"), List.of("PROPN", "VERB"), List.of("B-PER", "O"));
        assertEquals("Lincoln sleeps", sentence.text());
        assertEquals("Lincoln/B-PER sleeps", sentence.toString());
        var error = assertThrows(IllegalArgumentException.class,
                () -> new TaggedSentence(List.of("Lincoln", "sleeps"), List.of("PROPN"), List.of("O", "O")));
        assertTrue(error.getMessage().contains("2 tokens, 1 parts of speech"), error.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new TaggedSentence(List.of(), List.of(), List.of()));
    }

    @Test
    void theSeedDecidesTheSentences() {
        var ten = TRAINING.generate(5, 10);
        assertEquals(ten, TaggedSentences.training().generate(5, 10));
        assertEquals(ten, TRAINING.generate(5, 2000).subList(0, 10));
        assertNotEquals(ten, TRAINING.generate(6, 10));
        assertEquals(300, TEST.only(Evidence.BOTH).generate(1, 300).size());
        assertThrows(IllegalArgumentException.class, () -> TRAINING.generate(1, 0));
    }

    @Test
    void tagsAreIob2() {
        var classes = new TreeSet<String>();
        var parts = new TreeSet<String>();
        for (var sentence : TRAINING.generate(1, 2000)) {
            var before = "O";
            for (var tag : sentence.entityTags()) {
                assertTrue(tag.matches("O|[BI]-(PER|LOC|ORG|DATE)"), tag);
                if (tag.startsWith("I-")) {
                    assertEquals(tag.substring(2), before.substring(Math.min(2, before.length())), sentence.toString());
                }
                before = tag;
                classes.add(tag);
            }
            parts.addAll(sentence.posTags());
        }
        assertEquals(9, classes.size(), "two tags for each of four classes, and O");
        assertEquals(Set.of("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "NOUN", "NUM", "PRON", "PROPN", "PUNCT", "SCONJ", "VERB"),
                parts);
    }

    @Test
    void heldOutNamesOccurInTestSentencesOnly() {
        var heldOut = TaggedSentences.heldOutNames();
        var trained = new HashSet<String>();
        TRAINING.generate(1, 5000).forEach(sentence -> trained.addAll(sentence.tokens()));
        assertTrue(trained.stream().noneMatch(heldOut::contains));

        int names = 0;
        int unseen = 0;
        for (var sentence : TEST.generate(2, 1000)) {
            for (int i = 0; i < sentence.size(); i++) {
                if (SHARED.contains(sentence.tokens().get(i))) {
                    names++;
                    unseen += heldOut.contains(sentence.tokens().get(i)) ? 1 : 0;
                }
            }
        }
        assertEquals(0.5, (double) unseen / names, 0.06);
    }

    @Test
    void eachNameBelongsToOneKind() {
        var all = new HashSet<String>();
        for (var kind : EntityNames.Kind.values()) {
            kind.names().forEach(name -> assertTrue(all.add(name), name + " is given twice"));
            assertEquals(kind.names().size(), kind.known().size() + kind.heldOut().size());
            assertEquals(0.25, (double) kind.heldOut().size() / kind.names().size(), 0.02);
        }
        assertTrue(EntityNames.Kind.SHARED.known().contains("Lincoln"), "well-known names are never held out");
    }

    @Test
    void aSharedNameSaysNothingAboutItsClass() {
        var counts = new HashMap<String, Integer>();
        for (var sentence : TRAINING.generate(1, 6000)) {
            for (int i = 0; i < sentence.size(); i++) {
                if (sentence.tokens().get(i).equals("Lincoln")) {
                    counts.merge(sentence.entityTags().get(i).substring(2), 1, Integer::sum);
                }
            }
        }
        int all = counts.values().stream().mapToInt(n -> n).sum();
        assertEquals(Set.of("PER", "LOC", "ORG"), counts.keySet());
        counts.forEach((type, n) -> assertEquals(1 / 3.0, (double) n / all, 0.12, type));
    }

    @Test
    void theNextWordsAreOfNoUseInLeftSentencesAndThePreviousOnesInRightSentences() {
        assertTrue(bestFromContext(Evidence.LEFT, TaggedSentencesTest::before) > 0.99);
        assertTrue(bestFromContext(Evidence.LEFT, TaggedSentencesTest::behind) < 0.45);
        // Whether a name goes on from May or Will, I- or B-, is the one thing that stands before it.
        assertTrue(bestFromContext(Evidence.RIGHT, TaggedSentencesTest::behind) > 0.95);
        assertTrue(bestFromContext(Evidence.RIGHT, TaggedSentencesTest::before) < 0.60);
    }

    @Test
    void bothSidesAreNeededTogether() {
        assertTrue(bestFromContext(Evidence.BOTH, TaggedSentencesTest::before) < 0.60);
        assertTrue(bestFromContext(Evidence.BOTH, TaggedSentencesTest::behind) < 0.45);
        assertTrue(bestFromContext(Evidence.BOTH, place -> before(place) + "_" + behind(place)) > 0.99);
    }

    @ParameterizedTest
    @EnumSource(Evidence.class)
    void everyKindHasSentencesWithAndWithoutHeldOutNames(Evidence evidence) {
        var heldOut = TaggedSentences.heldOutNames();
        var sentences = TEST.only(evidence).generate(4, 200);
        long with = sentences.stream().filter(s -> s.tokens().stream().anyMatch(heldOut::contains)).count();
        assertTrue(with > 20 && with < 180, evidence + ": " + with + " of 200");
    }

    @Test
    void severalKindsCanBeKept() {
        var both = new HashSet<>(TEST.only(Evidence.LEFT, Evidence.RIGHT).generate(1, 400));
        var left = new HashSet<>(TEST.only(Evidence.LEFT).generate(1, 400));
        var plain = new HashSet<>(TEST.only(Evidence.WORD).generate(1, 400));
        assertTrue(both.stream().anyMatch(left::contains));
        assertFalse(both.stream().anyMatch(plain::contains));
    }

    private record Place(TaggedSentence sentence, int at) { }

    /** The words before, shared names replaced by *, so that contexts come again. */
    private static String before(Place place) {
        return context(place.sentence().tokens().subList(0, place.at()));
    }

    private static String behind(Place place) {
        return context(place.sentence().tokens().subList(place.at() + 1, place.sentence().size()));
    }

    private static String context(List<String> tokens) {
        var kept = new ArrayList<String>();
        for (var token : tokens) {
            // Numbers, adjectives and the other open words would only make contexts rare.
            kept.add(SHARED.contains(token) || EntityNames.Kind.FIRST.names().contains(token) ? "*" : token);
        }
        return String.join(" ", kept);
    }

    /** How many shared names get the right tag if each context gets its most frequent one: contexts seen 5 times or more. */
    private static double bestFromContext(Evidence evidence, Function<Place, String> context) {
        Map<String, Map<String, Integer>> counts = new HashMap<>();
        for (var sentence : TRAINING.only(evidence).generate(1, 15_000)) {
            for (int i = 0; i < sentence.size(); i++) {
                if (SHARED.contains(sentence.tokens().get(i))) {
                    counts.computeIfAbsent(context.apply(new Place(sentence, i)), key -> new HashMap<>())
                            .merge(sentence.entityTags().get(i), 1, Integer::sum);
                }
            }
        }
        int right = 0;
        int all = 0;
        for (var tags : counts.values()) {
            int seen = tags.values().stream().mapToInt(n -> n).sum();
            if (seen >= 5) {
                all += seen;
                right += tags.values().stream().mapToInt(n -> n).max().orElseThrow();
            }
        }
        assertTrue(all > 1000, evidence + ": only " + all + " names in contexts that come again");
        return (double) right / all;
    }
}
