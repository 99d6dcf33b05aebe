package org.unrolled.bilingual;

/** A French noun; a first letter ! stands for an h before which no vowel is dropped. */
record FrenchNoun(String singular, Gender gender, String plural) {
    /** Reads {@code chien m} or {@code hibou m hiboux}. */
    static FrenchNoun parse(String text) {
        var words = text.split(" +");
        var mark = words[0].startsWith("!") ? "!" : "";
        return new FrenchNoun(words[0], Gender.of(words[1]), words.length > 2 ? mark + words[2] : withPlural(words[0]));
    }

    static String withPlural(String word) {
        if (word.matches(".*[sxz]")) {
            return word;
        }
        if (word.endsWith("al")) {
            return word.substring(0, word.length() - 1) + "ux";
        }
        return word.matches(".*(eau|eu)") && !word.equals("bleu") ? word + "x" : word + "s";
    }

    String form(boolean many) {
        return many ? plural : singular;
    }
}
