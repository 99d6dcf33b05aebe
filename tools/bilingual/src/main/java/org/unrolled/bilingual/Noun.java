package org.unrolled.bilingual;

import java.util.Set;

/**
 * A noun in three languages; null where a language has none.
 *
 * @param classes   what it stands for: {@code person}, {@code food}, {@code mass}, ...
 * @param place     the preposition that says where, for places; otherwise empty
 * @param direction the preposition that says whereto, for places; otherwise empty
 */
record Noun(Set<String> classes, boolean core, EnglishNoun english, GermanNoun german, FrenchNoun french, String place,
            String direction) implements Lexicon.Entry {
    @Override
    public boolean has(Language language) {
        return switch (language) {
            case ENGLISH -> english != null;
            case GERMAN -> german != null;
            case FRENCH -> french != null;
        };
    }

    /** Whether it belongs to a class, or is the English word given. */
    boolean is(String kind) {
        return classes.contains(kind) || english.singular().equals(kind);
    }

    /** Whether it belongs to one of the classes, or is one of the English words. */
    boolean isAny(Iterable<String> kinds) {
        for (var kind : kinds) {
            if (is(kind)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it has a name's grammar: no article, no plural. */
    boolean isName() {
        return is("name") || is("town");
    }

    boolean isHuman() {
        return is("person") || is("name");
    }

    /** The gender that English pronouns show; neuter for what isn't a person. */
    Gender naturalGender() {
        if (!isHuman()) {
            return Gender.NEUTER;
        }
        return english.gender().isEmpty() ? german.gender() : Gender.of(english.gender());
    }
}
