package org.unrolled.nn;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.common.base.Preconditions;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Records of settings, by the names of their components. Names are compared without case: DL4J's JSON writes nin for nIn. */
public final class Records {
    private Records() {
    }

    /** The components by name, as JSON has them. */
    static Map<String, JsonNode> byName(Record settings) {
        var byName = new LinkedHashMap<String, JsonNode>();
        var mapper = NeuralNetConfiguration.mapper();
        for (var component : settings.getClass().getRecordComponents()) {
            try {
                // By the component's type: a layer or a weight initialisation then says of which class it is.
                byName.put(component.getName(), mapper.readTree(mapper.writerFor(component.getType())
                    .writeValueAsString(value(settings, component))));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("setting " + component.getName() + " of " + settings + " can't be written as JSON", e);
            }
        }
        return byName;
    }

    /** Whether there is a component of this name. */
    static boolean has(Record settings, String name) {
        return Arrays.stream(settings.getClass().getRecordComponents()).anyMatch(c -> c.getName().equalsIgnoreCase(name));
    }

    /**
     * The same settings with another value of one component.
     *
     * @param value of the component's type, or what JSON has in its place
     * @throws IllegalArgumentException if there is no such component, or the record refuses the value
     */
    @SuppressWarnings("unchecked")
    public static <S extends Record> S with(S settings, String name, Object value) {
        Preconditions.checkArgument(has(settings, name), "%s has no component %s", settings.getClass(), name);
        var components = settings.getClass().getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        var values = Arrays.stream(components).map(c -> c.getName().equalsIgnoreCase(name) ? converted(value, c.getType())
            : value(settings, c)).toArray();
        try {
            var constructor = settings.getClass().getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return (S) constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same settings, with this value where there is a component of this name and it is null. */
    static <S extends Record> S withDefault(S settings, String name, Object value) {
        return Arrays.stream(settings.getClass().getRecordComponents())
            .anyMatch(c -> c.getName().equals(name) && value(settings, c) == null) ? with(settings, name, value) : settings;
    }

    /** The values of all components, in order; null among them. */
    static List<Object> values(Record settings) {
        return Arrays.stream(settings.getClass().getRecordComponents()).map(component -> value(settings, component)).toList();
    }

    /** A new object of the same class, made by its constructor without arguments. */
    @SuppressWarnings("unchecked")
    static <T> T fresh(T like) {
        try {
            var constructor = like.getClass().getDeclaredConstructor();
            constructor.setAccessible(true);
            return (T) constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object value(Record settings, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(settings);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object converted(Object value, Class<?> type) {
        return value == null || type.isInstance(value) ? value : NeuralNetConfiguration.mapper().convertValue(value, type);
    }
}
