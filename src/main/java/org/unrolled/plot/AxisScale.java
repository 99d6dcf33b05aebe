package org.unrolled.plot;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Set;

/**
 * How the numbers of one axis are handed to XChart and what is written at its ticks. XChart's own search for ticks never ends
 * where a double has no room for them, as between 1e15 and 1e15 + 2, and loses leading zeros; here the step is chosen in decimal
 * arithmetic, and XChart gets numbers of its size: the data itself where that is harmless, else the distance from an offset in
 * steps. What then has to be added or multiplied to read a tick is the axis' {@link #suffix}.
 */
final class AxisScale {
    /** Labels of more digits than these are told as a distance from an offset. */
    private static final int DIGITS = 6;
    /** Up to so many powers of ten each has its label. */
    private static final int FEW = 9;
    private static final String RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";
    private static final BigDecimal TEN = BigDecimal.TEN;

    /** The ways to draw: evenly, with XChart's logarithmic ticks, or evenly over the exponents where those are too many. */
    private enum Kind { EVEN, POWERS, EXPONENTS }

    private final Kind kind;
    private final double low;
    private final double high;
    private BigDecimal offset = BigDecimal.ZERO;
    private BigDecimal step = BigDecimal.ONE;
    private boolean whole;
    private int power;
    private Set<Integer> labelled = Set.of(1);

    private AxisScale(Kind kind, double low, double high) {
        this.kind = kind;
        this.low = low;
        this.high = high;
    }

    /**
     * @param low   least finite number to be drawn
     * @param high  greatest, not below low
     * @param whole whether all numbers are whole, so that half steps would be odd
     * @param ticks about as many as there is room for
     */
    static AxisScale even(double low, double high, boolean whole, double ticks) {
        var scale = new AxisScale(Kind.EVEN, low, high);
        if (low == high) {
            return scale;
        }
        var from = new BigDecimal(low);
        var span = new BigDecimal(high).subtract(from);
        scale.step = nice(span.divide(BigDecimal.valueOf(ticks), MathContext.DECIMAL64));
        scale.whole = whole;
        if (whole && scale.step.compareTo(BigDecimal.ONE) < 0) {
            scale.step = BigDecimal.ONE;
        }
        var largest = from.abs().max(new BigDecimal(high).abs());
        if (exponent(largest) - exponent(scale.step) >= DIGITS) {
            var unit = TEN.scaleByPowerOfTen(exponent(span));
            scale.offset = from.divide(unit, 0, RoundingMode.FLOOR).multiply(unit);
            largest = from.subtract(scale.offset).abs().max(new BigDecimal(high).subtract(scale.offset).abs());
        }
        if (exponent(largest) >= DIGITS || exponent(scale.step) < -4) {
            scale.power = exponent(largest);
        }
        return scale;
    }

    /** @param low least number above 0 to be drawn. @param high greatest, not below low */
    static AxisScale logarithmic(double low, double high, double ticks) {
        var decades = Math.log10(high) - Math.log10(low);
        if (decades < Math.log10(2)) {
            // So close together that a logarithm bends nothing, and that its ticks would have no round numbers.
            return even(low, high, false, ticks);
        }
        if (decades > FEW) {
            var scale = new AxisScale(Kind.EXPONENTS, low, high);
            scale.step = nice(BigDecimal.valueOf(Math.max(2, decades / FEW)));
            return scale;
        }
        var scale = new AxisScale(Kind.POWERS, low, high);
        if (Math.abs(Math.log10(low)) > 100) {
            scale.power = (int) Math.floor(Math.log10(low));
        }
        scale.labelled = decades > 2 ? Set.of(1) : decades > 1 ? Set.of(1, 2, 5) : Set.of(1, 2, 3, 4, 5, 6, 8);
        return scale;
    }

    /** 1, 2 or 5 times a power of ten: the nearest to this, as XChart rounds. */
    private static BigDecimal nice(BigDecimal size) {
        var unit = BigDecimal.ONE.scaleByPowerOfTen(exponent(size));
        var digit = size.divide(unit, MathContext.DECIMAL32).doubleValue();
        return unit.multiply(BigDecimal.valueOf(digit <= 1.5 ? 1 : digit <= 3.5 ? 2 : digit <= 7.5 ? 5 : 10));
    }

    /** The power of ten of the first digit. */
    private static int exponent(BigDecimal number) {
        return number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
    }

    /** Whether XChart gets the numbers as they are. It takes those for evenly spaced that differ by less than 1e-4. */
    boolean isPlain() {
        return kind == Kind.EVEN ? offset.signum() == 0 && power == 0 && low < high && exponent(step) >= -2
                : kind == Kind.POWERS && power == 0;
    }

    /** Whether XChart is to draw its logarithmic axis. */
    boolean isPowers() {
        return kind == Kind.POWERS;
    }

    /** What XChart gets in place of a number; NaN for what isn't finite. @param value above 0 on a logarithmic axis */
    double at(double value) {
        if (!Double.isFinite(value) || isPlain()) {
            return Double.isFinite(value) ? value : Double.NaN;
        }
        return switch (kind) {
            case EVEN -> low == high ? 0 : new BigDecimal(value).subtract(offset).divide(step, MathContext.DECIMAL64).doubleValue();
            case POWERS -> Math.pow(10, Math.log10(value) - power);
            case EXPONENTS -> Math.log10(value);
        };
    }

    /** The number of the axis that XChart knows as this. */
    double value(double at) {
        return isPlain() ? at : switch (kind) {
            case EVEN -> low == high ? low : new BigDecimal(at).multiply(step).add(offset).doubleValue();
            case POWERS -> at * Math.pow(10, power);
            case EXPONENTS -> Math.pow(10, at);
        };
    }

    /** What XChart gets in place of a length along an even axis, such as that of an error bar. */
    double length(double value) {
        if (isPlain() || !Double.isFinite(value)) {
            return value;
        }
        return switch (kind) {
            case EVEN -> low == high ? 0 : new BigDecimal(value).divide(step, MathContext.DECIMAL64).doubleValue();
            case POWERS -> value / Math.pow(10, power);
            case EXPONENTS -> 0;
        };
    }

    /** The lower end of XChart's axis. */
    double from() {
        return kind == Kind.EXPONENTS ? step.doubleValue() * Math.floor(at(low) / step.doubleValue()) : at(low);
    }

    /** The upper end of XChart's axis. */
    double to() {
        return kind == Kind.EXPONENTS ? step.doubleValue() * Math.ceil(at(high) / step.doubleValue()) : at(high);
    }

    /** Where in the axis' length one of XChart's numbers lies, 0 to 1. */
    double share(double at) {
        return kind == Kind.POWERS ? Math.log10(at / from()) / Math.log10(to() / from()) : (at - from()) / (to() - from());
    }

    /**
     * The distance between ticks that makes XChart choose the step chosen here.
     *
     * @param pixels length of the axis
     * @param most   greatest distance with which XChart draws ticks at all
     */
    int spacing(double pixels, double most) {
        if (kind == Kind.POWERS || low == high) {
            return 44;
        }
        var inSteps = isPlain() || kind == Kind.EXPONENTS ? step.doubleValue() : 1;
        return (int) Math.max(8, Math.min(most, pixels * inSteps / (to() - from())));
    }

    /** What is written at one of XChart's ticks; nothing at those between the powers of ten. */
    String label(double at) {
        return switch (kind) {
            case EXPONENTS -> power(at);
            case POWERS -> powers(at);
            case EVEN -> low == high ? shortest(low) : decimal(at);
        };
    }

    private String decimal(double at) {
        var number = new BigDecimal(at).round(MathContext.DECIMAL32).multiply(isPlain() ? BigDecimal.ONE : step).scaleByPowerOfTen(-power);
        var decimals = Math.max(0, power - exponent(step));
        if (number.setScale(decimals, RoundingMode.HALF_EVEN).subtract(number).abs()
                .compareTo(step.scaleByPowerOfTen(-power).movePointLeft(2)) > 0) {
            if (whole) {
                return "";
            }
            decimals++;
        }
        var text = String.format(Locale.ROOT, "%,." + decimals + "f", number);
        return text.matches("-[0.]+") ? text.substring(1) : text;
    }

    private String powers(double at) {
        var number = new BigDecimal(at).round(new MathContext(1)).scaleByPowerOfTen(power);
        if (Math.abs(at - number.scaleByPowerOfTen(-power).doubleValue()) > 0.01 * at) {
            return shortest(new BigDecimal(at).scaleByPowerOfTen(power).doubleValue());
        }
        var digit = number.unscaledValue().intValue();
        if (!labelled.contains(digit)) {
            return "";
        }
        if (low >= 1e-4 && high <= 1e6) {
            return String.format(Locale.ROOT, "%,." + Math.max(0, -exponent(number)) + "f", number);
        }
        return digit == 1 ? power(exponent(number)) : digit + "·" + power(exponent(number));
    }

    /** 10 to the power of a whole number; nothing between them. */
    static String power(double exponent) {
        if (exponent != Math.rint(exponent)) {
            return "";
        }
        var text = new StringBuilder(exponent < 0 ? "10⁻" : "10");
        String.valueOf((long) Math.abs(exponent)).chars().forEach(digit -> text.append(RAISED.charAt(digit - '0')));
        return text.toString();
    }

    /** What is to be done with a tick's number to get the axis' own, such as "× 1e-9 + 0.1234567"; empty: nothing. */
    private String suffix() {
        var times = kind == Kind.EVEN && power != 0 ? "× 1e" + power : "";
        var plus = offset.signum() == 0 ? "" : (offset.signum() < 0 ? "− " : "+ ") + shortest(offset.abs());
        return (times + " " + plus).strip();
    }

    /** The axis' title and, in brackets, what its ticks leave out. */
    String title(String title) {
        var suffix = suffix();
        return suffix.isEmpty() ? title : title == null || title.isBlank() ? suffix : title + " (" + suffix + ")";
    }

    private static String shortest(double number) {
        return Double.isFinite(number) ? shortest(BigDecimal.valueOf(number)) : Ticks.number(number);
    }

    /** All digits of a number, with its power of ten where that is shorter. */
    private static String shortest(BigDecimal number) {
        var digits = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
        var exponent = exponent(digits);
        return exponent > -5 && exponent < 9 ? digits.toPlainString() : digits.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
    }
}
