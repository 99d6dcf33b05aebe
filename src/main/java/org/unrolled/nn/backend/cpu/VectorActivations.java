package org.unrolled.nn.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Activations} in Java's vectors: the rational function of {@link Lanes} with fused multiplication and addition, in one pass over
 * memory where the compiler's own vectors take two. The last elements go through the same steps one by one, so that an element's result
 * doesn't depend on its place.
 */
final class VectorActivations implements Activations {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int STEP = SPECIES.length();

    @Override
    public void sigmoid(float[] x, float[] b, int n) {
        int end = n - n % STEP;
        for (int i = 0; i < end; i += STEP) {
            var v = FloatVector.fromArray(SPECIES, x, i).add(FloatVector.fromArray(SPECIES, b, i)).mul(0.5f);
            var half = FloatVector.broadcast(SPECIES, 0.5f);
            rational(v).fma(half, half).intoArray(x, i);
        }
        for (int i = end; i < n; i++) {
            x[i] = Math.fma(rational((x[i] + b[i]) * 0.5f), 0.5f, 0.5f);
        }
    }

    @Override
    public void tanh(float[] x, float[] b, int n) {
        int end = n - n % STEP;
        for (int i = 0; i < end; i += STEP) {
            rational(FloatVector.fromArray(SPECIES, x, i).add(FloatVector.fromArray(SPECIES, b, i))).intoArray(x, i);
        }
        for (int i = end; i < n; i++) {
            x[i] = rational(x[i] + b[i]);
        }
    }

    @Override
    public void tanhInto(float[] out, float[] x, int n) {
        int end = n - n % STEP;
        for (int i = 0; i < end; i += STEP) {
            rational(FloatVector.fromArray(SPECIES, x, i)).intoArray(out, i);
        }
        for (int i = end; i < n; i++) {
            out[i] = rational(x[i]);
        }
    }

    private static FloatVector rational(FloatVector any) {
        // Comparisons, for Java's own minimum of vectors takes three times the instructions; NaN is neither more nor less, and stays.
        // The numbers are spread here, not in a method of ours: compilers that don't inline it make an object of each.
        var most = FloatVector.broadcast(SPECIES, Lanes.LIMIT);
        var least = FloatVector.broadcast(SPECIES, -Lanes.LIMIT);
        var low = any.blend(most, any.compare(VectorOperators.GT, most));
        var x = low.blend(least, low.compare(VectorOperators.LT, least));
        var s = x.mul(x);
        var p = s.fma(FloatVector.broadcast(SPECIES, Lanes.P4), FloatVector.broadcast(SPECIES, Lanes.P3))
            .fma(s, FloatVector.broadcast(SPECIES, Lanes.P2))
            .fma(s, FloatVector.broadcast(SPECIES, Lanes.P1))
            .fma(s, FloatVector.broadcast(SPECIES, Lanes.P0));
        var q = s.fma(FloatVector.broadcast(SPECIES, Lanes.Q4), FloatVector.broadcast(SPECIES, Lanes.Q3))
            .fma(s, FloatVector.broadcast(SPECIES, Lanes.Q2))
            .fma(s, FloatVector.broadcast(SPECIES, Lanes.Q1))
            .fma(s, FloatVector.broadcast(SPECIES, 1));
        return x.mul(p).div(q);
    }

    private static float rational(float any) {
        float x = Lanes.clamp(any);
        float s = x * x;
        float p = Math.fma(Math.fma(Math.fma(Math.fma(s, Lanes.P4, Lanes.P3), s, Lanes.P2), s, Lanes.P1), s, Lanes.P0);
        float q = Math.fma(Math.fma(Math.fma(Math.fma(s, Lanes.Q4, Lanes.Q3), s, Lanes.Q2), s, Lanes.Q1), s, 1);
        return x * p / q;
    }
}
