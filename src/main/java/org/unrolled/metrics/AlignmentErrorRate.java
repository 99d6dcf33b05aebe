package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.text.Link;

/**
 * How far links between the words of a sentence and of its translation are from the known ones (Och and Ney 2003, "A
 * Systematic Comparison of Various Statistical Alignment Models", section 5.2). Annotators mark links as <em>sure</em> (S) or
 * merely <em>possible</em> (P, which holds the sure ones too). With A the links found:
 * <pre>
 *   recall = |A ∩ S| / |S|     precision = |A ∩ P| / |A|     error rate = 1 - (|A ∩ S| + |A ∩ P|) / (|A| + |S|)
 * </pre>
 * Where all known links are sure, that is 1 - F1. Where nothing can be divided, precision, recall and error rate are 0.
 * <pre>{@code
 * var score = AlignmentErrorRate.NONE;
 * for (var pair : pairs) {
 *     var found = AlignmentErrorRate.links(attention(pair), pair.source().size(), pair.target().size());
 *     score = score.plus(AlignmentErrorRate.of(pair.alignment(), found));
 * }
 * double error = score.errorRate();
 * }</pre>
 *
 * @param found         links found, |A|
 * @param sure          sure links, |S|
 * @param foundSure     |A ∩ S|
 * @param foundPossible |A ∩ P|
 */
public record AlignmentErrorRate(long found, long sure, long foundSure, long foundPossible) {
    /** Of no sentence: what sums begin with. */
    public static final AlignmentErrorRate NONE = new AlignmentErrorRate(0, 0, 0, 0);

    /** @throws IllegalArgumentException if no links could have these numbers */
    public AlignmentErrorRate {
        Preconditions.checkArgument(foundSure >= 0 && foundPossible >= foundSure && found >= foundPossible && sure >= foundSure,
                "of %s links found %s of %s sure and %s possible: expected sure ones to be among the possible, and both "
                + "among those found", found, foundSure, sure, foundPossible);
    }

    /**
     * Scores the links found in a sentence. Known ones that are not {@linkplain Link#sure sure} are possible; whether those found
     * call themselves sure plays no part.
     */
    public static AlignmentErrorRate of(Collection<Link> known, Collection<Link> found) {
        var possible = places(known.stream());
        var sure = places(known.stream().filter(Link::sure));
        var links = places(found.stream());
        return new AlignmentErrorRate(links.size(), sure.size(), links.stream().filter(sure::contains).count(),
                links.stream().filter(possible::contains).count());
    }

    private static Set<Link> places(Stream<Link> links) {
        return links.map(link -> new Link(link.source(), link.target())).collect(Collectors.toSet());
    }

    /** Both together: a corpus's numbers are the sums of its sentences'. */
    public AlignmentErrorRate plus(AlignmentErrorRate other) {
        return new AlignmentErrorRate(found + other.found, sure + other.sure, foundSure + other.foundSure,
                foundPossible + other.foundPossible);
    }

    /** Share of the sure links that were found. */
    public double recall() {
        return ratio(foundSure, sure);
    }

    /** Share of the links found that are at least possible. */
    public double precision() {
        return ratio(foundPossible, found);
    }

    /** 0 if all is right, 1 if nothing is. */
    public double errorRate() {
        return found + sure == 0 ? 0 : 1 - ratio(foundSure + foundPossible, found + sure);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /**
     * Reads links off attention, shape [target, source]: each target word is linked to the source word with its largest
     * weight, the first among equals. A word that looks at what follows the source sentence, such as its END, gets no link.
     * Rows and columns after the words of both sentences are allowed; fewer, or a weight of NaN, are refused.
     */
    public static List<Link> links(double[][] weights, int sourceLength, int targetLength) {
        Preconditions.checkArgument(weights.length >= targetLength, "attention of %s target words for a sentence of %s: "
                + "expected a row for each word", weights.length, targetLength);
        var links = new ArrayList<Link>();
        for (int target = 0; target < targetLength; target++) {
            var row = weights[target];
            Preconditions.checkArgument(row.length >= sourceLength, "attention of target word %s to %s source words for a "
                    + "sentence of %s: expected a weight for each word", target, row.length, sourceLength);
            if (Arrays.stream(row).anyMatch(Double::isNaN)) {
                throw new IllegalArgumentException("attention of target word " + target + " is " + Arrays.toString(row)
                        + ", expected numbers: has the network's training diverged?");
            }
            int best = 0;
            for (int source = 1; source < row.length; source++) {
                best = row[source] > row[best] ? source : best;
            }
            if (best < sourceLength) {
                links.add(new Link(best, target));
            }
        }
        return links;
    }
}
