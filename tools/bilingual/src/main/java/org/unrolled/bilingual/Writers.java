package org.unrolled.bilingual;

/** A writer for each language. */
final class Writers {
    private final English english = new English();
    private final German german;
    private final French french;

    Writers(Lexicon lexicon) {
        german = new German(lexicon);
        french = new French(lexicon);
    }

    Writer of(Language language) {
        return switch (language) {
            case ENGLISH -> english;
            case GERMAN -> german;
            case FRENCH -> french;
        };
    }
}
