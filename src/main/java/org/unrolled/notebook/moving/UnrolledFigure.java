package org.unrolled.notebook.moving;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.notebook.MimeBundle;

/** A recurrent network unrolled over a text, one column a step: the letter read, the state's numbers, the best guesses, the target. */
final class UnrolledFigure {
    private static final int PITCH = 150;
    private static final int LEFT = 92;
    /** As many numbers of a state as stand one below the other without a search for them. */
    private static final int NUMBERS = 12;
    private static final int GUESSES = 5;
    /** A larger vocabulary's one-hot vector is told in words. */
    private static final int PLACES = 6;
    private static final int CELL = 20;

    private final List<String> letters;
    private final double[][] states;
    private final double[][] probabilities;
    private final List<String> vocabulary;
    private final int shown;

    UnrolledFigure(String text, double[][] states, double[][] probabilities, String vocabulary) {
        this.letters = Given.characters(text);
        this.vocabulary = Given.characters(vocabulary);
        int steps = letters.size() - 1;
        Preconditions.checkArgument(steps >= 1, "a text of %s characters, expected at least 2: one to read and one to guess",
            letters.size());
        var strange = letters.stream().filter(letter -> !this.vocabulary.contains(letter)).distinct().toList();
        Preconditions.checkArgument(strange.isEmpty(), "the text has %s, expected only characters of the vocabulary \"%s\"", strange,
            vocabulary);
        Given.matrix("hidden states", states, "characters read", steps, "units", states.length == 0 ? 0 : states[0].length);
        Given.matrix("probabilities", probabilities, "characters read", steps, "characters of the vocabulary", this.vocabulary.size());
        Given.shares("probabilities", probabilities);
        this.states = states;
        this.probabilities = probabilities;
        this.shown = Math.min(NUMBERS, states[0].length);
    }

    MimeBundle bundle() {
        int steps = states.length;
        int stateTop = 101 + 17 * Math.min(GUESSES, vocabulary.size());
        int stateEnd = stateTop + shown * CELL;
        int height = stateEnd + 122;
        var svg = new Svg(LEFT + PITCH * steps, height, "The network unrolled over the text " + String.join("", letters)
            + ": in each column from below the letter read, its one-hot vector, the hidden state, the best guesses and the target", false);
        var units = states[0].length;
        svg.text(LEFT - 20, 27, "target", "class", "quiet end").text(LEFT - 20, 62, "best", "class", "quiet end")
            .text(LEFT - 20, 78, "guesses", "class", "quiet end")
            .symbol(LEFT - 20, stateTop + 20, "h", "t", "class", "large end blue")
            .text(LEFT - 20, stateTop + 44, shown == units ? units + " units" : shown + " of " + units, "class", "quiet end small")
            .symbol(LEFT - 20, stateEnd + 55, "x", "t", "class", "large end green")
            .text(LEFT - 20, height - 16, "read", "class", "quiet end");
        var said = new ArrayList<Map<String, Object>>();
        for (int t = 0; t < steps; t++) {
            said.add(column(svg, t, stateTop, stateEnd, height));
        }
        return new MovingFigure("A recurrent network reads “" + String.join("", letters.subList(0, steps)) + "”, step by step", "unrolled")
            .steps(steps).data("steps", said).data("left", LEFT).data("pitch", PITCH)
            .bundle(svg, "Every step at once.", said.stream().map(step -> "It reads " + step.get("read") + " and gives "
                + step.get("target") + ", which comes next, a probability of " + MovingFigure.number((Double) step.get("p"), 2))
                .collect(Collectors.joining("; ")), "a shorter text");
    }

    private Map<String, Object> column(Svg svg, int t, int stateTop, int stateEnd, int height) {
        double middle = LEFT + PITCH * t + 52;
        var target = letters.get(t + 1);
        var read = letters.get(t);
        var p = probabilities[t];
        int wanted = vocabulary.indexOf(target);
        svg.open("data-part", "column-" + t);
        svg.rect(middle - 58, 2, 116, height - 4, "rx", "6", "class", "soft hidden", "data-part", "ground-" + t);
        if (t > 0) {
            double y = (stateTop + stateEnd) / 2.0;
            svg.arrow(middle - PITCH + 32, y, middle - 32, y, "blue");
        }
        svg.text(middle, 28, Given.visible(target), "class", "middle large strong");
        var best = IntStream.range(0, p.length).boxed().sorted(Comparator.comparingDouble(id -> -p[id])).limit(GUESSES).toList();
        for (int rank = 0; rank < best.size(); rank++) {
            int id = best.get(rank);
            double y = 57 + 17 * rank;
            var colour = id == wanted ? "green" : "orange";
            svg.text(middle - 48, y, Given.visible(vocabulary.get(id)), "class", "middle" + (id == wanted ? " strong green" : ""))
                .rect(middle - 38, y - 10, 42, 11, "class", "soft")
                .rect(middle - 38, y - 10, 42 * p[id], 11, "class", "fill " + colour)
                .text(middle + 51, y, MovingFigure.number(p[id], 3), "class", "end" + (id == wanted ? " strong green" : ""));
        }
        svg.arrow(middle, stateTop - 4, middle, 57 + 17 * (best.size() - 1) + 8, "orange");
        for (int unit = 0; unit < shown; unit++) {
            double value = states[t][unit];
            double y = stateTop + CELL * unit;
            svg.rect(middle - 30, y, 60, CELL, "class", "fill " + (value < 0 ? "blue" : "orange"), "fill-opacity",
                MovingFigure.number(Math.min(1, Math.abs(value)) * 0.45, 2)).rect(middle - 30, y, 60, CELL, "class", "edge")
                .text(middle + 22, y + 14.5, MovingFigure.number(value, 2), "class", "end");
        }
        svg.arrow(middle, stateEnd + 34, middle, stateEnd + 3, "green");
        oneHot(svg, middle, stateEnd + 36, vocabulary.indexOf(read));
        svg.text(middle, height - 15, Given.visible(read), "class", "middle large strong").close();
        return Map.of("read", Given.visible(read), "target", Given.visible(target), "p",
            MovingFigure.rounded(new double[] {p[wanted]}, 6)[0],
            "guess", Given.visible(vocabulary.get(best.get(0))), "best", MovingFigure.rounded(new double[] {p[best.get(0)]}, 6)[0]);
    }

    private void oneHot(Svg svg, double middle, double y, int place) {
        int places = vocabulary.size();
        if (places > PLACES) {
            svg.text(middle, y + 18, "1 at place " + (place + 1) + " of " + places, "class", "middle small");
            return;
        }
        for (int id = 0; id < places; id++) {
            double x = middle - 9.0 * places + 18 * id;
            svg.rect(x, y, 18, 20, "class", "fill green", "fill-opacity", id == place ? "0.45" : "0").rect(x, y, 18, 20, "class", "edge")
                .text(x + 9, y + 14.5, id == place ? "1" : "0", "class", "middle")
                .text(x + 9, y + 33, Given.visible(vocabulary.get(id)), "class", "middle quiet small");
        }
    }
}
