package org.unrolled.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Collectors;

/**
 * BLEU and what it is made of.
 *
 * @param score           0 to 100
 * @param precisions      of n-grams of each order from 1, in per cent, smoothed
 * @param matches         n-grams of each order that the references have too, as counted
 * @param totals          n-grams of each order
 * @param brevityPenalty  factor for translations that are too short, 0 to 1
 * @param length          words of the translations
 * @param referenceLength words of the references
 * @param signature       the settings as sacreBLEU writes them; the version is the one that the scores were compared with
 */
public record BleuScore(double score, List<Double> precisions, List<Long> matches, List<Long> totals, double brevityPenalty,
        long length, long referenceLength, String signature) {
    /** Keeps copies. */
    public BleuScore {
        precisions = List.copyOf(precisions);
        matches = List.copyOf(matches);
        totals = List.copyOf(totals);
    }

    /** Length over the references' length; 0 if they have none. */
    public double ratio() {
        return referenceLength == 0 ? 0 : (double) length / referenceLength;
    }

    /** As sacreBLEU prints it: the score, the precisions, the brevity penalty, the lengths. */
    @Override
    public String toString() {
        return "BLEU = " + rounded(score, 2) + " "
                + precisions.stream().map(precision -> rounded(precision, 1)).collect(Collectors.joining("/"))
                + " (BP = " + rounded(brevityPenalty, 3) + " ratio = " + rounded(ratio(), 3) + " hyp_len = " + length
                + " ref_len = " + referenceLength + ")";
    }

    /** As Python rounds: a number just between two goes to the even one. */
    static String rounded(double number, int digits) {
        return new BigDecimal(number).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }
}
