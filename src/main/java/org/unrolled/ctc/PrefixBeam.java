package org.unrolled.ctc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * {@link PrefixBeamSearch} at work. Prefixes are a tree, so that each exists once; it holds the beam and what leads to it, so that a stream
 * may be long.
 */
final class PrefixBeam<S> implements CtcSearch.Stream {
    private static final double NOTHING = Double.NEGATIVE_INFINITY;

    private final PrefixBeamSearch settings;
    private final PrefixScorer<S> scorer;
    private final double least;
    private List<Prefix<S>> beam = new ArrayList<>();
    private int width;
    private int step;
    private int silence;

    PrefixBeam(PrefixBeamSearch settings, PrefixScorer<S> scorer) {
        this.settings = settings;
        this.scorer = scorer;
        least = Math.log(settings.leastProbability());
        var empty = new Prefix<S>(null, -1, -1, 0);
        empty.state = scorer.start();
        empty.say(0, NOTHING);
        empty.kept = true;
        beam.add(empty);
    }

    /** Labels, and how probable their paths are that end in a blank, and in the last label. */
    private static final class Prefix<S> {
        private final Prefix<S> parent;
        private final int symbol;
        private final int length;
        /** Step at which it came into the tree: not after those of its children, even if it leaves the beam and comes back. */
        private final int heard;
        /** The scorer's; null outside the beam. */
        private S state;
        /** What the scorer says of all labels. */
        private final double known;
        private final Map<Integer, Prefix<S>> children = new HashMap<>(4);
        private double blank;
        private double label;
        private double probability;
        private boolean kept;

        Prefix(Prefix<S> parent, int symbol, int heard, double known) {
            this.parent = parent;
            this.symbol = symbol;
            this.length = parent == null ? 0 : parent.length + 1;
            this.heard = heard;
            this.known = known;
        }

        void say(double endingInBlank, double endingInLabel) {
            blank = endingInBlank;
            label = endingInLabel;
            probability = add(blank, label);
        }

        double score() {
            return probability + known;
        }
    }

    /** What may be in the next beam. A prefix that would be new is made only if it gets there. */
    private static final class Candidate<S> {
        private final Prefix<S> from;
        private final int symbol;
        private final PrefixScorer.Extension<S> extension;
        private final double blank;
        private double label;
        private double score;

        /** @param extension of the prefix by the symbol; null for the prefix itself */
        Candidate(Prefix<S> from, int symbol, PrefixScorer.Extension<S> extension, double blank, double label) {
            this.from = from;
            this.symbol = symbol;
            this.extension = extension;
            this.blank = blank;
            hear(label);
        }

        void hear(double more) {
            label = more;
            score = add(blank, label) + from.known + (extension == null ? 0 : extension.score());
        }
    }

    private static double add(double a, double b) {
        double m = Math.max(a, b);
        double less = Math.min(a, b);
        return less == NOTHING ? m : m + Math.log1p(Math.exp(less - m));
    }

    @Override
    public void accept(float[] logProbabilities) {
        CtcSearch.require(logProbabilities, width, settings.blank(), step);
        width = logProbabilities.length;
        silence = CtcSearch.loudest(logProbabilities) == settings.blank() ? silence + 1 : 0;
        scorer.prepare(beam.stream().map(prefix -> prefix.state).toList());
        var candidates = new ArrayList<Candidate<S>>();
        var stay = new HashMap<Prefix<S>, Candidate<S>>();
        for (var prefix : beam) {
            double again = prefix.parent == null ? NOTHING : prefix.label + logProbabilities[prefix.symbol];
            stay.put(prefix, new Candidate<>(prefix, -1, null, prefix.probability + logProbabilities[settings.blank()], again));
            candidates.add(stay.get(prefix));
        }
        // As many as the beam holds are at least that good already.
        double bar = beam.size() < settings.beamWidth() ? NOTHING
            : candidates.stream().mapToDouble(each -> each.score).min().orElse(NOTHING);
        for (var prefix : beam) {
            for (int symbol = 0; symbol < width; symbol++) {
                if (symbol != settings.blank() && logProbabilities[symbol] >= least) {
                    // The same symbol again is a new label only behind a blank.
                    double before = symbol == prefix.symbol ? prefix.blank : prefix.probability;
                    lengthen(prefix, symbol, before + logProbabilities[symbol], stay, bar, candidates);
                }
            }
        }
        candidates.removeIf(each -> each.score == NOTHING);
        candidates.sort(Comparator.comparingDouble(each -> -each.score));
        keep(candidates.subList(0, Math.min(settings.beamWidth(), candidates.size())));
        step++;
    }

    private void lengthen(Prefix<S> prefix, int symbol, double probability, Map<Prefix<S>, Candidate<S>> stay, double bar,
                          List<Candidate<S>> candidates) {
        if (probability == NOTHING) {
            return;
        }
        var child = prefix.children.isEmpty() ? null : prefix.children.get(symbol);
        if (child != null && child.kept) {
            var there = stay.get(child);
            there.hear(add(there.label, probability));
            return;
        }
        var extension = scorer.extend(prefix.state, symbol);
        if (extension != null && probability + prefix.known + extension.score() >= bar) {
            candidates.add(new Candidate<>(prefix, symbol, extension, NOTHING, probability));
        }
    }

    /** Makes a beam of the best; if nothing is possible any more, what was heard before stays, with probability 0. */
    private void keep(List<Candidate<S>> best) {
        var before = beam;
        if (best.isEmpty()) {
            before.forEach(prefix -> prefix.say(NOTHING, NOTHING));
            return;
        }
        before.forEach(prefix -> prefix.kept = false);
        beam = new ArrayList<>(best.size());
        for (var each : best) {
            var prefix = each.extension == null ? each.from : child(each);
            prefix.say(each.blank, each.label);
            prefix.kept = true;
            beam.add(prefix);
        }
        before.forEach(PrefixBeam::letGo);
    }

    private Prefix<S> child(Candidate<S> each) {
        // It may be there without being in the beam, as the beginning of one that is.
        var child = each.from.children.computeIfAbsent(each.symbol, symbol -> new Prefix<>(each.from, symbol, step,
            each.from.known + each.extension.score()));
        child.state = each.extension.state();
        return child;
    }

    /** Takes out of the tree what leads nowhere. */
    private static <S> void letGo(Prefix<S> prefix) {
        prefix.state = prefix.kept ? prefix.state : null;
        for (var at = prefix; at.parent != null && !at.kept && at.children.isEmpty(); at = at.parent) {
            at.parent.children.remove(at.symbol, at);
        }
    }

    @Override
    public List<CtcHypothesis> hypotheses() {
        scorer.prepare(beam.stream().map(prefix -> prefix.state).toList());
        var found = beam.stream().map(prefix -> hypothesis(prefix, prefix.score() + scorer.end(prefix.state)))
            .filter(each -> each.score() != NOTHING).sorted(Comparator.comparingDouble(each -> -each.score())).toList();
        // Where a lexicon lets no text of the beam end here, what was heard so far is better than nothing.
        return found.isEmpty() ? List.of(hypothesis(beam.get(0), beam.get(0).score())) : found;
    }

    /** How many prefixes the tree holds. */
    int size() {
        var all = new HashSet<Prefix<S>>();
        for (var prefix : beam) {
            for (var at = prefix; at != null; at = at.parent) {
                all.add(at);
                all.addAll(at.children.values());
            }
        }
        return all.size();
    }

    @Override
    public int certain() {
        var common = beam.get(0);
        for (var each : beam) {
            while (common.length > each.length) {
                common = common.parent;
            }
            var at = each;
            while (at != common) {
                common = at.length > common.length ? common : common.parent;
                at = at.length > common.length ? at.parent : at;
            }
        }
        return common.length;
    }

    @Override
    public int silence() {
        return silence;
    }

    private static <S> CtcHypothesis hypothesis(Prefix<S> prefix, double score) {
        int[] labels = new int[prefix.length];
        int[] steps = new int[prefix.length];
        for (var at = prefix; at.parent != null; at = at.parent) {
            labels[at.length - 1] = at.symbol;
            steps[at.length - 1] = at.heard;
        }
        return new CtcHypothesis(labels, steps, prefix.probability, score);
    }
}
