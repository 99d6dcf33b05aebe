package org.unrolled.nn.backend;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Choice of the backend: the first that supports the active ND4J backend and the data type, unless one is named by
 * {@link #use} or the system property {@code unrolled.backend}.
 */
public final class Backends {
    /** Plain ND4J operations; any ND4J backend, any data type. */
    public static final CellBackend ND4J = new NdBackend();
    /** Fused kernels; ND4J's CPU backend, float and double. */
    public static final CellBackend CPU = new CpuBackend();
    private static final List<CellBackend> ALL = List.of(CPU, ND4J);
    private static volatile String named = System.getProperty("unrolled.backend");

    private Backends() {
    }

    /** The backend for a layer whose weights have this type. */
    public static CellBackend choose(DataType type) {
        var name = named;
        if (name != null) {
            return byName(name);
        }
        return ALL.stream().filter(b -> b.supports(type)).findFirst().orElseThrow(() ->
            new IllegalStateException("no backend for recurrent layers computes in " + type));
    }

    /**
     * Names the backend that layers use from their next pass on, in all networks; null for the automatic choice.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static void use(String name) {
        if (name != null) {
            byName(name);
        }
        named = name;
    }

    private static CellBackend byName(String name) {
        return ALL.stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow(() ->
            new IllegalArgumentException("no backend for recurrent layers is named " + name + "; there are "
                + ALL.stream().map(CellBackend::name).toList()));
    }
}
