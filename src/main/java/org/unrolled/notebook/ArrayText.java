package org.unrolled.notebook;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The values of an array in nested brackets, in columns, with as many digits as tell them apart. Of a large array the
 * first and last three along each axis stand for the rest.
 */
final class ArrayText {
    private static final int EDGE = 3;
    private static final String GAP = "…";

    /** What an array is made of. Along an axis, rows may differ in length: those of a Java array do. */
    private interface Values {
        int rank();

        /** How long this axis is in the part of the array that the indices before it choose. */
        long size(long[] index, int axis);

        /** A Double for a number, else what its text shows. */
        Object value(long[] index);
    }

    private final Values array;
    private final boolean cut;
    private final List<String> cells = new ArrayList<>();
    private int next;
    private int width;

    private ArrayText(Values array, boolean cut) {
        this.array = array;
        this.cut = cut;
    }

    /** @param large print all values of arrays up to this many */
    static String of(INDArray array, int large) {
        return array.isEmpty() ? "(no values)" : of(new Tensor(array), array.length() > large);
    }

    /** @param array a Java array, of arrays too @param large print all values of arrays up to this many */
    static String ofJava(Object array, int large) {
        return of(new JavaArray(array), JavaArray.length(array) > large);
    }

    private static String of(Values array, boolean cut) {
        var text = new ArrayText(array, cut);
        text.formatVisible();
        var out = new StringBuilder();
        text.print(out, new long[array.rank()], 0);
        return out.toString();
    }

    private void formatVisible() {
        var values = new ArrayList<Object>();
        collect(new long[array.rank()], 0, values);
        var numbers = values.stream().filter(Double.class::isInstance).mapToDouble(v -> (Double) v).toArray();
        var format = format(numbers);
        for (var value : values) {
            cells.add(value instanceof Double number ? format.apply(number) : value.toString());
        }
        width = cells.stream().mapToInt(String::length).max().orElse(0);
    }

    private void collect(long[] index, int axis, List<Object> into) {
        if (axis == index.length) {
            into.add(array.value(index));
            return;
        }
        var size = array.size(index, axis);
        for (long i = 0; i < size; i++) {
            if (hidden(size, i)) {
                i = size - EDGE;
            }
            index[axis] = i;
            collect(index, axis + 1, into);
        }
    }

    private boolean hidden(long size, long i) {
        return cut && size > 2 * EDGE + 1 && i >= EDGE && i < size - EDGE;
    }

    private void print(StringBuilder out, long[] index, int axis) {
        if (axis == array.rank()) {
            var cell = cells.get(next++);
            out.append(" ".repeat(width - cell.length())).append(cell);
            return;
        }
        var innermost = axis == array.rank() - 1;
        var between = innermost ? ", " : ",\n".concat("\n".repeat(Math.max(0, array.rank() - axis - 2))) + " ".repeat(axis + 1);
        out.append('[');
        var size = array.size(index, axis);
        for (long i = 0; i < size; i++) {
            out.append(i == 0 ? "" : between);
            if (hidden(size, i)) {
                out.append(GAP).append(between);
                i = size - EDGE;
            }
            index[axis] = i;
            print(out, index, axis + 1);
        }
        out.append(']');
    }

    /** One format for all: whole numbers without a point, else four decimals, else powers of ten. */
    private static DoubleFunction<String> format(double[] numbers) {
        var whole = true;
        var largest = 0.0;
        var smallest = Double.MAX_VALUE;
        for (var number : numbers) {
            if (Double.isFinite(number)) {
                whole &= number == Math.rint(number);
                largest = Math.max(largest, Math.abs(number));
                smallest = number == 0 ? smallest : Math.min(smallest, Math.abs(number));
            }
        }
        var pattern = whole && largest < 1e15 ? "%.0f" : largest < 1e5 && largest >= 1e-3 && smallest >= 1e-8 ? "%.4f" : "%.3e";
        return number -> Double.isNaN(number) ? "NaN" : Double.isInfinite(number) ? number > 0 ? "∞" : "-∞"
                : String.format(Locale.ROOT, pattern, number == 0 ? 0.0 : number);
    }

    private record Tensor(INDArray array) implements Values {
        @Override
        public int rank() {
            return array.rank();
        }

        @Override
        public long size(long[] index, int axis) {
            return array.size(axis);
        }

        @Override
        public Object value(long[] index) {
            return switch (array.dataType()) {
                case UTF8 -> "\"" + array.getString(offset(index)) + "\"";
                case BOOL -> array.getDouble(index) != 0 ? "true" : "false";
                default -> index.length == 0 ? array.getDouble(0) : array.getDouble(index);
            };
        }

        private long offset(long[] index) {
            long offset = 0;
            for (var axis = 0; axis < index.length; axis++) {
                offset = offset * array.size(axis) + index[axis];
            }
            return offset;
        }
    }

    private record JavaArray(Object array) implements Values {
        @Override
        public int rank() {
            return (int) array.getClass().getName().chars().takeWhile(c -> c == '[').count();
        }

        @Override
        public long size(long[] index, int axis) {
            var part = part(index, axis);
            return part == null ? 0 : Array.getLength(part);
        }

        @Override
        public Object value(long[] index) {
            var value = part(index, index.length);
            // A double holds whole numbers up to 2^53, and those above 10^15 would show as powers of ten.
            return value instanceof Long whole && Math.abs(whole) >= 1e15 ? whole.toString()
                    : value instanceof Number number ? (Object) number.doubleValue()
                    : value instanceof CharSequence text ? "\"" + text + "\"" : String.valueOf(value);
        }

        private Object part(long[] index, int depth) {
            var part = array;
            for (var axis = 0; axis < depth && part != null; axis++) {
                part = Array.get(part, (int) index[axis]);
            }
            return part;
        }

        static long length(Object array) {
            if (array == null || !array.getClass().isArray()) {
                return 1;
            }
            var size = Array.getLength(array);
            if (array.getClass().getComponentType().isPrimitive()) {
                return size;
            }
            long length = 0;
            for (var i = 0; i < size; i++) {
                length += length(Array.get(array, i));
            }
            return length;
        }
    }
}
