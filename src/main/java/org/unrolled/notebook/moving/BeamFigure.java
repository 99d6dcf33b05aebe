package org.unrolled.notebook.moving;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.nd4j.common.base.Preconditions;
import org.unrolled.decode.BeamStep;
import org.unrolled.notebook.MimeBundle;

/** A beam search as a tree that grows from left to right: one column a step, what went on, ended and was dropped, and the best path. */
final class BeamFigure {
    private static final int PITCH = 138;
    private static final int WIDTH = 104;
    private static final int ROW = 44;
    private static final int TOP = 28;
    private static final int LEFT = 74;
    private static final int LETTERS = 12;

    private final List<BeamStep> steps;
    private final IntFunction<String> symbol;
    /** Where the beginnings that may go on stand: height of each in its column. */
    private final Map<List<Integer>, Double> places = new HashMap<>();

    BeamFigure(List<BeamStep> steps, IntFunction<String> symbol) {
        this.steps = steps;
        this.symbol = symbol;
        Preconditions.checkArgument(!steps.isEmpty(), "a search of 0 steps, expected at least 1: hand the list to BeamSearch.builder(...)"
            + ".watch(list::add) before the search");
        for (int t = 0; t < steps.size(); t++) {
            var step = steps.get(t);
            Preconditions.checkArgument(!step.candidates().isEmpty(), "step %s has no candidates, expected at least one", t + 1);
            Preconditions.checkArgument(step.sentence() == steps.get(0).sentence() && step.last() == (t == steps.size() - 1),
                "step %s of %s is of sentence %s, last: %s; expected the steps of one sentence, the last one last: watch one search of one "
                    + "sentence", t + 1, steps.size(), step.sentence(), step.last());
        }
    }

    MimeBundle bundle() {
        var best = best();
        int rows = steps.stream().mapToInt(step -> step.candidates().size()).max().orElseThrow();
        var svg = new Svg(LEFT + PITCH * steps.size(), TOP + ROW * rows + 10, "The beam as a tree from left to right: " + steps.size()
            + " steps; the best sequence is " + words(best), false);
        places.put(List.of(), TOP + ROW * rows / 2.0);
        svg.rect(6, places.get(List.of()) - 15, 52, 30, "rx", "15", "class", "box")
            .text(32, places.get(List.of()) + 4.5, "start", "class", "middle");
        var said = new ArrayList<String>();
        for (int t = 0; t < steps.size(); t++) {
            svg.open("data-part", "column-" + t)
                .text(LEFT + PITCH * t + WIDTH / 2.0 + 14, 14, "step " + (t + 1), "class", "middle quiet small");
            var candidates = steps.get(t).candidates();
            for (int i = 0; i < candidates.size(); i++) {
                candidate(svg, t, candidates.get(i), TOP + ROW * (i + (rows - candidates.size()) / 2.0) + ROW / 2.0, best);
            }
            svg.close();
            said.add(told(t));
        }
        var found = "Best: " + words(best) + ", score " + MovingFigure.number(bestCandidate().score(), 3) + ", log-probability "
            + MovingFigure.number(bestCandidate().logProbability(), 2) + ".";
        said.set(said.size() - 1, said.get(said.size() - 1) + " The search is over. " + found);
        return new MovingFigure("A beam search, step by step", "beam").steps(steps.size()).data("said", said).data("left", LEFT)
            .data("pitch", PITCH).bundle(svg, found, String.join(" ", said), "a shorter search or a narrower beam");
    }

    private void candidate(Svg svg, int t, BeamStep.Candidate candidate, double y, List<Integer> best) {
        var tokens = candidate.tokens();
        double x = LEFT + PITCH * t + 14;
        double parent = places.get(tokens.subList(0, tokens.size() - 1));
        double from = t == 0 ? 58 : x - PITCH + WIDTH;
        boolean onPath = tokens.size() <= best.size() && best.subList(0, tokens.size()).equals(tokens);
        // When the search is over, what would have gone on is left.
        boolean left = steps.get(t).last() && candidate.fate() == BeamStep.Fate.KEPT && !onPath;
        boolean dropped = left || candidate.fate() == BeamStep.Fate.DROPPED;
        boolean ended = candidate.fate() == BeamStep.Fate.FINISHED;
        if (candidate.fate() == BeamStep.Fate.KEPT) {
            places.put(tokens, y);
        }
        var colour = dropped ? "" : ended ? " green" : " blue";
        svg.open("class", dropped ? "faded" : "", "data-fate", candidate.fate().name().toLowerCase(Locale.ROOT));
        var curve = Svg.curve(from, parent, x, y);
        svg.path(curve, "class", "edge" + colour, "stroke-width", dropped ? "1" : "1.6", "stroke-dasharray", dropped ? "3 3" : "none");
        svg.rect(x, y - 17, WIDTH, 34, "rx", "4", "class", "box")
            .rect(x, y - 17, WIDTH, 34, "rx", "4", "class", "edge" + colour, "stroke-width", dropped ? "1" : "1.6")
            .text(x + 8, y - 2, Given.fitted(symbol.apply(tokens.get(tokens.size() - 1)), LETTERS), "class", "strong")
            .text(x + WIDTH - 7, ended ? y - 2 : y + 12, MovingFigure.number(candidate.logProbability(), 2), "class", "end small")
            .text(x + 8, y + 12, left ? "left" : dropped ? "dropped" : ended ? "score " + MovingFigure.number(candidate.score(), 2) : "",
                "class", "small" + (ended ? " green" : " quiet"));
        if (onPath && !dropped) {
            svg.path(curve, "class", "edge orange best", "stroke-width", "3")
                .rect(x - 1, y - 18, WIDTH + 2, 36, "rx", "5", "class", "edge orange best", "stroke-width", "3");
        }
        svg.close();
    }

    private String told(int t) {
        var parts = new ArrayList<String>();
        for (var fate : BeamStep.Fate.values()) {
            var of = steps.get(t).candidates().stream().filter(candidate -> candidate.fate() == fate)
                .map(candidate -> words(candidate.tokens())).toList();
            if (!of.isEmpty()) {
                parts.add(switch (fate) {
                    case KEPT -> steps.get(t).last() ? of.size() + " left" : "kept " + String.join(" | ", of);
                    case FINISHED -> "ended " + String.join(" | ", of);
                    case DROPPED -> of.size() + " dropped";
                });
            }
        }
        return "Step " + (t + 1) + ": " + String.join("; ", parts) + ".";
    }

    /** The one that the search gives: the best of those that ended, else of those that were kept last. */
    private BeamStep.Candidate bestCandidate() {
        var ended = steps.stream().flatMap(step -> step.candidates().stream()).filter(each -> each.fate() == BeamStep.Fate.FINISHED)
            .toList();
        var last = steps.get(steps.size() - 1).candidates();
        return (ended.isEmpty() ? last : ended).stream().max(Comparator.comparingDouble(BeamStep.Candidate::score)).orElseThrow();
    }

    private List<Integer> best() {
        return bestCandidate().tokens();
    }

    private String words(List<Integer> tokens) {
        return String.join(" ", tokens.stream().map(symbol::apply).toList());
    }
}
