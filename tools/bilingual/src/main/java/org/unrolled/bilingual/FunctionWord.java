package org.unrolled.bilingual;

import java.util.List;

/**
 * Words that aren't inflected: a preposition, conjunction, adverb or the first part of a compound.
 *
 * @param name    what the composer calls it by
 * @param use     the tense an adverb goes with, or the class of nouns a compound's head belongs to
 * @param words   its words for each language; an empty list where it has none
 * @param governs the case behind a preposition in German, otherwise null
 */
record FunctionWord(String name, List<String> use, boolean core, List<List<Part>> words, Case governs) implements Lexicon.Entry {
    /**
     * A word of it.
     *
     * @param link words with the same number are linked across languages; 0 for none
     */
    record Part(String text, int link) { }

    List<Part> in(Language language) {
        return words.get(language.ordinal());
    }

    @Override
    public boolean has(Language language) {
        return !in(language).isEmpty();
    }
}
