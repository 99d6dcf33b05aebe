package org.unrolled.ctc;

import java.util.List;
import org.nd4j.common.base.Preconditions;

/**
 * Looks for the labels that are most probable over <em>all</em> their paths, where {@link GreedyCtc} takes the best path: a step's beam holds
 * label sequences (prefixes), each with the probability of its paths that end in a blank and of those that end in its last label
 * (Hannun et al. 2014, "First-Pass Large Vocabulary Continuous Speech Recognition using Bi-Directional Recurrent DNNs", algorithm 1). A
 * {@link PrefixScorer} adds what a language model or a lexicon says of the labels:
 * <pre>
 *   score(labels) = log p(labels | input) + scorer(labels)
 * </pre>
 * <pre>{@code
 * var search = PrefixBeamSearch.of(16).withScorer(PrefixScorer.model(letters, 0, -1, symbol -> symbol, 0.5, 1));
 * var said = search.decode(logProbabilities).get(0);
 * }</pre>
 *
 * @param beamWidth        prefixes that are kept at each step
 * @param blank            the symbol that says nothing new
 * @param leastProbability symbols that are less probable at a step don't lengthen a prefix there; 0 for all
 * @param scorer           what is known of labels
 */
public record PrefixBeamSearch(int beamWidth, int blank, double leastProbability, PrefixScorer<?> scorer) implements CtcSearch {
    /** @throws IllegalArgumentException if the beam holds nothing, or the least probability is none */
    public PrefixBeamSearch {
        Preconditions.checkArgument(beamWidth >= 1 && blank >= 0, "a beam of %s and the blank %s: expected at least 1 and 0", beamWidth, blank);
        Preconditions.checkArgument(leastProbability >= 0 && leastProbability < 1, "the least probability is %s, expected 0 to below 1",
                leastProbability);
    }

    /** A beam of this width without language model, 0 as the blank, symbols from a probability of 0.0001 on. */
    public static PrefixBeamSearch of(int beamWidth) {
        return new PrefixBeamSearch(beamWidth, 0, 1e-4, PrefixScorer.none(0));
    }

    /** The same with another beam. */
    public PrefixBeamSearch withBeamWidth(int width) {
        return new PrefixBeamSearch(width, blank, leastProbability, scorer);
    }

    /** The same with another blank. */
    public PrefixBeamSearch withBlank(int symbol) {
        return new PrefixBeamSearch(beamWidth, symbol, leastProbability, scorer);
    }

    /** The same where symbols have to be more probable, or less. */
    public PrefixBeamSearch withLeastProbability(double probability) {
        return new PrefixBeamSearch(beamWidth, blank, probability, scorer);
    }

    /** The same with other knowledge of labels. */
    public PrefixBeamSearch withScorer(PrefixScorer<?> other) {
        return new PrefixBeamSearch(beamWidth, blank, leastProbability, other);
    }

    @Override
    public Stream stream() {
        return new PrefixBeam<>(this, scorer);
    }

    /** The best first; at most as many as the beam is wide. Nothing heard is an empty hypothesis. */
    @Override
    public List<CtcHypothesis> decode(float[][] logProbabilities) {
        return CtcSearch.super.decode(logProbabilities);
    }
}
