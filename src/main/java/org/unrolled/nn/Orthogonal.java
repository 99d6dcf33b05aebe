package org.unrolled.nn;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Orthogonal square blocks: the columns of a Gaussian matrix, orthogonalised one after the other (modified Gram-Schmidt).
 * Products with such a matrix change no length, so neither states nor gradients grow or shrink over the first steps
 * (Saxe, McClelland and Ganguli 2014).
 */
final class Orthogonal {
    private Orthogonal() {
    }

    /** Fills {@code blocks} blocks of [size, size] standing side by side; further columns become zero. */
    static void fill(INDArray matrix, int size, int blocks) {
        matrix.assign(0);
        for (int block = 0; block < blocks; block++) {
            double[][] q = block(size);
            for (int column = 0; column < size; column++) {
                for (int row = 0; row < size; row++) {
                    matrix.putScalar(row, (long) block * size + column, q[row][column]);
                }
            }
        }
    }

    private static double[][] block(int size) {
        double[][] q = Nd4j.randn(DataType.DOUBLE, size, size).toDoubleMatrix();
        double[] products = new double[size];
        for (int i = 0; i < size; i++) {
            double square = 0;
            for (double[] row : q) {
                square += row[i] * row[i];
            }
            double scale = 1 / Math.sqrt(square);
            Arrays.fill(products, 0);
            for (double[] row : q) {
                row[i] *= scale;
                add(products, row[i], row, i + 1);
            }
            for (double[] row : q) {
                add(row, -row[i], products, i + 1);
            }
        }
        return q;
    }

    private static void add(double[] to, double factor, double[] from, int at) {
        for (int j = at; j < to.length; j++) {
            to[j] += factor * from[j];
        }
    }

    /** The elements of a view without gaps as a vector, in the order in which they lie. */
    static INDArray flat(INDArray view) {
        return Nd4j.create(view.data(), new long[] {view.length()}, new long[] {1}, view.offset(), 'c');
    }
}
