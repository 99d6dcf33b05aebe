package org.unrolled.nn.backend.cpu;

/**
 * Which kernel multiplies rows with panels of weights: Java's vectors, if the JVM was started with
 * {@code --add-modules jdk.incubator.vector}, or none, and OpenBLAS computes all products.
 *
 * <p>The choice is a table and not a measurement, so that two runs on one machine give the same numbers. Measured at the shapes of
 * recurrent steps (bench/README.md), the panels are faster with vectors of 256 and 512 bits. OpenBLAS stays with shorter ones, where
 * nothing was measured, and where it has longer ones than Java has. {@code -Dunrolled.products=openblas} or {@code vectors} decides
 * otherwise.
 */
final class PanelKernels {
    private static final String MODULE = "jdk.incubator.vector";
    private static final int FEWEST_BITS = 256;
    private static final int MOST_BITS = 512;
    private static final PanelKernel CHOSEN = choose(System.getProperty("unrolled.products", ""));
    private static final Activations ACTIVATIONS = CHOSEN == null ? null : activationsInVectors();

    private PanelKernels() {
    }

    /** The kernel, or null if OpenBLAS is to compute. */
    static PanelKernel chosen() {
        return CHOSEN;
    }

    /** The gates' activations in the same vectors, or null if plain loops are to compute them. */
    static Activations activations() {
        return ACTIVATIONS;
    }

    private static PanelKernel choose(String wish) {
        if (!wish.isEmpty() && !wish.equals("openblas") && !wish.equals("vectors")) {
            throw new IllegalArgumentException("unrolled.products is '" + wish + "', expected openblas or vectors");
        }
        var kernel = wish.equals("openblas") ? null : inVectors();
        if (kernel == null && wish.equals("vectors")) {
            throw new IllegalStateException("unrolled.products is 'vectors', but this JVM has no " + MODULE
                + ": start it with --add-modules " + MODULE);
        }
        boolean behind = kernel != null && (kernel.bits() < FEWEST_BITS || OpenBlasCore.unpacked() && kernel.bits() < MOST_BITS);
        return behind && wish.isEmpty() ? null : kernel;
    }

    static PanelKernel inVectors() {
        return load(PanelKernel.class, "VectorPanelKernel");
    }

    static Activations activationsInVectors() {
        return load(Activations.class, "VectorActivations");
    }

    /** A class in Java's vectors; null where their module is missing, or the class, as a JDK without it built this library. */
    private static <T> T load(Class<T> type, String name) {
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return null;
        }
        try {
            var found = Class.forName(PanelKernels.class.getPackageName() + "." + name);
            return type.cast(found.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException | LinkageError e) {
            return null;
        }
    }
}
