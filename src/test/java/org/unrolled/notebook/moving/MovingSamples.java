package org.unrolled.notebook.moving;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.unrolled.decode.BeamSearch;
import org.unrolled.decode.BeamStep;
import org.unrolled.decode.SearchRules;
import org.unrolled.decode.StepModel;
import org.unrolled.notebook.MimeBundle;
import org.unrolled.notebook.RecordingDisplay;

/** One figure of each kind, of the sizes that notebooks have. */
final class MovingSamples {
    static final List<String> WORDS = List.of("<start>", "<end>", "the", "dog", "cat", "sees", "a", "small", "house", "blue");
    static final double[] LOGS = IntStream.range(0, 60).mapToDouble(id -> -0.13 * ((id * 37) % 60) - 0.3 * (id % 3) - 1).toArray();

    private MovingSamples() {
    }

    /** By the name of their scripts. */
    static Map<String, MimeBundle> figures() {
        var figures = new LinkedHashMap<String, MimeBundle>();
        figures.put("unrolled", hello());
        figures.put("lstm", lstm());
        figures.put("gru", gru());
        figures.put("gradient", gradient());
        figures.put("sampling", sampling());
        figures.put("attention", attention());
        figures.put("beam", beam());
        figures.put("states", states());
        return figures;
    }

    static MimeBundle hello() {
        var states = random(4, 8);
        states[0][0] = -0.5;
        return shown(() -> Moving.unrolled("hello", states, new double[][] {{0.1, 0.7, 0.1, 0.1}, {0.05, 0.05, 0.88, 0.02},
            {0.02, 0.03, 0.8, 0.15}, {0.1, 0.05, 0.25, 0.6}}, "helo"));
    }

    static MimeBundle lstm() {
        return shown(Moving::lstmCell);
    }

    static MimeBundle gru() {
        return shown(Moving::gruCell);
    }

    static MimeBundle gradient() {
        double[] radii = IntStream.rangeClosed(0, 22).mapToDouble(i -> 0.5 + 0.05 * i).toArray();
        var curves = new LinkedHashMap<String, double[][]>();
        curves.put("without tanh", norms(radii, 1));
        curves.put("with tanh", norms(radii, 0.9));
        return shown(() -> Moving.gradientByLag(radii, curves));
    }

    /** At lag k the radius, times the slope, to the power of k. */
    private static double[][] norms(double[] radii, double slope) {
        var norms = new double[radii.length][61];
        for (int i = 0; i < radii.length; i++) {
            for (int lag = 0; lag <= 60; lag++) {
                norms[i][lag] = 5 * Math.pow(radii[i] * slope, lag);
            }
        }
        return norms;
    }

    static MimeBundle sampling() {
        var letters = IntStream.range(0, LOGS.length).mapToObj(id -> Character.toString('A' + id)).toList();
        return shown(() -> Moving.sampling(letters, LOGS));
    }

    static MimeBundle attention() {
        var source = List.of("Die", "kleinen", "Kinder", "spielen", "im", "Garten", "hinter", "dem", "Haus", "mit", "einem", "Hund", ".",
            "<end>");
        var target = List.of("The", "small", "children", "play", "in", "the", "garden", "behind", "the", "house", "with", "a", "dog", ".");
        var random = new Random(3);
        var heads = new double[4][target.size()][source.size()];
        for (int head = 0; head < heads.length; head++) {
            for (int i = 0; i < target.size(); i++) {
                double sum = 0;
                for (int j = 0; j < source.size(); j++) {
                    heads[head][i][j] = Math.exp((j == Math.min(i, 13) ? 4 - head : 0) + random.nextGaussian());
                    sum += heads[head][i][j];
                }
                for (int j = 0; j < source.size(); j++) {
                    heads[head][i][j] /= sum;
                }
            }
        }
        return shown(() -> Moving.attention(source, target, heads));
    }

    static MimeBundle beam() {
        var steps = new ArrayList<BeamStep>();
        BeamSearch.builder(SearchRules.of(0, 1)).width(3).nBest(2).watch(steps::add).build().search(new Chain(), 1, 4);
        return shown(() -> Moving.beam(steps, WORDS::get));
    }

    static MimeBundle states() {
        var tokens = "the book ( that [ was read ] on \" a long \" journey ) is here".split(" ");
        return shown(() -> Moving.states(List.of(tokens), random(tokens.length, 32)));
    }

    /** Between -1 and 1, each unit with a rhythm of its own. */
    static double[][] random(int steps, int units) {
        var values = new double[steps][units];
        for (int t = 0; t < steps; t++) {
            for (int u = 0; u < units; u++) {
                values[t][u] = Math.tanh(1.5 * Math.sin(0.3 * t * (1 + u % 5) + 2 * u) + 0.3 * Math.cos(7 * u + 3 * t));
            }
        }
        return values;
    }

    private static MimeBundle shown(Runnable show) {
        try (var screen = RecordingDisplay.install()) {
            show.run();
            return screen.last();
        }
    }

    /** Words of which each may follow each, some more likely; the more words were said, the likelier is the end. */
    private record Chain() implements StepModel<Integer> {
        @Override
        public int vocabularySize() {
            return WORDS.size();
        }

        @Override
        public int sequences(Integer state) {
            return state % 1000;
        }

        @Override
        public Step<Integer> step(Integer state, int... tokens) {
            int said = state / 1000;
            var rows = new double[tokens.length][WORDS.size()];
            for (int row = 0; row < rows.length; row++) {
                double sum = 0;
                for (int id = 0; id < WORDS.size(); id++) {
                    rows[row][id] = Math.exp(2 * Math.sin(3.7 * id + 5.3 * tokens[row] + said) + (id == 1 ? 0.8 * said - 3 : 0));
                    sum += rows[row][id];
                }
                for (int id = 0; id < WORDS.size(); id++) {
                    rows[row][id] = Math.log(rows[row][id] / sum);
                }
            }
            return Step.of(1000 * (said + 1) + tokens.length, rows);
        }

        @Override
        public Integer select(Integer state, int... rows) {
            return state / 1000 * 1000 + rows.length;
        }
    }
}
