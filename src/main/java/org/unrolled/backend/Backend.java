package org.unrolled.backend;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.nd4j.common.base.Preconditions;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ND4J backend in use and the machine it computes on.
 *
 * @param name {@code ND4J CPU} or {@code ND4J CUDA}
 * @param device the processor's or the graphics card's name
 * @param blas the library that multiplies matrices
 * @param threads that ND4J's own operations use
 * @param memory bytes that the computer has
 * @param heap bytes that Java's heap may grow to; arrays live outside it
 * @param note why this backend and not another; empty when nothing is out of the ordinary
 */
public record Backend(String name, String device, String blas, int threads, long memory, long heap, String note) {
    private static final String CUDA = "org/nd4j/linalg/jcublas/JCublasBackend.class";
    private static final String CPU = "org/nd4j/linalg/cpu/nativecpu/CpuBackend.class";
    private static final double GIB = 1 << 30;
    private static BackendChoice choice;
    private static Backend current;

    /**
     * Decides which backend ND4J will take. Must come before the first array; the kernel's start-up calls it. Quick,
     * and without effect when CUDA isn't on the class path.
     */
    public static synchronized void choose() {
        if (choice != null) {
            return;
        }
        var loader = ND4JClassLoading.getNd4jClassloader();
        choice = BackendChoice.decide(loader.getResource(CUDA) != null, loader.getResource(CPU) != null, GraphicsCard::fromDriver);
        if (choice.kind() == BackendChoice.Kind.CPU_INSTEAD) {
            ND4JClassLoading.setNd4jClassloader(new CpuOnlyLoader(loader));
        }
    }

    /**
     * The backend that runs; the first call starts ND4J.
     *
     * @throws IllegalStateException when no backend on the class path can run on this machine
     */
    public static synchronized Backend current() {
        choose();
        if (choice.kind() == BackendChoice.Kind.NONE) {
            throw new IllegalStateException(choice.sentence());
        }
        if (current == null) {
            current = describe(choice.sentence());
        }
        return current;
    }

    private static Backend describe(String note) {
        var environment = Nd4j.getEnvironment();
        var cards = environment.isCPU() ? "" : GraphicsCard.fromDriver().stream().flatMap(List::stream)
                .map(card -> card.name() + " (compute capability " + card.capability() + ")").findFirst().orElse("graphics card");
        var blas = String.valueOf(Nd4j.getExecutioner().getEnvironmentInformation().getProperty("blas.vendor"));
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Backend(environment.isCPU() ? "ND4J CPU" : "ND4J CUDA", environment.isCPU() ? Processor.name() : cards,
                blas.equals("OPENBLAS") ? "OpenBLAS" : blas, environment.maxThreads(), system.getTotalMemorySize(),
                Runtime.getRuntime().maxMemory(), note);
    }

    /**
     * Billions of floating-point operations a second in multiplying two n × n matrices of floats: the best of several
     * runs, measured now, in about half a second.
     *
     * @param n at least 1; from about 1000 on the rate no longer depends on it
     */
    public double gflops(int n) {
        Preconditions.checkArgument(n >= 1, "matrices of %s x %s: expected 1 or more", n, n);
        try (var a = Nd4j.rand(DataType.FLOAT, n, n); var b = Nd4j.rand(DataType.FLOAT, n, n);
                var product = Nd4j.create(DataType.FLOAT, n, n)) {
            var best = Double.MAX_VALUE;
            var end = System.nanoTime() + 500_000_000L;
            do {
                var begin = System.nanoTime();
                a.mmuli(b, product);
                Nd4j.getExecutioner().commit();
                best = Math.min(best, System.nanoTime() - begin);
            } while (System.nanoTime() < end);
            return 2.0 * n * n * n / best;
        }
    }

    /** Several lines, as a notebook shows them. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s on %s%n%s, %d threads%n%.1f GiB of memory, Java heap up to %.1f GiB%s", name,
                device, blas, threads, memory / GIB, heap / GIB, note.isEmpty() ? "" : System.lineSeparator() + note);
    }
}
