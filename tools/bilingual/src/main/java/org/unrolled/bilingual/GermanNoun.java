package org.unrolled.bilingual;

/**
 * A German noun and how it is declined.
 *
 * @param oblique the singular of the accusative and the dative, which differs from the nominative in weak nouns only
 */
record GermanNoun(String singular, Gender gender, String oblique, String genitive, String plural) {
    /**
     * Reads {@code Hund m e}: singular, gender, plural class and, where the rule fails, the genitive.
     *
     * @throws IllegalArgumentException if there are fewer than three words or the gender is unknown
     */
    static GermanNoun parse(String text) {
        var words = text.split(" +");
        if (words.length < 3) {
            throw new IllegalArgumentException("German noun '" + text + "', expected stem, gender and plural class");
        }
        var noun = words[0];
        var gender = Gender.of(words[1]);
        var plural = words[2];
        boolean weak = plural.startsWith("=");
        var oblique = weak ? noun + plural.substring(1) : noun;
        var genitive = words.length > 3 ? words[3]
                : gender == Gender.FEMININE ? noun : weak ? oblique : noun + genitiveEnding(noun, plural);
        return new GermanNoun(noun, gender, oblique, genitive, plural(noun, plural));
    }

    private static String plural(String noun, String code) {
        if (code.startsWith(":")) {
            return code.substring(1);
        }
        boolean umlaut = code.startsWith("\"");
        var ending = code.replaceAll("[\"=-]", "");
        return (umlaut ? withUmlaut(noun) : noun) + ending;
    }

    /** -es after s-sounds and in native words of one syllable that end in a consonant, otherwise -s. */
    private static String genitiveEnding(String noun, String plural) {
        if (noun.matches(".*(s|ß|x|z|sch|st)")) {
            return "es";
        }
        boolean oneSyllable = !noun.matches(".*[^ei]e[rln]") && noun.matches("(?i)[^aeiouäöüy]*[aeiouäöüy]+[^aeiouäöüy]+");
        return oneSyllable && !plural.equals("s") ? "es" : "s";
    }

    private static String withUmlaut(String word) {
        for (int i = word.length() - 1; i >= 0; i--) {
            char c = Character.toLowerCase(word.charAt(i));
            boolean diphthong = c == 'u' && i > 0 && Character.toLowerCase(word.charAt(i - 1)) == 'a';
            int at = diphthong ? i - 1 : i;
            int vowel = "aouAOU".indexOf(word.charAt(at));
            if (vowel >= 0) {
                return word.substring(0, at) + "äöüÄÖÜ".charAt(vowel) + word.substring(at + 1);
            }
        }
        throw new IllegalArgumentException("'" + word + "' has no vowel that takes an umlaut");
    }

    String form(Case role, boolean many) {
        if (many) {
            return role == Case.DATIVE && !plural.matches(".*[ns]") ? plural + "n" : plural;
        }
        return switch (role) {
            case NOMINATIVE -> singular;
            case ACCUSATIVE, DATIVE -> oblique;
            case GENITIVE -> genitive;
        };
    }

    /** The compound with a first part in front: {@code Küchen + Tisch = Küchentisch}; the last part declines it. */
    GermanNoun behind(String first) {
        return new GermanNoun(join(first, singular), gender, join(first, oblique), join(first, genitive), join(first, plural));
    }

    private static String join(String first, String second) {
        return first + second.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + second.substring(1);
    }
}
