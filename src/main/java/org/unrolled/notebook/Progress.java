package org.unrolled.notebook;

import java.util.UUID;
import java.util.function.LongSupplier;
import org.unrolled.concurrent.Interrupted;

/**
 * A progress bar with rate and time left, updated in place. <pre>{@code
 * try (var progress = Progress.start("training", 1000)) {
 *     for (var i = 0; i < 1000; i++) {
 *         trainOneStep();
 *         progress.note("loss " + loss).step();
 *     }
 * }}</pre>
 * A bar that is closed before its total is reached says that it was stopped.
 */
public final class Progress implements AutoCloseable {
    private static final double NOTEBOOK_PERIOD = 0.125;
    private static final double CONSOLE_PERIOD = 3;

    private final Display display;
    private final LongSupplier nanos;
    private final String id = "unrolled-" + UUID.randomUUID();
    private final String label;
    private final long total;
    private final long begin;
    private final double period;
    private long done;
    private String note = "";
    private double lastDrawn;
    private boolean finished;
    private boolean stopped;
    private boolean closed;

    Progress(String label, long total, Display display, LongSupplier nanos) {
        this.label = label;
        this.total = total;
        this.display = display;
        this.nanos = nanos;
        begin = nanos.getAsLong();
        period = display.updatesInPlace() ? NOTEBOOK_PERIOD : CONSOLE_PERIOD;
        if (display.updatesInPlace()) {
            display.open(id, bundle(0));
        }
    }

    /** @param total how many steps there will be; zero or less when nobody knows */
    public static Progress start(String label, long total) {
        var progress = new Progress(label, total, Kernel.display(), System::nanoTime);
        CellThreads.ifFailed(progress::stop);
        return progress;
    }

    /** A bar for a loop whose end nobody knows: it shows what is done and how fast. */
    public static Progress start(String label) {
        return start(label, 0);
    }

    /** One more step is done. @throws Interrupted when the cell was interrupted */
    public void step() {
        step(1);
    }

    /** This many more steps are done. @throws Interrupted when the cell was interrupted */
    public synchronized void step(long n) {
        done += n;
        try {
            Interrupted.check();
        } catch (Interrupted e) {
            stop();
            throw e;
        }
        var now = seconds();
        if (!closed && now - lastDrawn >= period) {
            draw(now);
        }
    }

    /** A few words beside the bar, such as the loss; they appear with the next step. */
    public synchronized Progress note(String words) {
        note = words;
        return this;
    }

    /** The work is done although the total wasn't reached, as in early stopping. */
    public synchronized void finish() {
        finished = true;
        close();
    }

    /** Shows the last state with the time that all took. A second call does nothing. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            draw(seconds());
        }
    }

    private synchronized void stop() {
        stopped |= !closed;
        close();
    }

    private double seconds() {
        return (nanos.getAsLong() - begin) / 1e9;
    }

    private void draw(double now) {
        lastDrawn = now;
        if (display.updatesInPlace()) {
            display.update(id, bundle(now));
        } else {
            display.show(bundle(now));
        }
    }

    private MimeBundle bundle(double now) {
        var state = new ProgressView(label, done, total, now, note, state());
        return MimeBundle.html(state.html(), state.plain());
    }

    private ProgressView.State state() {
        if (!closed) {
            return ProgressView.State.RUNNING;
        }
        var complete = finished || !stopped && (total <= 0 || done >= total);
        return complete ? ProgressView.State.DONE : ProgressView.State.STOPPED;
    }
}
