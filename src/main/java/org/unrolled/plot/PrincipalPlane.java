package org.unrolled.plot;

import java.util.Arrays;
import java.util.Locale;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.eigen.Eigen;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The plane through a cloud of points in which they vary most: spanned by the two eigenvectors of their covariance with the
 * largest eigenvalues (Pearson 1901). Points of two coordinates stay where they are.
 */
final class PrincipalPlane {
    private final double[] centre;
    private final double[][] directions;
    private final double[] shares;

    private PrincipalPlane(double[] centre, double[][] directions, double[] shares) {
        this.centre = centre;
        this.directions = directions;
        this.shares = shares;
    }

    /** @param points shape [points, dimensions], at least two of both */
    static PrincipalPlane of(double[][] points) {
        if (points.length < 2 || Arrays.stream(points).anyMatch(point -> point.length != points[0].length || point.length < 2)) {
            throw new IllegalArgumentException("a plane through " + points.length + " points of "
                    + (points.length == 0 ? 0 : points[0].length) + " units: expected at least 2 points, all of the same 2 or more units");
        }
        if (points[0].length == 2) {
            return new PrincipalPlane(new double[2], new double[][] {{1, 0}, {0, 1}}, null);
        }
        var cloud = Nd4j.createFromArray(points);
        var centre = cloud.mean(0);
        var around = cloud.subRowVector(centre);
        var vectors = around.transpose().mmul(around).divi(points.length);
        var values = Eigen.symmetricGeneralizedEigenvalues(vectors, true).toDoubleVector();
        var order = values[0] > values[values.length - 1] ? new int[] {0, 1} : new int[] {values.length - 1, values.length - 2};
        var total = Math.max(Double.MIN_NORMAL, Arrays.stream(values).sum());
        return new PrincipalPlane(centre.toDoubleVector(), new double[][] {direction(vectors, order[0]), direction(vectors, order[1])},
                new double[] {values[order[0]] / total, values[order[1]] / total});
    }

    /** An eigenvector with the sign that makes its largest entry positive, so that the same states give the same picture. */
    private static double[] direction(INDArray vectors, int column) {
        var direction = vectors.getColumn(column).toDoubleVector();
        var largest = Arrays.stream(direction).boxed().max((a, b) -> Double.compare(Math.abs(a), Math.abs(b))).orElseThrow();
        return Arrays.stream(direction).map(entry -> entry * Math.signum(largest)).toArray();
    }

    double[] x(double[][] points) {
        return along(points, directions[0]);
    }

    double[] y(double[][] points) {
        return along(points, directions[1]);
    }

    private double[] along(double[][] points, double[] direction) {
        return Arrays.stream(points).mapToDouble(point -> {
            var sum = 0.0;
            for (var i = 0; i < direction.length; i++) {
                sum += (point[i] - centre[i]) * direction[i];
            }
            return sum;
        }).toArray();
    }

    String xLabel() {
        return label(0);
    }

    String yLabel() {
        return label(1);
    }

    private String label(int axis) {
        return shares == null ? "unit " + axis
                : String.format(Locale.ROOT, "component %d (%.0f %% of the variance)", axis + 1, 100 * shares[axis]);
    }
}
