package org.unrolled.nn.backend;

import java.util.function.Function;

/**
 * What a layer lets its backend make for it, made again when another backend is chosen.
 *
 * @param <T> a computation such as {@link Recurrence}
 */
public final class PerBackend<T> {
    private final Function<LayerBackend, T> make;
    private LayerBackend backend;
    private T made;

    /** @param make asks a backend for the computation */
    public PerBackend(Function<LayerBackend, T> make) {
        this.make = make;
    }

    /** The computation on this backend: to begin a pass with. */
    public T on(LayerBackend wanted) {
        if (backend != wanted) {
            backend = wanted;
            made = make.apply(wanted);
        }
        return made;
    }

    /** The computation that began the last pass: to go back with; null before any. */
    public T last() {
        return made;
    }
}
