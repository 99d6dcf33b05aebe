package org.unrolled.notebook;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.management.JMException;
import javax.management.ObjectName;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;

/**
 * Gives memory back to the system when no cell has run for some seconds. Java keeps what a training needed at its height,
 * and so does the C library: an idle notebook would hold gigabytes of which it uses a few hundred megabytes.
 */
final class IdleMemory {
    private static final long PAUSE_SECONDS = 8;

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1,
            BasicThreadFactory.builder().namingPattern("unrolled-idle").daemon(true).build());
    private int running;
    private Future<?> due;

    IdleMemory() {
        timer.setRemoveOnCancelPolicy(true);
    }

    /** A step of a cell begins. */
    synchronized void begin() {
        running++;
        if (due != null) {
            due.cancel(false);
        }
    }

    /** A step of a cell has ended, or an abandoned one at last. */
    synchronized void end() {
        if (--running == 0) {
            due = timer.schedule(IdleMemory::release, PAUSE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private static void release() {
        try {
            System.gc();
            // ND4J frees the arrays that the collector found unused; the second time what held them goes, too.
            Thread.sleep(1000);
            System.gc();
            ManagementFactory.getPlatformMBeanServer().invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "systemTrimNativeHeap", null, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JMException | RuntimeException notOnThisSystem) {
            // Linux with JDK 17.0.9 or later; elsewhere the C library gives memory back by itself, or not at all.
        }
    }
}
