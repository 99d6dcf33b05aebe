package org.unrolled.bilingual;

/** Grammatical gender; French has no neuter. */
enum Gender {
    MASCULINE, FEMININE, NEUTER;

    /** @throws IllegalArgumentException if the code is none of m, f, n */
    static Gender of(String code) {
        return switch (code) {
            case "m" -> MASCULINE;
            case "f" -> FEMININE;
            case "n" -> NEUTER;
            default -> throw new IllegalArgumentException("gender '" + code + "', expected m, f or n");
        };
    }
}
