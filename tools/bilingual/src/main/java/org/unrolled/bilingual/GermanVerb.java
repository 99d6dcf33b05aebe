package org.unrolled.bilingual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A German verb and how it is conjugated.
 *
 * @param prefix      what is separated in a main clause, such as {@code auf}, or empty
 * @param infinitive  without the prefix
 * @param present     for ich, du, er and wir; the form of wir is that of sie, too
 * @param preterite   for ich and er
 * @param participle  with the prefix
 * @param sein        whether the perfect takes {@code sein}
 * @param preposition the word before its object, as in {@code warten auf}, or empty
 * @param object      the case of its object, null where the frame decides
 */
record GermanVerb(String prefix, String infinitive, List<String> present, String preterite, String participle, boolean sein,
                  boolean reflexive, String preposition, Case object) {
    private static final String UNSTRESSED = "(be|emp|ent|er|ver|zer|ge|miss).*";

    /**
     * Reads {@code sich? infinitive (third-person preterite participle)? sein? ~preposition:case?}; a dash for a third person
     * that the rule makes, a hyphen behind a prefix that is separated.
     *
     * @param irregular present forms and perhaps the preterite by infinitive, of verbs that no rule makes
     */
    static GermanVerb parse(String text, Map<String, List<String>> irregular) {
        var words = new ArrayList<>(List.of(text.split(" +")));
        boolean reflexive = words.get(0).equals("sich") && words.remove("sich");
        var preposition = "";
        Case object = null;
        var last = words.get(words.size() - 1);
        if (last.startsWith("~")) {
            var parts = last.substring(1).split(":");
            preposition = parts.length > 1 ? parts[0] : "";
            object = Case.of(parts[parts.length - 1]);
            words.remove(words.size() - 1);
        }
        boolean sein = words.size() > 1 && words.get(words.size() - 1).equals("sein");
        if (sein) {
            words.remove(words.size() - 1);
        }
        int hyphen = words.get(0).indexOf('-');
        var prefix = words.get(0).substring(0, Math.max(0, hyphen));
        var infinitive = words.get(0).substring(hyphen + 1);
        var stem = stem(infinitive);
        boolean strong = words.size() == 4;
        var known = irregular.get(infinitive);
        var third = strong && !words.get(1).equals("-") ? words.get(1) : "";
        var present = known != null ? known.subList(0, 4) : present(infinitive, stem, third);
        var linking = needsE(stem) ? "e" : "";
        var preterite = known != null && known.size() > 4 ? known.get(4) : strong ? words.get(2) : stem + linking + "te";
        boolean noGe = infinitive.endsWith("ieren") || infinitive.matches(UNSTRESSED);
        var participle = strong ? words.get(3) : (noGe ? "" : "ge") + stem + linking + "t";
        return new GermanVerb(prefix, infinitive, List.copyOf(present), preterite, prefix + participle, sein, reflexive,
                preposition, object);
    }

    private static String stem(String infinitive) {
        return infinitive.substring(0, infinitive.length() - (infinitive.endsWith("en") ? 2 : 1));
    }

    private static boolean needsE(String stem) {
        // arbeitet, öffnet, zeichnet, but lernt, wohnt, kommt
        return stem.matches(".*([td]|([^aeiouäöülrmnh]|ch)[mn])");
    }

    private static List<String> present(String infinitive, String stem, String third) {
        boolean hissing = stem.matches(".*[sßzx]");
        var first = stem.endsWith("el") ? stem.substring(0, stem.length() - 2) + "le" : stem + "e";
        if (third.isEmpty()) {
            var linking = needsE(stem) ? "e" : "";
            return List.of(first, stem + linking + (hissing ? "t" : "st"), stem + linking + "t", infinitive);
        }
        var changed = third.substring(0, third.length() - 1);
        var second = hissing ? third : stem.endsWith("t") ? third + "st" : changed + "st";
        return List.of(first, second, third, infinitive);
    }

    /** The finite form without the prefix. */
    String finite(Agreement subject, boolean past) {
        if (!past) {
            return present.get(Math.min(3, subject.index()));
        }
        if (subject.person() == 2) {
            return preterite + (preterite.matches(".*[tdsßz]") ? "est" : "st");
        }
        return subject.plural() ? preterite + (preterite.endsWith("e") ? "n" : "en") : preterite;
    }

    String wholeInfinitive() {
        return prefix + infinitive;
    }
}
