package org.unrolled.notebook;

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

    private final INDArray array;
    private final boolean cut;
    private final List<String> cells = new ArrayList<>();
    private int next;
    private int width;

    private ArrayText(INDArray array, boolean cut) {
        this.array = array;
        this.cut = cut;
    }

    /** @param large print all values of arrays up to this many */
    static String of(INDArray array, int large) {
        if (array.isEmpty()) {
            return "(no values)";
        }
        var text = new ArrayText(array, array.length() > large);
        text.formatVisible();
        var out = new StringBuilder();
        text.print(out, 0);
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
            into.add(value(index));
            return;
        }
        for (long i = 0; i < array.size(axis); i++) {
            if (hidden(axis, i)) {
                i = array.size(axis) - EDGE;
            }
            index[axis] = i;
            collect(index, axis + 1, into);
        }
    }

    private Object value(long[] index) {
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

    private boolean hidden(int axis, long i) {
        return cut && array.size(axis) > 2 * EDGE + 1 && i >= EDGE && i < array.size(axis) - EDGE;
    }

    private void print(StringBuilder out, int axis) {
        if (axis == array.rank()) {
            var cell = cells.get(next++);
            out.append(" ".repeat(width - cell.length())).append(cell);
            return;
        }
        var innermost = axis == array.rank() - 1;
        var between = innermost ? ", " : ",\n".concat("\n".repeat(Math.max(0, array.rank() - axis - 2))) + " ".repeat(axis + 1);
        out.append('[');
        for (long i = 0; i < array.size(axis); i++) {
            out.append(i == 0 ? "" : between);
            if (hidden(axis, i)) {
                out.append(GAP).append(between);
                i = array.size(axis) - EDGE;
            }
            print(out, axis + 1);
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
}
