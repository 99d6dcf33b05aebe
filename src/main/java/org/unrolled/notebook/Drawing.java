package org.unrolled.notebook;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.lang3.exception.ExceptionUtils;

/**
 * Draws on a thread of its own, one for each picture: an interrupt can't be swallowed by the drawing library, and a chart that
 * it never finishes holds up neither the cell nor the next chart.
 */
final class Drawing {
    /** After the stop button a picture has this long to be finished. */
    private static final Duration STOPPING = Duration.ofSeconds(5);

    private Drawing() {
    }

    /**
     * Draws and waits for it; an interrupt that comes meanwhile is still there afterwards.
     *
     * @throws IllegalStateException if it takes longer than the limit
     */
    static <T> T within(Duration limit, Callable<T> work) {
        var task = new FutureTask<>(() -> DisplayThread.direct(work));
        var thread = new Thread(task, "unrolled-drawing");
        thread.setDaemon(true);
        thread.start();
        var end = System.nanoTime() + limit.toNanos();
        var interrupted = false;
        try {
            while (true) {
                try {
                    return task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                    end = Math.min(end, System.nanoTime() + STOPPING.toNanos());
                } catch (TimeoutException e) {
                    thread.setPriority(Thread.MIN_PRIORITY);
                    throw new IllegalStateException("the chart is still not drawn " + (interrupted ? "after the stop button"
                            : "after " + limit.toSeconds() + " s") + ": draw fewer values or a smaller chart; other charts are not held up", e);
                } catch (ExecutionException e) {
                    throw ExceptionUtils.asRuntimeException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
