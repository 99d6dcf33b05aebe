package org.unrolled.nn.backend;

import java.util.List;
import java.util.ServiceLoader.Provider;
import java.util.ServiceLoader;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Choice of the backend, which every layer, vertex and updater makes once, when its network is made: the first that supports
 * the active ND4J backend and the data type, unless one is named by {@link #use} or the system property
 * {@code unrolled.backend}.
 */
public final class Backends {
    private static final List<LayerBackend> ALL = ServiceLoader.load(LayerBackend.class, LayerBackend.class.getClassLoader())
        .stream().map(Provider::get).toList();
    private static volatile String named = System.getProperty("unrolled.backend");

    private Backends() {
    }

    /**
     * The backend for a layer whose weights have this type.
     *
     * @throws IllegalStateException if the one that is named, or any, can't compute in it here
     */
    public static LayerBackend choose(DataType type) {
        var name = named;
        var wanted = name == null ? ALL : List.of(named(name));
        return wanted.stream().filter(backend -> backend.supports(type)).findFirst().orElseThrow(() ->
            new IllegalStateException("layers in " + type + " on ND4J's " + Nd4j.getBackend().getClass().getSimpleName()
                + ": " + (name == null ? "no backend computes"
                    : "the backend " + name + ", named by Backends.use or -Dunrolled.backend, doesn't compute") + " in that; "
                + ALL.stream().map(b -> b.name() + " computes in " + b.needs()).toList()
                + ": name another or none, or change the network's dataType"));
    }

    /**
     * Names the backend of all networks that are made from now on; null for the automatic choice.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static void use(String name) {
        if (name != null) {
            named(name);
        }
        named = name;
    }

    /**
     * A backend by name, whether it is the chosen one or not.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static LayerBackend named(String name) {
        return ALL.stream().filter(b -> b.name().equals(name)).findFirst().orElseThrow(() ->
            new IllegalArgumentException("no backend for layers is named " + name + "; there are "
                + ALL.stream().map(LayerBackend::name).toList()));
    }
}
