package org.unrolled.nn.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

class LogLanesTest {
    @Test
    void sumsAndExponentialsAreThoseOfJavaLang() {
        var random = new Random(1);
        int n = 20_000;
        double[] a = random.doubles(n, -200, 0).toArray();
        double[] b = new double[n];
        for (int i = 0; i < n; i++) {
            b[i] = i == 0 ? a[0] : a[i] + (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(4) - 1);
        }
        a[1] = LogLanes.NOTHING;
        a[2] = LogLanes.NOTHING;
        b[2] = LogLanes.NOTHING;
        var sums = new double[n];
        var lanes = new LogLanes();
        lanes.add(sums, a, b, 0, n);
        for (int i = 0; i < n; i++) {
            double m = Math.max(a[i], b[i]);
            assertEquals(m + Math.log1p(Math.exp(Math.min(a[i], b[i]) - m)), sums[i], i == 2 ? 1e15 : 1e-9, a[i] + " and " + b[i]);
        }
        var x = random.doubles(n, -35, 0).toArray();
        var powers = new double[n];
        lanes.exp(powers, x, new double[n], 0, n);
        for (int i = 0; i < n; i++) {
            assertEquals(Math.exp(x[i]), powers[i], 1e-9 * Math.exp(x[i]) + 1e-13, "exp of " + x[i]);
        }
    }

    @Test
    void onlyThePlacesThatAreAskedForAreWritten() {
        var out = new double[] {7, 7, 7, 7};
        new LogLanes().add(out, new double[4], new double[4], 1, 3);
        assertEquals(7, out[0]);
        assertEquals(Math.log(2), out[1], 1e-9);
        assertEquals(7, out[3]);
    }
}
