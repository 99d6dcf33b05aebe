package org.unrolled.notebook;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;
import org.apache.commons.lang3.exception.ExceptionUtils;

/**
 * Sends on a thread of its own, which nobody interrupts: on the cell's thread an interrupt could close the channel that the
 * kernel talks through. Pictures are drawn by {@link Drawing}.
 */
final class DisplayThread {
    private static final String NAME = "unrolled-display";
    private static final ScheduledThreadPoolExecutor THREAD = new ScheduledThreadPoolExecutor(1,
            BasicThreadFactory.builder().namingPattern(NAME).daemon(true).build());

    private DisplayThread() {
    }

    /** Does the work and waits for it; an interrupt that comes meanwhile is still there afterwards. */
    static <T> T call(Callable<T> work) {
        if (Thread.currentThread().getName().equals(NAME)) {
            return direct(work);
        }
        try {
            return CompletableFuture.supplyAsync(() -> direct(work), THREAD).join();
        } catch (CompletionException e) {
            throw ExceptionUtils.asRuntimeException(e.getCause());
        }
    }

    /** Has the work done after so many milliseconds. */
    static void later(long millis, Runnable work) {
        THREAD.schedule(work, millis, TimeUnit.MILLISECONDS);
    }

    /** Does the work on this thread; of its exceptions, checked ones come wrapped. */
    static <T> T direct(Callable<T> work) {
        try {
            return work.call();
        } catch (Exception e) {
            throw e instanceof RuntimeException mistake ? mistake : new IllegalStateException(e.getMessage(), e);
        }
    }
}
