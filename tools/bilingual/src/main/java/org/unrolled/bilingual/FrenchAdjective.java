package org.unrolled.bilingual;

import java.util.Map;

/** A French adjective; some stand before the noun. */
record FrenchAdjective(String masculine, String feminine, boolean before) {
    private static final Map<String, String> BEFORE_VOWEL = Map.of("vieux", "vieil", "beau", "bel", "nouveau", "nouvel");

    /** Reads {@code rouge}, {@code vert verte} or {@code petit petite before}. */
    static FrenchAdjective parse(String text) {
        boolean before = text.endsWith(" before");
        var words = text.replace(" before", "").strip().split(" +");
        return new FrenchAdjective(words[0], words.length > 1 ? words[1] : words[0], before);
    }

    /** @param vowelNext whether it stands before a noun that begins with a vowel: {@code un vieil homme} */
    String form(Gender gender, boolean plural, boolean vowelNext) {
        if (gender == Gender.FEMININE) {
            return plural ? FrenchNoun.withPlural(feminine) : feminine;
        }
        if (plural) {
            return FrenchNoun.withPlural(masculine);
        }
        return vowelNext ? BEFORE_VOWEL.getOrDefault(masculine, masculine) : masculine;
    }
}
