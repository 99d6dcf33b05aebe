package org.unrolled.notebook;

import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.commons.lang3.StringUtils;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The values of an array in nested brackets, in columns, with as many digits as tell them apart. Of a large array the
 * first and last three along each axis stand for the rest.
 */
final class ArrayText {
    private static final int EDGE = 3;
    /** Stands where values are left out; no value is a character. */
    private static final Character GAP = '…';

    private final int rank;
    private final DoubleFunction<String> format;
    private final int width;

    private ArrayText(int rank, Object values) {
        this.rank = rank;
        format = format(leaves(values).filter(Double.class::isInstance).mapToDouble(Double.class::cast).toArray());
        width = leaves(values).map(this::cell).mapToInt(String::length).max().orElse(0);
    }

    /** @param large print all values of arrays up to this many */
    static String of(INDArray array, int large) {
        return array.isEmpty() ? "(no values)" : of(array.rank(), visible(array, array.length() > large));
    }

    /** @param array a Java array, of arrays too @param large print all values of arrays up to this many */
    static String ofJava(Object array, int large) {
        var rank = (int) array.getClass().getName().chars().takeWhile(c -> c == '[').count();
        return of(rank, visible(array, rank, length(array) > large));
    }

    private static String of(int rank, Object values) {
        return new ArrayText(rank, values).print(values, 0);
    }

    /** The values on view below these indices: lists in lists of Doubles for numbers, else of what their text shows. */
    private static Object visible(INDArray array, boolean cut, long... index) {
        return index.length == array.rank() ? value(array, index)
                : visible(array.size(index.length), cut, i -> visible(array, cut, ArrayUtils.add(index, i)));
    }

    /** The same of a Java array, whose rows may differ in length. */
    private static Object visible(Object part, int axes, boolean cut) {
        return axes == 0 ? value(part) : visible(part == null ? 0 : Array.getLength(part), cut,
                i -> visible(Array.get(part, (int) i), axes - 1, cut));
    }

    private static List<Object> visible(long size, boolean cut, LongFunction<Object> parts) {
        if (!cut || size <= 2 * EDGE + 1) {
            return LongStream.range(0, size).mapToObj(parts).toList();
        }
        var begin = LongStream.range(0, EDGE).mapToObj(parts);
        var end = LongStream.range(size - EDGE, size).mapToObj(parts);
        return Stream.of(begin, Stream.of(GAP), end).<Object>flatMap(each -> each).toList();
    }

    private static Object value(INDArray array, long[] index) {
        return switch (array.dataType()) {
            case UTF8 -> "\"" + array.getString(offset(array, index)) + "\"";
            case BOOL -> array.getDouble(index) != 0 ? "true" : "false";
            default -> index.length == 0 ? array.getDouble(0) : array.getDouble(index);
        };
    }

    private static long offset(INDArray array, long[] index) {
        long offset = 0;
        for (var axis = 0; axis < index.length; axis++) {
            offset = offset * array.size(axis) + index[axis];
        }
        return offset;
    }

    private static Object value(Object value) {
        // A double holds whole numbers up to 2^53, and those above 10^15 would show as powers of ten.
        return value instanceof Long whole && Math.abs(whole) >= 1e15 ? whole.toString()
                : value instanceof Number number ? (Object) number.doubleValue()
                : value instanceof CharSequence text ? "\"" + text + "\"" : String.valueOf(value);
    }

    private static long length(Object array) {
        return array == null || !array.getClass().isArray() ? 1
                : array instanceof Object[] parts ? Arrays.stream(parts).mapToLong(ArrayText::length).sum() : Array.getLength(array);
    }

    private static Stream<Object> leaves(Object values) {
        return values instanceof List<?> parts ? parts.stream().flatMap(ArrayText::leaves) : Stream.of(values);
    }

    private String cell(Object value) {
        return value instanceof Double number ? format.apply(number) : value.toString();
    }

    private String print(Object values, int axis) {
        if (values instanceof List<?> parts) {
            var between = axis == rank - 1 ? ", " : ",\n" + "\n".repeat(rank - axis - 2) + " ".repeat(axis + 1);
            return parts.stream().map(part -> print(part, axis + 1)).collect(Collectors.joining(between, "[", "]"));
        }
        return values == GAP ? GAP.toString() : StringUtils.leftPad(cell(values), width);
    }

    /** One format for all: whole numbers without a point, else four decimals, else powers of ten. */
    private static DoubleFunction<String> format(double[] numbers) {
        var sizes = Arrays.stream(numbers).filter(Double::isFinite).map(Math::abs).toArray();
        var whole = Arrays.stream(sizes).allMatch(size -> size == Math.rint(size));
        var largest = Arrays.stream(sizes).max().orElse(0);
        var smallest = Arrays.stream(sizes).filter(size -> size > 0).min().orElse(Double.MAX_VALUE);
        var pattern = whole && largest < 1e15 ? "%.0f" : largest < 1e5 && largest >= 1e-3 && smallest >= 1e-8 ? "%.4f" : "%.3e";
        return number -> Double.isFinite(number) ? String.format(Locale.ROOT, pattern, number == 0 ? 0.0 : number)
                : Numbers.format(number);
    }
}
