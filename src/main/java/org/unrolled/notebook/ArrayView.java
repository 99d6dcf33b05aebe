package org.unrolled.notebook;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array of ND4J or of Java with its type, shape and order above its values. */
final class ArrayView {
    private static final int LARGE = 400;

    private ArrayView() {
    }

    static MimeBundle bundle(String name, INDArray array) {
        return bundle(head(name, array), ArrayText.of(array, LARGE));
    }

    /** A Java array, of arrays too, under its type and length. */
    static MimeBundle bundle(Object array) {
        var type = array.getClass();
        var lengths = new StringBuilder();
        var parts = List.of(array);
        for (; type.isArray(); type = type.getComponentType()) {
            var each = parts.stream().map(part -> part == null ? -1 : Array.getLength(part)).distinct().toList();
            lengths.append('[').append(each.size() == 1 ? each.get(0) : "").append(']');
            parts = type.getComponentType().isArray()
                    ? parts.stream().filter(Objects::nonNull).flatMap(part -> Arrays.stream((Object[]) part)).toList() : List.of();
        }
        return bundle(type.getSimpleName() + lengths, ArrayText.ofJava(array, LARGE));
    }

    private static MimeBundle bundle(String head, String values) {
        var html = "<div class=\"unrolled-array\" style=\"margin:4px 0\"><div style=\"font-weight:600\">" + Html.escape(head)
                + "</div><pre style=\"margin:2px 0;padding:2px 10px;border-left:3px solid rgba(128,128,128,.5);"
                + "background:transparent;color:inherit;overflow-x:auto\">" + Html.escape(values) + "</pre></div>";
        return MimeBundle.html(html, head + "\n" + values);
    }

    private static String head(String name, INDArray array) {
        var shape = array.isScalar() && array.rank() == 0 ? "scalar"
                : Arrays.stream(array.shape()).mapToObj(Long::toString).collect(Collectors.joining(", ", "[", "]"));
        var order = array.rank() < 2 ? "" : ", order " + array.ordering();
        var size = array.length() > LARGE ? String.format(Locale.ROOT, ", %,d values", array.length()) : "";
        return (name.isBlank() ? "" : name + ": ") + typeName(array.dataType()) + " " + shape + order + size;
    }

    private static String typeName(DataType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
