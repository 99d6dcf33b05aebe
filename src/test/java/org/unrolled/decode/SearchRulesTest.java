package org.unrolled.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.unrolled.text.Vocabulary;

class SearchRulesTest {
    @Test
    void aVocabularysReservedSymbolsAreNeverChosen() {
        var words = Vocabulary.of(Vocabulary.Unit.WORD, List.of(Vocabulary.PADDING, Vocabulary.UNKNOWN, Vocabulary.START,
            Vocabulary.END, "dog", "runs"));
        var rules = SearchRules.of(words);
        assertEquals(2, rules.start());
        assertEquals(3, rules.end());
        assertEquals(Set.of(0, 1, 2), rules.forbidden());
        assertEquals(30, rules.most(10), "twice the source and 10");
        // A model of equal probabilities: greedy takes the first that may be chosen, which is the end unless it comes too soon.
        var equal = new double[6][6];
        for (var row : equal) {
            Arrays.fill(row, 1 / 6.0);
        }
        var search = new GreedySearch(rules.minLength(2));
        assertEquals(List.of("dog", "dog"), Arrays.stream(search.search(new ChainModel(equal), 1, 3).get(0).get(0).tokens())
            .mapToObj(words::symbol).toList());
    }

    @Test
    void aVocabularyWithoutAnEndIsRefused() {
        var e = assertThrows(IllegalArgumentException.class,
            () -> SearchRules.of(Vocabulary.of(Vocabulary.Unit.WORD, List.of(Vocabulary.START, "dog"))));
        assertTrue(e.getMessage().startsWith("the vocabulary has no <end>: reserve it"), e.getMessage());
    }

    @Test
    void changesLeaveTheRestAsItIs() {
        var rules = SearchRules.of(7, 8).forbid(1, 2).minLength(3).maxLength(source -> source + 4);
        assertEquals(Set.of(1, 2), rules.forbidden());
        assertEquals(List.of(7, 8, 3, 9), List.of(rules.start(), rules.end(), rules.minLength(), rules.most(5)));
        assertThrows(IllegalArgumentException.class, () -> rules.minLength(-1));
        assertThrows(IllegalArgumentException.class, () -> SearchRules.of(-1, 8));
        assertThrows(IllegalArgumentException.class, () -> rules.forbid(-1));
    }
}
