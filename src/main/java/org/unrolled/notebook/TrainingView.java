package org.unrolled.notebook;

import java.util.Locale;
import org.unrolled.train.TrainingObserver;
import org.unrolled.train.TrainingResult;

/**
 * Shows a training as a progress bar and a chart that grows: the validation as it is, the training loss as an exponential mean
 * over some twenty steps, because single batches differ much. <pre>{@code
 * Trainer.of(network).observe(TrainingView.of("LSTM"));
 * }</pre>
 */
public final class TrainingView implements TrainingObserver {
    /** Weight of the past in the line of the training loss. */
    private static final double PAST = 0.95;

    private final String title;
    private final String unit;
    private final boolean chart;
    private Progress progress;
    private LiveChart lines;
    private double lossSum;
    private double weightSum;

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
        lines = chart ? LiveChart.lines(title, "step", unit) : null;
        lossSum = 0;
        weightSum = 0;
    }

    @Override
    public void onResume(int step) {
        progress.step(step);
    }

    @Override
    public void onStep(int step, double loss) {
        progress.note(String.format(Locale.ROOT, "loss %.3f", loss)).step();
        if (lines != null) {
            lossSum = PAST * lossSum + loss;
            weightSum = PAST * weightSum + 1;
            lines.add("training", step, lossSum / weightSum);
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
        if (progress == null) {
            return;
        }
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
