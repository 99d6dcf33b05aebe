package org.unrolled.bilingual;

/** The cases of German. */
enum Case {
    NOMINATIVE, ACCUSATIVE, DATIVE, GENITIVE;

    /** @throws IllegalArgumentException if the code is none of acc, dat, gen */
    static Case of(String code) {
        return switch (code) {
            case "acc" -> ACCUSATIVE;
            case "dat" -> DATIVE;
            case "gen" -> GENITIVE;
            default -> throw new IllegalArgumentException("case '" + code + "', expected acc, dat or gen");
        };
    }
}
