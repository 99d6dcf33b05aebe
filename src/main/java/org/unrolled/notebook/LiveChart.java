package org.unrolled.notebook;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.knowm.xchart.XYChart;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.plot.Plots;

/**
 * A line chart that grows while a cell runs, at most three times a second. It slows down to stay within a twentieth of the
 * training's time, but always moves every two seconds. <pre>{@code
 * try (var chart = LiveChart.lines("Loss", "step", "nats")) {
 *     for (var step = 0; step < 1000; step++) {
 *         chart.add("training", step, trainOneStep());
 *     }
 * }}</pre>
 */
public final class LiveChart implements AutoCloseable {
    private static final double PERIOD = 0.33;
    private static final double SHARE = 0.05;
    private static final double LONGEST_PAUSE = 2;

    private final Display display;
    private final LongSupplier nanos;
    private final String id = "unrolled-" + UUID.randomUUID();
    private final Map<String, GrowingSeries> series = new LinkedHashMap<>();
    private final Map<String, Integer> leftOut = new LinkedHashMap<>();
    private final XYChart chart;
    private double smoothing;
    private boolean opened;
    private boolean failed;
    private boolean closed;
    private double nextFrame;

    LiveChart(XYChart chart, Display display, LongSupplier nanos) {
        this.chart = chart;
        this.display = display;
        this.nanos = nanos;
    }

    /** An empty chart; it appears with its first points. */
    public static LiveChart lines(String title, String xLabel, String yLabel) {
        return new LiveChart(Plots.lines(title, xLabel, yLabel), Kernel.display(), System::nanoTime);
    }

    /** A logarithmic y axis; values that aren't positive are left out. */
    public LiveChart logY() {
        chart.getStyler().setYAxisLogarithmic(true);
        return this;
    }

    /** Draws each series as its exponential mean, the raw values faint behind it. @param weight of the past, 0 to below 1 */
    public LiveChart smooth(double weight) {
        if (!(weight >= 0 && weight < 1)) {
            throw new IllegalArgumentException("smoothing " + weight + ": expected a weight of the past from 0 to below 1");
        }
        smoothing = weight;
        return this;
    }

    /**
     * One more point at the end of this series; the series begins with its first point. A y that isn't finite, or not
     * positive on a logarithmic axis, leaves no mark; the chart says how many there were. A chart that can't be drawn is told
     * once and doesn't stop the loop.
     *
     * @throws Interrupted when the cell was interrupted
     */
    public synchronized void add(String name, double x, double y) {
        Interrupted.check();
        if (Double.isFinite(x) && Double.isFinite(y) && !(chart.getStyler().isYAxisLogarithmic() && y <= 0)) {
            series.computeIfAbsent(name, n -> new GrowingSeries()).add(x, y);
        } else {
            leftOut.merge(name + (Double.isNaN(y) ? ", not a number" : Double.isFinite(x) && Double.isFinite(y)
                    ? ", not positive (logarithmic axis)" : ", infinite"), 1, Integer::sum);
        }
        var now = nanos.getAsLong() / 1e9;
        if (!closed && !series.isEmpty() && (!opened || now >= nextFrame) && display.updatesInPlace()) {
            // The first frame of a JVM takes a second to load fonts: it says nothing about the cost of the next.
            var first = !opened;
            draw();
            var after = nanos.getAsLong() / 1e9;
            var pause = first ? PERIOD : Math.max(PERIOD, (after - now) * (1 / SHARE - 1));
            nextFrame = after + Math.min(pause, LONGEST_PAUSE);
        }
    }

    /** Draws the last state. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (!closed && !(series.isEmpty() && leftOut.isEmpty())) {
            draw();
        }
        closed = true;
    }

    private void plot(String name, GrowingSeries points) {
        if (smoothing > 0) {
            Plots.smoothed(chart, name, points.x(), points.y(), smoothing);
        } else if (chart.getSeries(name) == null) {
            chart.addSeries(name, points.x(), points.y());
        } else {
            chart.updateXYSeries(name, points.x(), points.y(), null);
        }
    }

    private void draw() {
        if (failed) {
            return;
        }
        MimeBundle bundle;
        try {
            series.forEach(this::plot);
            Plots.note(chart, leftOut.isEmpty() ? "" : leftOut.entrySet().stream().map(entry -> entry.getValue()
                    + (entry.getValue() == 1 ? " value of " : " values of ") + entry.getKey()).collect(Collectors.joining("; ", "Not drawn: ", "")));
            bundle = ChartView.bundle(chart);
        } catch (RuntimeException e) {
            failed = true;
            display.show(MimeBundle.text("The chart \"" + chart.getTitle() + "\" can't be drawn any more, the loop goes on: " + e.getMessage()));
            return;
        }
        if (opened) {
            display.update(id, bundle);
        } else {
            display.open(id, bundle);
        }
        opened = true;
    }
}
