package org.unrolled.course;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Says in what way an answer differs from the expected one, without telling the expected values. */
final class Difference {
    private static final int LONGEST = 60;

    private Difference() {
    }

    /** The tolerance itself, if it is one. */
    static double tolerance(double tolerance) {
        Preconditions.checkArgument(tolerance >= 0, "a tolerance of %s: expected 0 or more", tolerance);
        return tolerance;
    }

    /** What is wrong, or null where the answer is right. */
    static String of(Object yours, Object expected, double tolerance) {
        if (expected instanceof INDArray array) {
            return yours instanceof INDArray given ? arrays(given, array, tolerance)
                : "the answer is " + text(yours) + ", where an array of shape " + Arrays.toString(array.shape()) + " is wanted";
        }
        if (yours instanceof Number number && expected instanceof Number wanted) {
            return numbers(number.doubleValue(), wanted.doubleValue(), tolerance);
        }
        if (yours instanceof double[] numbers && expected instanceof double[] wanted) {
            return numbers.length != wanted.length ? "the answer has " + numbers.length + " numbers, " + wanted.length + " are wanted"
                : values(numbers, wanted, tolerance, i -> "[" + i + "]");
        }
        return Objects.deepEquals(yours, expected) ? null : described(yours);
    }

    /** The student's own answer, as a remark; nothing for yes and no, whose opposite would be the answer. */
    static String described(Object yours) {
        return yours instanceof Boolean ? "" : "yours is " + text(yours);
    }

    private static String numbers(double yours, double expected, double tolerance) {
        if (Math.abs(yours - expected) <= tolerance || yours == expected) {
            return null;
        }
        if (Math.abs(yours + expected) <= tolerance) {
            return "yours is " + text(yours) + ": the sign is wrong";
        }
        var close = Math.abs(yours - expected) < 0.01 * Math.abs(expected);
        return "yours is " + text(yours) + (close ? ": close, but not exact enough" : "");
    }

    private static String arrays(INDArray yours, INDArray expected, double tolerance) {
        if (!Arrays.equals(yours.shape(), expected.shape())) {
            var transposed = yours.rank() == 2 && expected.rank() == 2 && yours.size(0) == expected.size(1)
                && yours.size(1) == expected.size(0);
            return "the shape is " + Arrays.toString(yours.shape()) + ", expected " + Arrays.toString(expected.shape())
                + (transposed ? ": is it transposed?" : "");
        }
        if (expected.isEmpty()) {
            return null;
        }
        var wanted = flat(expected);
        var wrong = values(flat(yours), wanted, tolerance, i -> place(i, expected.shape()));
        if (wrong != null && yours.rank() == 2 && yours.size(0) == yours.size(1) && yours.size(0) > 1
            && values(flat(yours.transpose()), wanted, tolerance, i -> "") == null) {
            return "rows and columns are exchanged: is it transposed?";
        }
        return wrong;
    }

    private interface Place {
        String of(int index);
    }

    private static String values(double[] yours, double[] expected, double tolerance, Place place) {
        var wrong = 0;
        var first = -1;
        for (var i = 0; i < yours.length; i++) {
            if (!Double.isFinite(yours[i]) && Double.isFinite(expected[i])) {
                return "the value at " + place.of(i) + " is " + text(yours[i]);
            }
            if (!(Math.abs(yours[i] - expected[i]) <= tolerance || yours[i] == expected[i])) {
                first = first < 0 ? i : first;
                wrong++;
            }
        }
        return wrong == 0 ? null : wrong + " of " + yours.length + " values differ, the first at " + place.of(first)
            + ", where yours is " + text(yours[first]) + scaled(yours, expected, tolerance);
    }

    /** A remark if all values are off by one factor: a lost mean, a doubled gradient, a wrong sign. */
    private static String scaled(double[] yours, double[] expected, double tolerance) {
        double across = 0;
        double square = 0;
        for (var i = 0; i < yours.length; i++) {
            across += yours[i] * expected[i];
            square += expected[i] * expected[i];
        }
        var factor = across / square;
        if (yours.length < 2 || !(Math.abs(factor) > 1e-6) || !Double.isFinite(factor)) {
            return "";
        }
        for (var i = 0; i < yours.length; i++) {
            if (!(Math.abs(yours[i] - factor * expected[i]) <= Math.max(tolerance * Math.abs(factor), 1e-9))) {
                return "";
            }
        }
        return factor < 0 && Math.abs(factor + 1) < 1e-6 ? ": all have the wrong sign" : ": all are off by the same factor";
    }

    private static double[] flat(INDArray array) {
        return array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    }

    private static String place(int index, long[] shape) {
        var at = new long[shape.length];
        var rest = (long) index;
        for (var axis = shape.length - 1; axis >= 0; axis--) {
            at[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return Arrays.toString(at);
    }

    /** A value as a student would write it, cut where it is long. */
    static String text(Object value) {
        var text = value instanceof INDArray array
            ? array.length() <= 6 ? Arrays.toString(array.shape()) + " " + array.toStringFull().replaceAll("\\s+", " ")
                : "an array of shape " + Arrays.toString(array.shape())
            : value instanceof Double || value instanceof Float ? number(((Number) value).doubleValue())
            : value instanceof CharSequence || value instanceof Character ? "\"" + value + "\""
            : Arrays.deepToString(new Object[]{value}).replaceAll("^\\[|\\]$", "");
        return text.codePointCount(0, text.length()) <= LONGEST ? text
            : text.substring(0, text.offsetByCodePoints(0, LONGEST - 1)) + "…";
    }

    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9 ? String.format(Locale.ROOT, "%.0f", value)
            : String.format(Locale.ROOT, "%.5g", value);
    }
}
