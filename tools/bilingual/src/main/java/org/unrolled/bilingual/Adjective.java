package org.unrolled.bilingual;

import java.util.Set;

/** An adjective in three languages, null where a language has none; {@code fixed} among its classes: no degrees. */
record Adjective(Set<String> classes, boolean core, EnglishAdjective english, GermanAdjective german, FrenchAdjective french)
        implements Lexicon.Entry {
    @Override
    public boolean has(Language language) {
        return language != Language.FRENCH || french != null;
    }

    boolean fits(Noun noun) {
        return noun.isAny(classes) || noun.is("name") && classes.contains("person");
    }

    boolean hasDegrees() {
        return !classes.contains("fixed");
    }
}
