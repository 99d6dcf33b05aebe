package org.unrolled.classify;

/**
 * Fits logistic regression to sentences by Newton's method: each step solves H step = -gradient by conjugate gradients, which need
 * products with H only, and is halved until the loss falls (Nocedal and Wright 2006, "Numerical Optimization", algorithm 7.1). Near
 * the minimum the steps converge faster than linearly, so that going on to the end costs little. What the class path has doesn't
 * fit: DL4J's L-BFGS trains DL4J's networks only, and Commons Math has no second-order method for a general function; its conjugate
 * gradients look for the length of each step by values of the function alone, a pass over the data each.
 *
 * <p>A sentence is the numbers of its features. Weights are [feature + 1, row], the last feature is the intercept. Each class has a
 * row; of two classes only the second has, as in scikit-learn: the first has the score 0.
 */
final class LogisticRegression {
    /** Of the gradient's length: weights are then right to about C times this. */
    private static final double TOLERANCE = 1e-6;
    private static final int MAX_STEPS = 200;

    private final int[][] sentences;
    private final int[] labels;
    private final int classes;
    private final double[] scale;
    private final double decay;

    /**
     * @param scale factor of each feature, as weights are ordered
     * @param c     weight of the loss against half the squared weights
     */
    LogisticRegression(int[][] sentences, int[] labels, int classes, double[] scale, double c) {
        this.sentences = sentences;
        this.labels = labels;
        this.classes = classes;
        this.scale = scale;
        this.decay = 1 / c;
    }

    static int rows(int classes) {
        return classes == 2 ? 1 : classes;
    }

    /** Scores of the classes: log-probabilities but for a constant. */
    static double[] scores(double[] weights, int[] sentence, int classes) {
        int rows = rows(classes);
        int first = classes - rows;
        var scores = new double[classes];
        System.arraycopy(weights, weights.length - rows, scores, first, rows);
        for (int id : sentence) {
            for (int row = 0; row < rows; row++) {
                scores[first + row] += weights[id * rows + row];
            }
        }
        return scores;
    }

    /** The weights at the minimum, to be used with features that are not scaled. */
    double[] fit() {
        var weights = new double[scale.length];
        var probabilities = new double[sentences.length][];
        double loss = loss(weights, probabilities);
        for (int i = 0; i < MAX_STEPS; i++) {
            var gradient = gradient(weights, probabilities);
            if (length(gradient) <= TOLERANCE) {
                return scaled(weights);
            }
            var step = step(gradient, probabilities);
            double slope = dot(gradient, step);
            double before = loss;
            double share = 1;
            add(weights, share, step);
            // The last steps change the loss by less than its rounding.
            while ((loss = loss(weights, probabilities)) > before * (1 + 1e-12) + 1e-4 * share * slope) {
                share /= 2;
                add(weights, -share, step);
            }
        }
        throw new IllegalStateException("after " + MAX_STEPS + " steps the gradient's length is "
                + length(gradient(weights, probabilities)) + ", expected at most " + TOLERANCE
                + ": take a smaller C than " + 1 / decay);
    }

    /** Half the squared weights / C + cross-entropy in nats, without the first term's intercepts. Fills in the probabilities. */
    private double loss(double[] weights, double[][] probabilities) {
        var scaled = scaled(weights);
        double loss = 0;
        for (int i = 0; i < sentences.length; i++) {
            var scores = scores(scaled, sentences[i], classes);
            double score = scores[labels[i]];
            loss += Features.softmax(scores) - score;
            probabilities[i] = scores;
        }
        for (int j = 0; j < weights.length - rows(classes); j++) {
            loss += decay / 2 * weights[j] * weights[j];
        }
        return loss;
    }

    private double[] gradient(double[] weights, double[][] probabilities) {
        var gradient = new double[weights.length];
        for (int i = 0; i < sentences.length; i++) {
            var error = probabilities[i].clone();
            error[labels[i]]--;
            spread(error, sentences[i], gradient);
        }
        return withDecay(gradient, weights);
    }

    /** H v, the derivative of the gradient in the direction v. */
    private double[] curvature(double[] v, double[][] probabilities) {
        var product = new double[v.length];
        var scaled = scaled(v);
        for (int i = 0; i < sentences.length; i++) {
            var change = scores(scaled, sentences[i], classes);
            double mean = dot(change, probabilities[i]);
            for (int k = 0; k < classes; k++) {
                change[k] = probabilities[i][k] * (change[k] - mean);
            }
            spread(change, sentences[i], product);
        }
        return withDecay(product, v);
    }

    /** Conjugate gradients, the more exact the nearer the minimum is. */
    private double[] step(double[] gradient, double[][] probabilities) {
        double length = length(gradient);
        double enough = Math.min(0.1, Math.sqrt(length)) * length;
        var step = new double[gradient.length];
        var residual = gradient.clone();
        var direction = new double[gradient.length];
        add(direction, -1, residual);
        double square = dot(residual, residual);
        for (int i = 0; i < gradient.length && Math.sqrt(square) > enough; i++) {
            var product = curvature(direction, probabilities);
            double share = square / dot(direction, product);
            add(step, share, direction);
            add(residual, share, product);
            double next = dot(residual, residual);
            for (int j = 0; j < direction.length; j++) {
                direction[j] = next / square * direction[j] - residual[j];
            }
            square = next;
        }
        return step;
    }

    /** Backwards through {@link #scores}. */
    private void spread(double[] ofScores, int[] sentence, double[] ofWeights) {
        int rows = rows(classes);
        int first = classes - rows;
        for (int row = 0; row < rows; row++) {
            ofWeights[ofWeights.length - rows + row] += ofScores[first + row];
        }
        for (int id : sentence) {
            for (int row = 0; row < rows; row++) {
                ofWeights[id * rows + row] += ofScores[first + row];
            }
        }
    }

    private double[] withDecay(double[] sums, double[] weights) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] = sums[j] * scale[j] + (j < sums.length - rows(classes) ? decay * weights[j] : 0);
        }
        return sums;
    }

    private double[] scaled(double[] weights) {
        var scaled = weights.clone();
        for (int j = 0; j < scaled.length; j++) {
            scaled[j] *= scale[j];
        }
        return scaled;
    }

    private static void add(double[] sum, double factor, double[] other) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += factor * other[j];
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int j = 0; j < one.length; j++) {
            sum += one[j] * other[j];
        }
        return sum;
    }

    private static double length(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }
}
