package org.unrolled.bilingual;

import java.util.Set;

/**
 * A verb in three languages; null where a language has none.
 *
 * @param subjects classes of nouns that may be its subject
 * @param objects  classes of nouns that may be its object
 */
record Verb(Frame frame, boolean core, Set<String> subjects, Set<String> objects, EnglishVerb english, GermanVerb german,
            FrenchVerb french) implements Lexicon.Entry {
    /** What stands beside the verb; the names of the sections of the lexicon. */
    enum Frame {
        INTRANSITIVE, LOCATION, MOTION, TRANSITIVE, DATIVE, DITRANSITIVE, PREPOSITIONAL, CLAUSAL, INFINITIVE, IMPERSONAL, COPULA,
        HELPING
    }

    @Override
    public boolean has(Language language) {
        return switch (language) {
            case ENGLISH -> english != null;
            case GERMAN -> german != null;
            case FRENCH -> french != null;
        };
    }

    /** Whether no language puts a preposition before the object, so that it may be left out or become a subject. */
    boolean isPlain() {
        return english.preposition().isEmpty() && german.preposition().isEmpty()
                && (french == null || french.preposition().isEmpty());
    }
}
