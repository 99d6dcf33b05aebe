package org.unrolled.notebook;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Sends on a thread of its own, which nobody interrupts: on the cell's thread an interrupt could close the channel that the
 * kernel talks through. Pictures are drawn by {@link Drawing}.
 */
final class DisplayThread {
    private static final String NAME = "unrolled-display";
    private static final ExecutorService THREAD = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, NAME);
        thread.setDaemon(true);
        return thread;
    });

    private DisplayThread() {
    }

    /** Does the work and waits for it; an interrupt that comes meanwhile is still there afterwards. */
    static <T> T call(Callable<T> work) {
        if (Thread.currentThread().getName().equals(NAME)) {
            return direct(work);
        }
        var result = THREAD.submit(() -> direct(work));
        var interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) e.getCause();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static <T> T direct(Callable<T> work) {
        try {
            return work.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
