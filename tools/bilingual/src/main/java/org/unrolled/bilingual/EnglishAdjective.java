package org.unrolled.bilingual;

/** An English adjective; comparative and superlative may be two words, joined by a space. */
record EnglishAdjective(String base, String comparative, String superlative) {
    /** Reads {@code old} or {@code good better best}. */
    static EnglishAdjective parse(String text) {
        var words = text.split(" +");
        if (words.length == 3) {
            return new EnglishAdjective(words[0], words[1], words[2]);
        }
        var base = words[0];
        if (base.matches(".*[^aeiou]y")) {
            var stem = base.substring(0, base.length() - 1);
            return new EnglishAdjective(base, stem + "ier", stem + "iest");
        }
        boolean oneSyllable = base.replaceAll("e$", "").split("[aeiouy]+", -1).length <= 2;
        if (!oneSyllable) {
            return new EnglishAdjective(base, "more " + base, "most " + base);
        }
        var stem = base.endsWith("e") ? base.substring(0, base.length() - 1) : base;
        return new EnglishAdjective(base, stem + "er", stem + "est");
    }

    String form(Degree degree) {
        return switch (degree) {
            case POSITIVE -> base;
            case COMPARATIVE -> comparative;
            case SUPERLATIVE -> superlative;
        };
    }
}
