package org.unrolled.nn.kernel;

import java.util.Arrays;

/** {@link RowLanes} in double precision, for gradient checks. */
final class DoubleRowLanes implements RowLanes<double[]> {
    private static final double GELU_FACTOR = Math.sqrt(2 / Math.PI);
    private static final double GELU_CUBE = 0.044715;

    @Override
    public Lanes<double[]> lanes() {
        return Lanes.DOUBLES;
    }

    @Override
    public void softmax(double[] a, int rows, int columns, double factor, boolean[] visible, boolean causal, int period) {
        for (int r = 0; r < rows; r++) {
            int at = r * columns;
            int seen = causal ? Math.min(columns, r % period + 1) : columns;
            double largest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < seen; i++) {
                if (visible == null || visible[i]) {
                    largest = Math.max(largest, factor * a[at + i]);
                }
            }
            double sum = 0;
            for (int i = 0; i < seen; i++) {
                boolean hidden = visible != null && !visible[i];
                a[at + i] = hidden ? 0 : Math.exp(factor * a[at + i] - largest);
                sum += a[at + i];
            }
            Arrays.fill(a, at + seen, at + columns, 0);
            for (int i = 0; i < seen && sum != 0; i++) {
                a[at + i] /= sum;
            }
        }
    }

    @Override
    public void softmaxBack(double[] d, double[] p, int rows, int columns, double factor) {
        for (int r = 0; r < rows; r++) {
            int at = r * columns;
            double sum = dot(d, at, p, at, columns);
            for (int i = at; i < at + columns; i++) {
                d[i] = factor * p[i] * (d[i] - sum);
            }
        }
    }

    @Override
    public void normalise(double[] a, int rows, int columns, double epsilon, double[] inverse) {
        for (int r = 0; r < rows; r++) {
            int at = r * columns;
            double mean = mean(a, at, columns);
            for (int i = at; i < at + columns; i++) {
                a[i] -= mean;
            }
            inverse[r] = 1 / Math.sqrt(dot(a, at, a, at, columns) / columns + epsilon);
            for (int i = at; i < at + columns; i++) {
                a[i] *= inverse[r];
            }
        }
    }

    @Override
    public void normaliseBack(double[] d, double[] y, int rows, int columns, double[] inverse) {
        for (int r = 0; r < rows; r++) {
            int at = r * columns;
            double mean = mean(d, at, columns);
            double along = dot(d, at, y, at, columns) / columns;
            for (int i = at; i < at + columns; i++) {
                d[i] = inverse[r] * (d[i] - mean - y[i] * along);
            }
        }
    }

    private static double mean(double[] a, int at, int n) {
        double sum = 0;
        for (int i = at; i < at + n; i++) {
            sum += a[i];
        }
        return sum / n;
    }

    @Override
    public void gelu(double[] out, double[] x, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = 0.5 * x[i] * (1 + Math.tanh(GELU_FACTOR * (x[i] + GELU_CUBE * x[i] * x[i] * x[i])));
        }
    }

    @Override
    public void geluBack(double[] d, double[] x, int n) {
        for (int i = 0; i < n; i++) {
            double square = x[i] * x[i];
            double t = Math.tanh(GELU_FACTOR * x[i] * (1 + GELU_CUBE * square));
            double slope = GELU_FACTOR * (1 + 3 * GELU_CUBE * square);
            d[i] *= 0.5 * (1 + t) + 0.5 * x[i] * (1 - t * t) * slope;
        }
    }

    @Override
    public void scaleAdd(double[] out, double[] x, double factor, double[] plus, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = factor * x[i] + plus[i];
        }
    }

    @Override
    public double dot(double[] a, int aAt, double[] b, int bAt, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[aAt + i] * b[bAt + i];
        }
        return sum;
    }

    @Override
    public void addScaled(double[] a, int at, double[] b, int bAt, double factor, int n) {
        for (int i = 0; i < n; i++) {
            a[at + i] += factor * b[bAt + i];
        }
    }

    @Override
    public boolean finite(double[] a, int n) {
        double watched = 0;
        for (int i = 0; i < n; i++) {
            watched += 0 * a[i];
        }
        return watched == 0;
    }
}
