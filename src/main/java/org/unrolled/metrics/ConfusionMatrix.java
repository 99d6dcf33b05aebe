package org.unrolled.metrics;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * Which classes a classifier takes for which, and the scores that follow. Where nothing can be divided, a score is 0.
 * <pre>{@code
 * var matrix = ConfusionMatrix.of(List.of("noun", "verb"), actual, predicted);
 * double accuracy = matrix.accuracy(), f1 = matrix.macroF1();
 * Show.chart(NetworkPlots.confusion("Word classes", matrix.labels(), matrix.counts()));
 * }</pre>
 */
public final class ConfusionMatrix {
    private final List<String> labels;
    private final long[][] counts;

    private ConfusionMatrix(List<String> labels) {
        Preconditions.checkArgument(!labels.isEmpty(), "a confusion matrix without classes: expected at least one label");
        this.labels = List.copyOf(labels);
        counts = new long[labels.size()][labels.size()];
    }

    /** Nothing counted yet. @param labels names of the classes; the place in the list is the class's number */
    public static ConfusionMatrix of(List<String> labels) {
        return new ConfusionMatrix(labels);
    }

    /** @param actual    right classes, as many as predicted ones */
    public static ConfusionMatrix of(List<String> labels, int[] actual, int[] predicted) {
        Preconditions.checkArgument(actual.length == predicted.length,
                "%s actual and %s predicted classes: expected as many of both", actual.length, predicted.length);
        var matrix = of(labels);
        for (var i = 0; i < actual.length; i++) {
            matrix.add(actual[i], predicted[i]);
        }
        return matrix;
    }

    /** Counts one example. @throws IllegalArgumentException if a number is none of a class */
    public void add(int actual, int predicted) {
        counts[checked(actual, "actual")][checked(predicted, "predicted")]++;
    }

    /**
     * Counts a network's output, the most probable class of each step against its label.
     *
     * @param actual        classes as whole numbers, shape [batch, time] or, without time, [batch] or [batch, 1]
     * @param probabilities shape [batch, classes, time] or [batch, classes]
     * @param mask          1 where a step counts, shape as {@code actual}; null if all do
     * @throws IllegalArgumentException if the shapes don't fit, or where a step counts a label is no class or a probability is
     *                                  NaN; then none of them is counted
     */
    public void add(INDArray actual, INDArray probabilities, INDArray mask) {
        var best = probabilities.argMax(1);
        if (probabilities.size(1) != labels.size() || best.length() != actual.length() || mask != null && mask.length() != actual.length()) {
            throw new IllegalArgumentException("labels of shape " + Arrays.toString(actual.shape()) + ", probabilities "
                    + Arrays.toString(probabilities.shape()) + (mask == null ? "" : ", mask " + Arrays.toString(mask.shape()))
                    + ": expected [batch, time], [batch, " + labels.size() + ", time], [batch, time]");
        }
        var expected = flat(actual);
        var found = flat(best);
        // NaN if one of them is, which argMax takes for anything.
        var sums = flat(probabilities.sum(1));
        var counted = mask == null ? null : flat(mask);
        var steps = IntStream.range(0, expected.length).filter(i -> counted == null || counted[i] != 0).toArray();
        for (var i : steps) {
            requireNumbers(expected[i], sums[i], i, expected.length / (int) actual.size(0));
        }
        for (var i : steps) {
            add((int) expected[i], (int) found[i]);
        }
    }

    private void requireNumbers(double label, double sum, int i, int time) {
        var place = " of example " + i / time + ", step " + i % time;
        Preconditions.checkArgument(!Double.isNaN(sum), "the probabilities%s are not numbers (NaN): has the network's "
                + "training diverged, or was its input NaN?", place);
        Preconditions.checkArgument(label == Math.rint(label),
                "the label%s is %s, expected the number of a class, 0 to %s", place, label, labels.size() - 1);
        checked((int) label, "actual");
    }

    private static double[] flat(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }

    private int checked(int number, String what) {
        if (number < 0 || number >= labels.size()) {
            throw new IllegalArgumentException("the " + what + " class is number " + number + ", expected 0 to " + (labels.size() - 1)
                    + ": one of " + String.join(", ", labels));
        }
        return number;
    }

    /** Names of the classes. */
    public List<String> labels() {
        return labels;
    }

    /** How often each class (row) was taken for each (column); a copy. */
    public long[][] counts() {
        return Arrays.stream(counts).map(long[]::clone).toArray(long[][]::new);
    }

    /** How often one class was taken for another. */
    public long count(int actual, int predicted) {
        return counts[checked(actual, "actual")][checked(predicted, "predicted")];
    }

    /** All examples counted. */
    public long total() {
        return Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    }

    /** Examples of a class: its support. */
    public long actual(int label) {
        return Arrays.stream(counts[checked(label, "actual")]).sum();
    }

    /** Examples taken for a class. */
    public long predicted(int label) {
        checked(label, "predicted");
        return Arrays.stream(counts).mapToLong(row -> row[label]).sum();
    }

    /** Share of examples whose class is right; 0 if there is none. */
    public double accuracy() {
        return ratio(IntStream.range(0, counts.length).mapToLong(i -> counts[i][i]).sum(), total());
    }

    /** Share of what was taken for the class that is of it. */
    public double precision(int label) {
        return ratio(count(label, label), predicted(label));
    }

    /** Share of the class that was found. */
    public double recall(int label) {
        return ratio(count(label, label), actual(label));
    }

    /** Harmonic mean of precision and recall. */
    public double f1(int label) {
        return ratio(2 * count(label, label), actual(label) + predicted(label));
    }

    /** Mean precision of the classes that occur, see {@link #macroF1}. */
    public double macroPrecision() {
        return mean(this::precision);
    }

    /** Mean recall of the classes that occur, see {@link #macroF1}. */
    public double macroRecall() {
        return mean(this::recall);
    }

    /** Mean F1 of the classes that occur among the actual or the predicted ones, each counting alike however rare. */
    public double macroF1() {
        return mean(this::f1);
    }

    /** Mean precision of the classes, each counting by its number of examples. */
    public double weightedPrecision() {
        return weighted(this::precision);
    }

    /** Mean recall of the classes, each counting by its number of examples: the same as {@link #accuracy}. */
    public double weightedRecall() {
        return weighted(this::recall);
    }

    /** Mean F1 of the classes, each counting by its number of examples. */
    public double weightedF1() {
        return weighted(this::f1);
    }

    /**
     * F1 of all decisions together. As each example has one class and gets one, an example wrongly missing in one class is wrongly
     * there in another: micro precision, recall and F1 are all the {@link #accuracy}.
     */
    public double microF1() {
        return accuracy();
    }

    /**
     * Matthews' correlation of actual and predicted classes, -1 to 1, 0 for guessing and where one side is always the same class
     * (Matthews 1975; for several classes Gorodkin 2004, equation 8). With rare classes it says more than accuracy.
     */
    public double matthewsCorrelation() {
        double n = total();
        double right = accuracy() * n;
        double together = 0;
        double ofActual = 0;
        double ofPredicted = 0;
        for (int k = 0; k < counts.length; k++) {
            together += (double) actual(k) * predicted(k);
            ofActual += (double) actual(k) * actual(k);
            ofPredicted += (double) predicted(k) * predicted(k);
        }
        double scale = Math.sqrt((n * n - ofPredicted) * (n * n - ofActual));
        return scale == 0 ? 0 : (right * n - together) / scale;
    }

    private double weighted(IntToDoubleFunction score) {
        return total() == 0 ? 0 : IntStream.range(0, counts.length).mapToDouble(k -> actual(k) * score.applyAsDouble(k)).sum() / total();
    }

    private double mean(IntToDoubleFunction score) {
        return IntStream.range(0, counts.length).filter(label -> actual(label) + predicted(label) > 0)
                .mapToDouble(score).average().orElse(0);
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /** Precision, recall, F1 and number of examples, a row for each class. */
    public Table table() {
        return Table.create("Classes", StringColumn.create("class", labels),
                DoubleColumn.create("precision", each(this::precision)), DoubleColumn.create("recall", each(this::recall)),
                DoubleColumn.create("F1", each(this::f1)),
                LongColumn.create("examples", IntStream.range(0, counts.length).mapToLong(this::actual).toArray()));
    }

    private double[] each(IntToDoubleFunction score) {
        return IntStream.range(0, counts.length).mapToDouble(score).toArray();
    }
}
