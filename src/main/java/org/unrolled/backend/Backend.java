package org.unrolled.backend;

import java.util.Locale;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ND4J backend in use and the machine it computes on.
 *
 * @param name for people, such as {@code ND4J CPU}
 * @param device processor or graphics card
 * @param blas library that multiplies matrices
 * @param threads that ND4J's own operations use
 * @param memory bytes that the device or the computer has
 * @param heap bytes that Java's heap may grow to
 */
public record Backend(String name, String device, String blas, int threads, long memory, long heap) {
    /** The backend that runs; the first call starts ND4J. */
    public static Backend current() {
        var environment = Nd4j.getEnvironment();
        return new Backend(environment.isCPU() ? "ND4J CPU" : "ND4J CUDA", "", "", environment.maxThreads(), 0, Runtime.getRuntime().maxMemory());
    }

    /** Billions of floating-point operations a second in multiplying two n x n matrices of floats, measured now. */
    public double gflops(int n) {
        try (var a = Nd4j.rand(DataType.FLOAT, n, n); var b = Nd4j.rand(DataType.FLOAT, n, n); var c = Nd4j.create(DataType.FLOAT, n, n)) {
            var best = Double.MAX_VALUE;
            for (var i = 0; i < 5; i++) {
                var begin = System.nanoTime();
                a.mmuli(b, c);
                best = Math.min(best, (System.nanoTime() - begin) / 1e9);
            }
            return 2.0 * n * n * n / best / 1e9;
        }
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s on %s", name, device);
    }
}
