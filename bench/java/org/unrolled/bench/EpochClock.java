package org.unrolled.bench;

import java.time.Duration;
import java.util.Locale;
import org.unrolled.train.TrainingObserver;

/**
 * Seconds and mean loss of the steps since the last validation, that is of an epoch; the making of batches counts. Beside other work the
 * processor's seconds, of all threads, say more than those of the clock.
 */
final class EpochClock implements TrainingObserver {
    private double sum;
    private int steps;
    private double seconds;
    private double processor;
    private long begin = System.nanoTime();
    private double processorBefore = processor();

    @Override
    public void onStep(int step, double loss) {
        sum += loss;
        steps++;
        seconds = (System.nanoTime() - begin) / 1e9;
        processor = processor() - processorBefore;
    }

    @Override
    public void onValidation(int step, double value) {
        sum = 0;
        steps = 0;
        begin = System.nanoTime();
        processorBefore = processor();
    }

    /** Seconds that this process has used so far; 0 where the system doesn't tell. */
    private static double processor() {
        return ProcessHandle.current().info().totalCpuDuration().map(Duration::toMillis).orElse(0L) / 1e3;
    }

    double loss() {
        return sum / steps;
    }

    /** Without the closing brace, so that more may follow. */
    String json() {
        return String.format(Locale.ROOT, "{\"trainingSeconds\": %.2f, \"processorSeconds\": %.2f, \"trainingLoss\": %.4f, \"steps\": %d",
            seconds, processor, loss(), steps);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "loss %.4f, %.1f s (%.1f of the processor), %.1f ms a step", loss(), seconds, processor,
            1000 * seconds / steps);
    }
}
