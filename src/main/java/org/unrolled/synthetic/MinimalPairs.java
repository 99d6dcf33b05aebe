package org.unrolled.synthetic;

import java.util.List;
import java.util.regex.Pattern;
import org.unrolled.data.LabelledSentence;

/**
 * Reviews in twos that are almost the same and have opposite labels: what a classifier makes of them shows what it reads.
 * They are written by the grammar of {@link GeneratedSentences#reviews}, and one seed gives pairs of reviews that it gives
 * there, too: take another seed than that of the training sentences.
 */
public final class MinimalPairs {
    /** How the second review of a pair differs from the first. */
    public enum Kind {
        /** A word or two are added, taken away or replaced: {@code not}, {@code never}, {@code nobody} for {@code everybody}. */
        NEGATION,
        /** The same words in another order, so that a bag of words gives both the same label and has one right. */
        ORDER
    }

    /** Two reviews with opposite labels. */
    public record Pair(Kind kind, LabelledSentence first, LabelledSentence second) { }

    private static final Pattern TWO_READINGS = Pattern.compile("\\{([^/}]*)/([^}]*)}");
    private static final Pattern TWO_PLACES = Pattern.compile("\\{([^/}]*)}(.*)\\{([^/}]*)}");

    private MinimalPairs() { }

    /** The next pairs, 1 to 200,000, of both kinds in about equal parts. One seed gives the same, a larger count more of them. */
    public static List<Pair> generate(long seed, int count) {
        return GrammarLines.of("reviews.grammar", "").first(seed, count, line -> line.contains("{")).stream()
                .map(MinimalPairs::pair).toList();
    }

    private static Pair pair(String line) {
        var kind = line.contains("/") ? Kind.NEGATION : Kind.ORDER;
        var turned = kind == Kind.NEGATION ? TWO_READINGS.matcher(line).replaceAll("$2")
                : TWO_PLACES.matcher(line).replaceAll("$3$2$1");
        var second = GeneratedSentences.parse(turned);
        var label = second.label().equals("positive") ? "negative" : "positive";
        return new Pair(kind, GeneratedSentences.parse(line), new LabelledSentence(label, second.text()));
    }
}
