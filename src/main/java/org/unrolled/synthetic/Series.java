package org.unrolled.synthetic;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import org.nd4j.common.base.Preconditions;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

/**
 * A number series with what is known about it.
 *
 * @param name what it is, for titles of charts
 * @param values one value a time step
 * @param bestOneStepError root mean square error of the best possible one-step forecast, in the unit of the values, or
 *     empty where none is known in closed form; 0 for a series without noise
 */
public record Series(String name, double[] values, OptionalDouble bestOneStepError) {
    /** Two parts of a series, the earlier one first: a forecast must not be trained on what comes later. */
    public record Split(Series train, Series test) { }

    /** Checks that there are values and that each is a number, and copies them. */
    public Series {
        Preconditions.checkArgument(values.length != 0, "series '%s' is empty, expected at least one value", name);
        for (int t = 0; t < values.length; t++) {
            Preconditions.checkArgument(Double.isFinite(values[t]),
                    "series '%s' has %s at step %s, expected a finite number", name, values[t], t);
        }
        values = values.clone();
    }

    /** The values, one a time step. */
    @Override
    public double[] values() {
        return values.clone();
    }

    /** The same series under another name. */
    public Series named(String other) {
        return new Series(other, values, bestOneStepError);
    }

    /** The number of time steps. */
    public int length() {
        return values.length;
    }

    /** The arithmetic mean. */
    public double mean() {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The standard deviation (divided by the length): the error of a forecast that always says the mean. */
    public double standardDeviation() {
        double mean = mean();
        return Math.sqrt(Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
    }

    /** Root mean square error of saying the last value again: what each model has to beat. */
    public double naiveOneStepError() {
        Preconditions.checkArgument(length() >= 2, "series '%s' has one value, a one-step forecast needs two", name);
        double sum = 0;
        for (int t = 1; t < values.length; t++) {
            sum += (values[t] - values[t - 1]) * (values[t] - values[t - 1]);
        }
        return Math.sqrt(sum / (values.length - 1));
    }

    /** Cuts the series in time after the given part of the steps, between 0 and 1. */
    public Split split(double trainShare) {
        int cut = (int) Math.round(length() * trainShare);
        Preconditions.checkArgument(trainShare > 0 && trainShare < 1 && cut != 0 && cut != length(),
                "trainShare is %s for %s steps, expected a number between 0 and 1 that leaves both parts a step",
                trainShare, String.valueOf(length()));
        return new Split(new Series(name, Arrays.copyOfRange(values, 0, cut), bestOneStepError),
                new Series(name, Arrays.copyOfRange(values, cut, length()), bestOneStepError));
    }

    /** A table with the columns {@code step} and {@code value}. */
    public Table table() {
        return Table.create(name, IntColumn.indexColumn("step", length(), 0), DoubleColumn.create("value", values));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Series that && name.equals(that.name) && Arrays.equals(values, that.values)
                && bestOneStepError.equals(that.bestOneStepError);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %,d steps, mean %.4g, standard deviation %.4g", name, length(), mean(),
                standardDeviation());
    }
}
