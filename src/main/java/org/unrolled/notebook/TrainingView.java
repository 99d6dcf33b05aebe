package org.unrolled.notebook;

import java.util.Locale;
import org.unrolled.train.TrainingObserver;
import org.unrolled.train.TrainingResult;

/**
 * Shows a training as a progress bar and a chart that grows. {@snippet :
 * Trainer.of(network).observe(TrainingView.of("LSTM"));
 * }
 */
public final class TrainingView implements TrainingObserver {
    /** Weight of the past in the thick line of the training loss. */
    private static final double SMOOTHING = 0.95;

    private final String title;
    private final String unit;
    private final boolean chart;
    private Progress progress;
    private LiveChart lines;

    private TrainingView(String title, String unit, boolean chart) {
        this.title = title;
        this.unit = unit;
        this.chart = chart;
    }

    /** Bar and chart, the loss in nats. */
    public static TrainingView of(String title) {
        return of(title, "nats");
    }

    /** Bar and chart. @param unit what the y axis says: the name or unit of the loss */
    public static TrainingView of(String title, String unit) {
        return new TrainingView(title, unit, true);
    }

    /** The bar alone. */
    public static TrainingView bar(String title) {
        return new TrainingView(title, "", false);
    }

    @Override
    public void onStart(int total) {
        progress = Progress.start(title, total);
        lines = chart ? LiveChart.lines(title, "step", unit).smooth(SMOOTHING) : null;
    }

    @Override
    public void onResume(int step) {
        progress.step(step);
    }

    @Override
    public void onStep(int step, double loss) {
        progress.note(String.format(Locale.ROOT, "loss %.3f", loss)).step();
        if (lines != null) {
            lines.add("training", step, loss);
        }
    }

    @Override
    public void onValidation(int step, double value) {
        if (lines != null) {
            lines.add("validation", step, value);
        }
    }

    @Override
    public void onWarning(String message) {
        Show.text(message);
    }

    @Override
    public void onEnd(TrainingResult result) {
        boolean done = result.reason() == TrainingResult.Reason.COMPLETE
            || result.reason() == TrainingResult.Reason.NO_IMPROVEMENT;
        if (done) {
            progress.finish();
        }
        progress.close();
        if (lines != null) {
            lines.close();
        }
    }
}
