package org.unrolled.nn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PanelKernel} in Java's vectors. Nothing else in the library knows of {@code jdk.incubator.vector}, and {@link PanelKernels}
 * alone loads this class, where that module is there. The accumulators of a block are variables of their own, not an array: so they
 * stay in registers. With eight rows of two vectors they fill half of AVX-512's 32; in the 16 registers of AVX2 the compilers of some
 * JDKs keep no more than four rows. Positions go up by addition, and four rows take two numbers of the depth a turn: a position
 * computed from a counter costs as many instructions as the products themselves (bench/README.md).
 */
final class VectorPanelKernel implements PanelKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int COLUMNS = 2 * LANES;
    private static final int FOUR = 4;
    private static final int EIGHT = 8;
    private static final boolean MANY_REGISTERS = LANES >= 16;

    @Override
    public int bits() {
        return SPECIES.vectorBitSize();
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public int rows(int left) {
        return MANY_REGISTERS && left > FOUR ? EIGHT : FOUR;
    }

    @Override
    public void multiply(int rows, int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int stride) {
        if (rows == EIGHT) {
            eight(depth, a, aAt, b, bAt, c, cAt, stride);
        } else {
            four(depth, a, aAt, b, bAt, c, cAt, stride);
        }
    }

    private static void four(int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int stride) {
        var left0 = FloatVector.fromArray(SPECIES, c, cAt);
        var right0 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
        var left1 = FloatVector.fromArray(SPECIES, c, cAt + stride);
        var right1 = FloatVector.fromArray(SPECIES, c, cAt + stride + LANES);
        var left2 = FloatVector.fromArray(SPECIES, c, cAt + 2 * stride);
        var right2 = FloatVector.fromArray(SPECIES, c, cAt + 2 * stride + LANES);
        var left3 = FloatVector.fromArray(SPECIES, c, cAt + 3 * stride);
        var right3 = FloatVector.fromArray(SPECIES, c, cAt + 3 * stride + LANES);
        int row = bAt;
        int column = aAt;
        int end = bAt + depth * COLUMNS;
        int pairs = end - depth % 2 * COLUMNS;
        while (row < pairs) {
            var left = FloatVector.fromArray(SPECIES, b, row);
            var right = FloatVector.fromArray(SPECIES, b, row + LANES);
            var a0 = FloatVector.broadcast(SPECIES, a[column]);
            left0 = a0.fma(left, left0);
            right0 = a0.fma(right, right0);
            var a1 = FloatVector.broadcast(SPECIES, a[column + 1]);
            left1 = a1.fma(left, left1);
            right1 = a1.fma(right, right1);
            var a2 = FloatVector.broadcast(SPECIES, a[column + 2]);
            left2 = a2.fma(left, left2);
            right2 = a2.fma(right, right2);
            var a3 = FloatVector.broadcast(SPECIES, a[column + 3]);
            left3 = a3.fma(left, left3);
            right3 = a3.fma(right, right3);
            var nextLeft = FloatVector.fromArray(SPECIES, b, row + COLUMNS);
            var nextRight = FloatVector.fromArray(SPECIES, b, row + COLUMNS + LANES);
            var next0 = FloatVector.broadcast(SPECIES, a[column + 4]);
            left0 = next0.fma(nextLeft, left0);
            right0 = next0.fma(nextRight, right0);
            var next1 = FloatVector.broadcast(SPECIES, a[column + 5]);
            left1 = next1.fma(nextLeft, left1);
            right1 = next1.fma(nextRight, right1);
            var next2 = FloatVector.broadcast(SPECIES, a[column + 6]);
            left2 = next2.fma(nextLeft, left2);
            right2 = next2.fma(nextRight, right2);
            var next3 = FloatVector.broadcast(SPECIES, a[column + 7]);
            left3 = next3.fma(nextLeft, left3);
            right3 = next3.fma(nextRight, right3);
            row += 2 * COLUMNS;
            column += 2 * FOUR;
        }
        if (row < end) {
            var left = FloatVector.fromArray(SPECIES, b, row);
            var right = FloatVector.fromArray(SPECIES, b, row + LANES);
            var a0 = FloatVector.broadcast(SPECIES, a[column]);
            left0 = a0.fma(left, left0);
            right0 = a0.fma(right, right0);
            var a1 = FloatVector.broadcast(SPECIES, a[column + 1]);
            left1 = a1.fma(left, left1);
            right1 = a1.fma(right, right1);
            var a2 = FloatVector.broadcast(SPECIES, a[column + 2]);
            left2 = a2.fma(left, left2);
            right2 = a2.fma(right, right2);
            var a3 = FloatVector.broadcast(SPECIES, a[column + 3]);
            left3 = a3.fma(left, left3);
            right3 = a3.fma(right, right3);
        }
        left0.intoArray(c, cAt);
        right0.intoArray(c, cAt + LANES);
        left1.intoArray(c, cAt + stride);
        right1.intoArray(c, cAt + stride + LANES);
        left2.intoArray(c, cAt + 2 * stride);
        right2.intoArray(c, cAt + 2 * stride + LANES);
        left3.intoArray(c, cAt + 3 * stride);
        right3.intoArray(c, cAt + 3 * stride + LANES);
    }

    private static void eight(int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int stride) {
        var left0 = FloatVector.fromArray(SPECIES, c, cAt);
        var right0 = FloatVector.fromArray(SPECIES, c, cAt + LANES);
        var left1 = FloatVector.fromArray(SPECIES, c, cAt + stride);
        var right1 = FloatVector.fromArray(SPECIES, c, cAt + stride + LANES);
        var left2 = FloatVector.fromArray(SPECIES, c, cAt + 2 * stride);
        var right2 = FloatVector.fromArray(SPECIES, c, cAt + 2 * stride + LANES);
        var left3 = FloatVector.fromArray(SPECIES, c, cAt + 3 * stride);
        var right3 = FloatVector.fromArray(SPECIES, c, cAt + 3 * stride + LANES);
        var left4 = FloatVector.fromArray(SPECIES, c, cAt + 4 * stride);
        var right4 = FloatVector.fromArray(SPECIES, c, cAt + 4 * stride + LANES);
        var left5 = FloatVector.fromArray(SPECIES, c, cAt + 5 * stride);
        var right5 = FloatVector.fromArray(SPECIES, c, cAt + 5 * stride + LANES);
        var left6 = FloatVector.fromArray(SPECIES, c, cAt + 6 * stride);
        var right6 = FloatVector.fromArray(SPECIES, c, cAt + 6 * stride + LANES);
        var left7 = FloatVector.fromArray(SPECIES, c, cAt + 7 * stride);
        var right7 = FloatVector.fromArray(SPECIES, c, cAt + 7 * stride + LANES);
        int row = bAt;
        int column = aAt;
        int end = bAt + depth * COLUMNS;
        while (row < end) {
            var left = FloatVector.fromArray(SPECIES, b, row);
            var right = FloatVector.fromArray(SPECIES, b, row + LANES);
            var a0 = FloatVector.broadcast(SPECIES, a[column]);
            left0 = a0.fma(left, left0);
            right0 = a0.fma(right, right0);
            var a1 = FloatVector.broadcast(SPECIES, a[column + 1]);
            left1 = a1.fma(left, left1);
            right1 = a1.fma(right, right1);
            var a2 = FloatVector.broadcast(SPECIES, a[column + 2]);
            left2 = a2.fma(left, left2);
            right2 = a2.fma(right, right2);
            var a3 = FloatVector.broadcast(SPECIES, a[column + 3]);
            left3 = a3.fma(left, left3);
            right3 = a3.fma(right, right3);
            var a4 = FloatVector.broadcast(SPECIES, a[column + 4]);
            left4 = a4.fma(left, left4);
            right4 = a4.fma(right, right4);
            var a5 = FloatVector.broadcast(SPECIES, a[column + 5]);
            left5 = a5.fma(left, left5);
            right5 = a5.fma(right, right5);
            var a6 = FloatVector.broadcast(SPECIES, a[column + 6]);
            left6 = a6.fma(left, left6);
            right6 = a6.fma(right, right6);
            var a7 = FloatVector.broadcast(SPECIES, a[column + 7]);
            left7 = a7.fma(left, left7);
            right7 = a7.fma(right, right7);
            row += COLUMNS;
            column += EIGHT;
        }
        left0.intoArray(c, cAt);
        right0.intoArray(c, cAt + LANES);
        left1.intoArray(c, cAt + stride);
        right1.intoArray(c, cAt + stride + LANES);
        left2.intoArray(c, cAt + 2 * stride);
        right2.intoArray(c, cAt + 2 * stride + LANES);
        left3.intoArray(c, cAt + 3 * stride);
        right3.intoArray(c, cAt + 3 * stride + LANES);
        left4.intoArray(c, cAt + 4 * stride);
        right4.intoArray(c, cAt + 4 * stride + LANES);
        left5.intoArray(c, cAt + 5 * stride);
        right5.intoArray(c, cAt + 5 * stride + LANES);
        left6.intoArray(c, cAt + 6 * stride);
        right6.intoArray(c, cAt + 6 * stride + LANES);
        left7.intoArray(c, cAt + 7 * stride);
        right7.intoArray(c, cAt + 7 * stride + LANES);
    }
}
