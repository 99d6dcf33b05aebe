package org.unrolled.ctc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@link PrefixBeamSearch} at work. Prefixes are a tree, so that each exists once. */
final class PrefixBeam<S> implements CtcSearch.Stream {
    private static final double NOTHING = Double.NEGATIVE_INFINITY;

    private final PrefixBeamSearch settings;
    private final PrefixScorer<S> scorer;
    private final double least;
    private List<Prefix<S>> beam = new ArrayList<>();
    private int width;
    private int step;

    PrefixBeam(PrefixBeamSearch settings, PrefixScorer<S> scorer) {
        this.settings = settings;
        this.scorer = scorer;
        least = Math.log(settings.leastProbability());
        var empty = new Prefix<S>(null, -1, 0, scorer.start(), 0);
        empty.blank = 0;
        beam.add(empty);
    }

    /** Labels, and how probable their paths are that end in a blank, and in the last label: now, and after the step that is worked on. */
    private static final class Prefix<S> {
        private final Prefix<S> parent;
        private final int symbol;
        private final int length;
        private final S state;
        /** What the scorer says of all labels. */
        private final double known;
        private final Map<Integer, Prefix<S>> children = new HashMap<>();
        private int heard;
        private double blank = NOTHING;
        private double label = NOTHING;
        private double nextBlank = NOTHING;
        private double nextLabel = NOTHING;
        private boolean listed;

        Prefix(Prefix<S> parent, int symbol, int heard, S state, double known) {
            this.parent = parent;
            this.symbol = symbol;
            this.length = parent == null ? 0 : parent.length + 1;
            this.heard = heard;
            this.state = state;
            this.known = known;
        }

        double probability() {
            return add(blank, label);
        }

        double score() {
            return probability() + known;
        }
    }

    private static double add(double a, double b) {
        double m = Math.max(a, b);
        return m == NOTHING ? NOTHING : m + Math.log1p(Math.exp(Math.min(a, b) - m));
    }

    @Override
    public void accept(float[] logProbabilities) {
        CtcSearch.require(logProbabilities, width, settings.blank(), step);
        width = logProbabilities.length;
        var reached = new ArrayList<Prefix<S>>();
        for (var prefix : beam) {
            list(prefix, reached);
            prefix.nextBlank = add(prefix.nextBlank, prefix.probability() + logProbabilities[settings.blank()]);
            if (prefix.parent != null) {
                prefix.nextLabel = add(prefix.nextLabel, prefix.label + logProbabilities[prefix.symbol]);
            }
            for (int symbol = 0; symbol < width; symbol++) {
                if (symbol != settings.blank() && logProbabilities[symbol] >= least) {
                    extend(prefix, symbol, logProbabilities[symbol], reached);
                }
            }
        }
        reached.forEach(PrefixBeam::forward);
        reached.removeIf(prefix -> prefix.probability() == NOTHING);
        reached.sort(Comparator.comparingDouble((Prefix<S> prefix) -> -prefix.score()));
        var dropped = reached.subList(Math.min(settings.beamWidth(), reached.size()), reached.size());
        dropped.forEach(prefix -> {
            prefix.blank = NOTHING;
            prefix.label = NOTHING;
        });
        if (!reached.isEmpty()) {
            beam = new ArrayList<>(reached.subList(0, Math.min(settings.beamWidth(), reached.size())));
        }
        step++;
    }

    private void extend(Prefix<S> prefix, int symbol, double logProbability, List<Prefix<S>> reached) {
        // The same symbol again is a new label only behind a blank.
        double before = symbol == prefix.symbol ? prefix.blank : prefix.probability();
        if (before == NOTHING) {
            return;
        }
        var child = prefix.children.get(symbol);
        if (child == null && !prefix.children.containsKey(symbol)) {
            var extension = scorer.extend(prefix.state, symbol);
            child = extension == null ? null : new Prefix<>(prefix, symbol, step, extension.state(), prefix.known + extension.score());
            prefix.children.put(symbol, child);
        }
        if (child != null) {
            if (child.probability() == NOTHING && !child.listed) {
                child.heard = step;
            }
            list(child, reached);
            child.nextLabel = add(child.nextLabel, before + logProbability);
        }
    }

    private static <S> void list(Prefix<S> prefix, List<Prefix<S>> reached) {
        if (!prefix.listed) {
            prefix.listed = true;
            reached.add(prefix);
        }
    }

    private static <S> void forward(Prefix<S> prefix) {
        prefix.blank = prefix.nextBlank;
        prefix.label = prefix.nextLabel;
        prefix.nextBlank = NOTHING;
        prefix.nextLabel = NOTHING;
        prefix.listed = false;
    }

    @Override
    public List<CtcHypothesis> hypotheses() {
        var found = beam.stream().map(this::hypothesis).filter(each -> each.score() != NOTHING)
            .sorted(Comparator.comparingDouble(each -> -each.score())).toList();
        // Where a lexicon lets no text of the beam end here, what was heard so far is better than nothing.
        return found.isEmpty() ? List.of(labels(beam.get(0), beam.get(0).score())) : found;
    }

    private CtcHypothesis hypothesis(Prefix<S> prefix) {
        return labels(prefix, prefix.score() + scorer.end(prefix.state));
    }

    private static <S> CtcHypothesis labels(Prefix<S> prefix, double score) {
        int[] labels = new int[prefix.length];
        int[] steps = new int[prefix.length];
        for (var at = prefix; at.parent != null; at = at.parent) {
            labels[at.length - 1] = at.symbol;
            steps[at.length - 1] = at.heard;
        }
        return new CtcHypothesis(labels, steps, prefix.probability(), score);
    }
}
