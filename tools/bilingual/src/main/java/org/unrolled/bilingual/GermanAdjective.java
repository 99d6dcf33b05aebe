package org.unrolled.bilingual;

/** A German adjective in its three degrees, without endings. */
record GermanAdjective(String base, String comparative, String superlative) {
    /** Reads {@code klein} or {@code alt älter ältest}. */
    static GermanAdjective parse(String text) {
        var words = text.split(" +");
        var base = words[0];
        if (words.length == 3) {
            return new GermanAdjective(base, words[1], words[2]);
        }
        boolean needsE = base.matches(".*(d|t|s|ß|z|sch)") && !base.endsWith("end");
        return new GermanAdjective(base, stem(base) + "er", base + (needsE ? "est" : "st"));
    }

    /** Before an ending an e may go: {@code dunkel, dunkle; teuer, teure; müde, müder}. */
    private static String stem(String base) {
        if (base.matches(".*[^aeiou]el") || base.matches(".*[ae]uer")) {
            return base.substring(0, base.length() - 2) + base.charAt(base.length() - 1);
        }
        return base.endsWith("e") ? base.substring(0, base.length() - 1) : base;
    }

    /** The form that stands alone, as in {@code er ist alt, er ist älter}. */
    String predicate(Degree degree) {
        return degree == Degree.POSITIVE ? base : degree == Degree.COMPARATIVE ? comparative : superlative;
    }

    /** The form before a noun. */
    String attribute(Degree degree, String ending) {
        return (degree == Degree.POSITIVE ? stem(base) : predicate(degree)) + ending;
    }
}
