package org.unrolled.bilingual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A French verb and how it is conjugated.
 *
 * @param present     for je, tu, il, nous and ils
 * @param future      the stem of the future
 * @param etre        whether compound tenses take {@code être}
 * @param preposition the word before its object, as in {@code penser à}, or empty
 */
record FrenchVerb(String infinitive, List<String> present, String participle, String future, boolean etre, boolean reflexive,
                  String preposition) {
    /** The tenses of one word. */
    enum Form { PRESENT, IMPERFECT, FUTURE }

    private static final List<String> IMPERFECT = List.of("ais", "ais", "ait", "ions", "aient");
    private static final List<String> FUTURE = List.of("ai", "as", "a", "ons", "ont");

    /**
     * Reads {@code se? infinitive être? ~preposition?}.
     *
     * @param irregular by ending of the infinitive: five present forms, participle, stem of the future; the longest fits
     */
    static FrenchVerb parse(String text, Map<String, List<String>> irregular) {
        var words = new ArrayList<>(List.of(text.split(" +")));
        boolean reflexive = words.get(0).equals("se") && words.remove("se");
        var last = words.get(words.size() - 1);
        var preposition = last.startsWith("~") ? last.substring(1) : "";
        boolean etre = words.size() > 1 && words.get(1).equals("être");
        var infinitive = words.get(0);
        var forms = forms(infinitive, irregular);
        return new FrenchVerb(infinitive, forms.subList(0, 5), forms.get(5), forms.get(6), etre || reflexive, reflexive,
                preposition);
    }

    private static List<String> forms(String infinitive, Map<String, List<String>> irregular) {
        for (int begin = 0; begin < infinitive.length(); begin++) {
            var known = irregular.get(infinitive.substring(begin));
            if (known != null) {
                var prefix = infinitive.substring(0, begin);
                return known.stream().map(prefix::concat).toList();
            }
        }
        var stem = infinitive.substring(0, infinitive.length() - 2);
        return switch (infinitive.substring(infinitive.length() - 2)) {
            case "er" -> first(stem);
            case "ir" -> with(stem, "is is it issons issent i ir");
            case "re" -> with(stem, "s s - ons ent u r");
            default -> throw new IllegalArgumentException("no rule for the French verb '" + infinitive + "'");
        };
    }

    private static List<String> with(String stem, String endings) {
        return List.of(endings.split(" ")).stream().map(ending -> stem + ending.replace("-", "")).toList();
    }

    /** Verbs in -er, whose stem may change before a silent ending: {@code achète, appelle, espère, essaie, mangeons}. */
    private static List<String> first(String stem) {
        var silent = stem;
        var future = stem + "er";
        if (stem.matches(".*(pel|jet)")) {
            silent = stem + stem.charAt(stem.length() - 1);
            future = silent + "er";
        } else if (stem.matches(".*e[^aeiouéè]")) {
            silent = stem.replaceFirst("e(?=.$)", "è");
            future = silent + "er";
        } else if (stem.matches(".*é[bcdfghjklmnpqrstvxz]+")) {
            silent = stem.replaceFirst("é(?=[^é]+$)", "è");
        } else if (stem.matches(".*[aou]y")) {
            silent = stem.substring(0, stem.length() - 1) + "i";
            future = stem.equals("envoy") ? "enverr" : silent + "er";
        }
        var we = stem.endsWith("g") ? stem + "e" : stem.endsWith("c") ? stem.substring(0, stem.length() - 1) + "ç" : stem;
        return List.of(silent + "e", silent + "es", silent + "e", we + "ons", silent + "ent", stem + "é", future);
    }

    /** @param person 0 to 4 for je, tu, il, nous and ils */
    String form(Form form, int person) {
        return switch (form) {
            case PRESENT -> present.get(person);
            case FUTURE -> future + FUTURE.get(person);
            case IMPERFECT -> imperfect(IMPERFECT.get(person));
        };
    }

    private String imperfect(String ending) {
        if (infinitive.equals("être")) {
            return "ét" + ending;
        }
        var we = present.get(3);
        var stem = we.substring(0, we.length() - 3);
        if (ending.startsWith("i")) {
            // nous mangions, nous commencions: the spelling of the sound is not needed before i
            stem = stem.endsWith("ge") ? stem.substring(0, stem.length() - 1) : stem.replaceFirst("ç$", "c");
        }
        return stem + ending;
    }
}
