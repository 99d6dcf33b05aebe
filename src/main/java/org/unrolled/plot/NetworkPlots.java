package org.unrolled.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Charts of networks in training and at work, in the house style. Show them with {@code Show.chart}. Spaces and line breaks
 * among tokens appear as ␣ and ↵.
 */
public final class NetworkPlots {
    private static final double SMOOTHING = 0.9;

    private NetworkPlots() {
    }

    /**
     * Loss in the course of training: one noisy curve smoothed over its raw values, one of validation as it is.
     *
     * @param unit            what the loss is measured in, such as "nats a token"
     * @param steps           training steps at which the losses were taken, rising
     * @param training        training losses, as many
     * @param validationSteps steps at which was validated; may be empty
     * @param validation      validation losses, as many
     */
    public static XYChart losses(String title, String unit, double[] steps, double[] training, double[] validationSteps,
                                 double[] validation) {
        requireAsMany("training", steps, training);
        requireAsMany("validation", validationSteps, validation);
        var chart = Plots.lines(title, "step", unit);
        if (steps.length > 0) {
            Plots.smoothed(chart, "training", steps, training, SMOOTHING);
        }
        if (validation.length > 0) {
            chart.addSeries("validation", validationSteps, validation);
        }
        return chart;
    }

    /**
     * Validation losses of several networks over the training steps.
     *
     * @param steps  training steps, rising
     * @param losses of each network by its name, as many values as steps
     */
    public static XYChart losses(String title, String unit, double[] steps, Map<String, double[]> losses) {
        var chart = Plots.lines(title, "step", unit);
        losses.forEach((name, values) -> {
            requireAsMany(name, steps, values);
            chart.addSeries(name, steps, values);
        });
        return chart;
    }

    /**
     * How much of the gradient is left after so many steps back, on a logarithmic scale. What has vanished altogether (0)
     * can't stand on that scale: the curve ends there, and the alternative text says where.
     *
     * @param norms of each network by its name: norm of dL/dh at lag 0 (the last step), 1, 2, ...
     * @throws IllegalArgumentException if a norm is negative, or none of all is above 0
     */
    public static XYChart gradientByLag(String title, Map<String, double[]> norms) {
        if (norms.values().stream().flatMapToDouble(Arrays::stream).anyMatch(norm -> norm < 0)
                || norms.values().stream().flatMapToDouble(Arrays::stream).noneMatch(norm -> norm > 0)) {
            throw new IllegalArgumentException("norms of gradients have to be 0 or above, and some above 0: has the backward"
                    + " pass run?");
        }
        var chart = new HouseChart("Line chart", Plots.WIDTH, 360, title, "steps back", "norm of dL/dh");
        chart.getStyler().setYAxisLogarithmic(true);
        var words = new ArrayList<String>();
        norms.forEach((name, values) -> {
            var lags = IntStream.range(0, values.length).asDoubleStream().toArray();
            chart.addSeries(name, lags, Arrays.stream(values).map(norm -> norm > 0 ? norm : Double.NaN).toArray());
            words.add(name + ": " + fall(values));
        });
        chart.describe(String.join(". ", words));
        return chart;
    }

    private static String fall(double[] norms) {
        var alive = norms.length;
        while (alive > 0 && norms[alive - 1] == 0) {
            alive--;
        }
        return alive == 0 ? "0 everywhere" : Ticks.number(norms[0]) + " at the last step, " + Ticks.number(norms[alive - 1]) + " "
                + (alive - 1) + " steps back" + (alive < norms.length ? ", then 0" : "");
    }

    /**
     * The norms that {@link #gradientByLag} draws: over the units, then the mean over the batch.
     *
     * @param hiddenGradients dL/dh, shape [batch, hidden, time]
     * @return norm by lag, lag 0 being the last step
     */
    public static double[] normByLag(INDArray hiddenGradients) {
        Preconditions.checkArgument(hiddenGradients.rank() == 3,
                "gradients of shape %s, expected [batch, hidden, time]", Arrays.toString(hiddenGradients.shape()));
        var byTime = hiddenGradients.castTo(DataType.DOUBLE).norm2(1).mean(0).toDoubleVector();
        return IntStream.range(0, byTime.length).mapToDouble(lag -> byTime[byTime.length - 1 - lag]).toArray();
    }

    /**
     * What one gate of each unit does while a sentence is read: white is closed (0), dark blue is open (1), whatever the
     * values in between are, so that charts can be compared.
     *
     * @param tokens the sentence, one column a token
     * @param gate   activations, shape [hidden, time] or [1, hidden, time]
     * @param units  which units to show, top to bottom; none for all. See {@link #liveliest}
     */
    public static HeatMapChart gate(String title, List<String> tokens, INDArray gate, int... units) {
        var values = rows(matrix(gate, tokens.size()), units);
        return LabelledHeatMap.of(title, names(values.length, units), visible(tokens), values, false).range(0, 1).axes("unit", "token");
    }

    /**
     * What all gates do on average over the units while a sentence is read, one row a gate. What has values outside 0 to 1
     * is no gate and is left out, such as the candidate in a trace.
     *
     * @param gates activations by gate, each [hidden, time] or [1, hidden, time]
     * @throws IllegalArgumentException if there is no gate
     */
    public static HeatMapChart gates(String title, List<String> tokens, Map<String, INDArray> gates) {
        var means = new LinkedHashMap<String, double[]>();
        gates.forEach((name, gate) -> {
            var units = matrix(gate, tokens.size());
            if (Arrays.stream(units).flatMapToDouble(Arrays::stream).allMatch(value -> value >= 0 && value <= 1)) {
                means.put(name, IntStream.range(0, tokens.size())
                        .mapToDouble(t -> Arrays.stream(units).mapToDouble(unit -> unit[t]).average().orElseThrow()).toArray());
            }
        });
        Preconditions.checkArgument(!means.isEmpty(), "no gate among %s: expected activations from 0 to 1", gates.keySet());
        return LabelledHeatMap.of(title, List.copyOf(means.keySet()), visible(tokens), means.values().toArray(double[][]::new), false)
                .range(0, 1).axes("mean of units", "token");
    }

    /**
     * The units whose values change most over time, in the order of their numbers.
     *
     * @param values shape [hidden, time] or [1, hidden, time]
     * @param count  how many units
     */
    public static int[] liveliest(INDArray values, int count) {
        var units = matrix(values, -1);
        return IntStream.range(0, units.length).boxed()
                .sorted((a, b) -> Double.compare(variance(units[b]), variance(units[a])))
                .limit(count).mapToInt(unit -> unit).sorted().toArray();
    }

    /**
     * The way of the hidden states through the plane in which they vary most (their first two principal components,
     * Pearson 1901), one path a sentence, all in the same plane.
     *
     * @param states of each sentence by its name, shape [hidden, time] or [1, hidden, time]
     */
    public static XYChart trajectories(String title, Map<String, INDArray> states) {
        var plane = PrincipalPlane.of(states.values().stream().map(path -> transposed(matrix(path, -1)))
                .flatMap(Arrays::stream).toArray(double[][]::new));
        var chart = Plots.phasePlane(title, plane.xLabel(), plane.yLabel());
        states.forEach((name, path) -> {
            var points = transposed(matrix(path, -1));
            Plots.trajectory(chart, name, plane.x(points), plane.y(points));
        });
        return chart;
    }

    /**
     * The way of one sentence's hidden states through the plane in which they vary most, each point labelled with the token
     * that led there.
     *
     * @param states shape [hidden, time] or [1, hidden, time]
     */
    public static XYChart trajectory(String title, List<String> tokens, INDArray states) {
        var points = transposed(matrix(states, tokens.size()));
        var plane = PrincipalPlane.of(points);
        var chart = Plots.phasePlane(title, plane.xLabel(), plane.yLabel());
        chart.getStyler().setLegendVisible(false);
        Plots.trajectory(chart, "states", plane.x(points), plane.y(points), visible(tokens));
        return chart;
    }

    /**
     * Which classes are taken for which: each row is an actual class and is shaded by the shares of its examples, the
     * counts are written in the cells.
     *
     * @param counts rows actual, columns predicted, shape [labels, labels]
     */
    public static HeatMapChart confusion(String title, List<String> labels, long[][] counts) {
        var shares = new double[counts.length][];
        var texts = new String[counts.length][];
        for (var row = 0; row < counts.length; row++) {
            var examples = Math.max(1, Arrays.stream(counts[row]).sum());
            shares[row] = Arrays.stream(counts[row]).mapToDouble(count -> (double) count / examples).toArray();
            texts[row] = Arrays.stream(counts[row]).mapToObj(count -> count == 0 ? "" : String.valueOf(count)).toArray(String[]::new);
        }
        return LabelledHeatMap.of(title, labels, labels, shares, false).range(0, 1).texts(texts).axes("actual", "predicted")
                .describe(confusions(labels, counts));
    }

    /** The accuracy and the three most frequent confusions. */
    private static String confusions(List<String> labels, long[][] counts) {
        var total = Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
        var right = IntStream.range(0, counts.length).mapToLong(i -> counts[i][i]).sum();
        var wrong = IntStream.range(0, counts.length * counts.length).boxed()
                .filter(i -> i / counts.length != i % counts.length && counts[i / counts.length][i % counts.length] > 0)
                .sorted(Comparator.comparingLong(i -> -counts[i / counts.length][i % counts.length])).limit(3)
                .map(i -> labels.get(i / counts.length) + " taken for " + labels.get(i % counts.length) + " "
                        + counts[i / counts.length][i % counts.length] + " times").toList();
        return counts.length + " classes, " + right + " of " + total + " right"
                + (wrong.isEmpty() ? "" : "; most often wrong: " + String.join(", ", wrong));
    }

    /**
     * Where a translation looks in its source, one row a word of the translation, as in Bahdanau, Cho and Bengio 2015, figure
     * 3: white is not at all (0), dark blue at this word alone (1).
     *
     * @param source  tokens that were read, one column each
     * @param target  tokens that were said, one row each
     * @param weights of attention, shape [target, source]
     * @param links   known alignment to be framed, pairs {source position, target position} counted from 0; or null
     */
    public static HeatMapChart alignment(String title, List<String> source, List<String> target, double[][] weights, int[][] links) {
        return AlignmentMap.of(title, visible(source), visible(target), weights, links);
    }

    private static double[][] matrix(INDArray array, int time) {
        var flat = array.rank() == 3 && array.size(0) == 1 ? array.reshape(array.size(1), array.size(2)) : array;
        if (flat.rank() != 2 || time >= 0 && flat.size(1) != time) {
            throw new IllegalArgumentException("values of shape " + Arrays.toString(array.shape()) + ", expected [hidden, time]"
                    + (time < 0 ? "" : " for " + time + " tokens") + ": take one example of a batch with get(point(i))");
        }
        return flat.castTo(DataType.DOUBLE).toDoubleMatrix();
    }

    private static double[][] rows(double[][] values, int[] units) {
        if (units.length == 0) {
            return values;
        }
        return Arrays.stream(units).mapToObj(unit -> {
            if (unit < 0 || unit >= values.length) {
                throw new IllegalArgumentException("unit " + unit + ", expected 0 to " + (values.length - 1));
            }
            return values[unit];
        }).toArray(double[][]::new);
    }

    /** White space as signs that can be seen. */
    private static List<String> visible(List<String> tokens) {
        return tokens.stream().map(token -> token.replace(' ', '␣').replace('\n', '↵').replace('\t', '⇥')).toList();
    }

    private static List<String> names(int count, int[] units) {
        return IntStream.range(0, count).mapToObj(i -> String.valueOf(units.length == 0 ? i : units[i])).toList();
    }

    private static double[][] transposed(double[][] matrix) {
        return IntStream.range(0, matrix[0].length)
                .mapToObj(t -> Arrays.stream(matrix).mapToDouble(row -> row[t]).toArray()).toArray(double[][]::new);
    }

    private static double variance(double[] values) {
        var mean = Arrays.stream(values).average().orElse(0);
        return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    }

    private static void requireAsMany(String name, double[] steps, double[] values) {
        Preconditions.checkArgument(steps.length == values.length,
                "%s has %s steps and %s losses: expected as many of both", name, steps.length, values.length);
    }
}
