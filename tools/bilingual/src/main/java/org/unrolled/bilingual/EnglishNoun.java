package org.unrolled.bilingual;

/**
 * An English noun.
 *
 * @param gender {@code f} or {@code m} where it differs from the German grammatical gender, otherwise empty
 */
record EnglishNoun(String singular, String plural, String gender) {
    /** Reads {@code dog}, {@code man men} or {@code girl girls f}. */
    static EnglishNoun parse(String text) {
        var words = text.split(" +");
        var last = words[words.length - 1];
        boolean marked = words.length > 1 && (last.equals("f") || last.equals("m"));
        int forms = words.length - (marked ? 1 : 0);
        return new EnglishNoun(words[0], forms > 1 ? words[1] : withS(words[0]), marked ? last : "");
    }

    String form(boolean many) {
        return many ? plural : singular;
    }

    /** The ending -s of plurals and of verbs in the third person: {@code boxes, cities, boys}. */
    static String withS(String word) {
        if (word.matches(".*(s|x|z|ch|sh|o)")) {
            return word.matches("(radio|zoo|photo|piano)") ? word + "s" : word + "es";
        }
        return word.matches(".*[^aeiou]y") ? word.substring(0, word.length() - 1) + "ies" : word + "s";
    }
}
