package org.unrolled.bilingual;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An English verb.
 *
 * @param particle    the second word of a verb such as {@code get up}, or empty
 * @param simple      whether the progressive form is avoided
 * @param state       whether it names a state, such as {@code know}, so that French puts its past into the imperfect
 * @param preposition the word before its object, as in {@code wait for}, or empty
 */
record EnglishVerb(String base, String particle, String past, String participle, boolean simple, boolean state,
                   String preposition) {
    private static final Set<String> DOUBLED = Set.of("begin", "forget", "travel");

    /** Reads {@code simple|state? base+particle past? participle? ~preposition?}. */
    static EnglishVerb parse(String text) {
        var words = new ArrayList<>(List.of(text.split(" +")));
        boolean state = words.remove("state");
        boolean simple = words.remove("simple") || state;
        var preposition = "";
        for (var word : List.copyOf(words)) {
            if (word.startsWith("~")) {
                preposition = word.substring(1);
                words.remove(word);
            }
        }
        var parts = words.get(0).split("\\+");
        var base = parts[0];
        var past = words.size() > 1 ? words.get(1) : regularPast(base);
        var participle = words.size() > 2 ? words.get(2) : past;
        return new EnglishVerb(base, parts.length > 1 ? parts[1] : "", past, participle, simple, state,
                preposition);
    }

    String thirdPerson() {
        return base.equals("have") ? "has" : EnglishNoun.withS(base);
    }

    /** The form in -ing: {@code running, lying, taking}. */
    String progressive() {
        if (base.endsWith("ie")) {
            return base.substring(0, base.length() - 2) + "ying";
        }
        if (base.matches(".*[^eo]e") && !base.equals("be")) {
            return base.substring(0, base.length() - 1) + "ing";
        }
        return doubled(base) + "ing";
    }

    private static String regularPast(String base) {
        if (base.endsWith("e")) {
            return base + "d";
        }
        return base.matches(".*[^aeiou]y") ? base.substring(0, base.length() - 1) + "ied" : doubled(base) + "ed";
    }

    private static String doubled(String base) {
        boolean shortSyllable = base.matches("[^aeiou]*[aeiou][^aeiouwxy]");
        return shortSyllable || DOUBLED.contains(base) ? base + base.charAt(base.length() - 1) : base;
    }
}
