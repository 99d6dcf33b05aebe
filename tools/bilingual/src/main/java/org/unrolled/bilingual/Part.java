package org.unrolled.bilingual;

/** Training, validation or test, decided by what a text says and nothing else. */
enum Part {
    TRAINING, VALIDATION, TEST;

    /** One content in twenty is for validation, one for the test. */
    static Part of(String content) {
        // The low bits of String.hashCode depend on the last letters too much, so they are mixed first.
        int hash = content.hashCode() * 0x9E3779B9;
        return switch (Math.floorMod(hash ^ hash >>> 15, 20)) {
            case 0 -> TEST;
            case 1 -> VALIDATION;
            default -> TRAINING;
        };
    }
}
