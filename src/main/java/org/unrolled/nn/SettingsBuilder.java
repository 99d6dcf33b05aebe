package org.unrolled.nn;

/**
 * Settings of a vertex on their way: begins with the defaults, each method changes one.
 *
 * @param <V> the vertex, which has a constructor without arguments
 * @param <S> its settings
 * @param <B> the builder itself
 */
abstract class SettingsBuilder<V extends HasSettings<S>, S extends Record, B extends SettingsBuilder<V, S, B>> {
    private final V defaults;
    private S settings;

    SettingsBuilder(V defaults) {
        this.defaults = defaults;
        this.settings = defaults.settings();
    }

    /** Changes the setting of this name. */
    @SuppressWarnings("unchecked")
    final B set(String name, Object value) {
        settings = Records.with(settings, name, value);
        return (B) this;
    }

    /** @throws IllegalArgumentException if a setting is missing or doesn't fit the others */
    public final V build() {
        var built = Records.fresh(defaults);
        built.settings(complete(settings));
        return built;
    }

    /** The settings, checked, with what follows from others. */
    S complete(S given) {
        return given;
    }
}
