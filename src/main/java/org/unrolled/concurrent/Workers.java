package org.unrolled.concurrent;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Threads for the fused kernels, started once and kept: a pass over a batch is cut into parts, the caller computes
 * parts itself and the helpers take the others.
 *
 * <p>Several threads may call {@link #run} at once, also from within a part: each caller works on its own parts until
 * none is left, so nobody waits for a helper that is busy elsewhere. A helper without work looks for some for
 * {@value #SPIN_NANOS} ns and then sleeps; the threads are daemons. The number of threads is the number of
 * processors, or the system property {@code unrolled.threads}.
 */
public final class Workers {
    private static final long SPIN_NANOS = 30_000;
    /** Below this many multiplications waking a helper costs more than it saves. */
    private static final long WORTH_THREADS = 1_000_000;
    private static final int COUNT = Math.max(1, Integer.getInteger("unrolled.threads",
        Runtime.getRuntime().availableProcessors()));
    private static final ConcurrentLinkedQueue<Job> JOBS = new ConcurrentLinkedQueue<>();
    private static final Helper[] HELPERS = new Helper[COUNT - 1];

    static {
        for (int i = 0; i < HELPERS.length; i++) {
            HELPERS[i] = new Helper(i + 1);
            HELPERS[i].start();
        }
    }

    private Workers() {
    }

    /** Number of threads that work on one call, the caller included. */
    public static int count() {
        return COUNT;
    }

    /** Number of threads for so many multiplications: one if they are few, else all. */
    public static int worth(long multiplications) {
        return multiplications < WORTH_THREADS ? 1 : COUNT;
    }

    /**
     * Runs {@code body} for 0, 1, …, {@code parts} - 1, each once, on this thread and the helpers, and returns when all
     * have ended; what the parts wrote is visible to the caller then.
     *
     * @throws RuntimeException or Error, the first that a part threw, after all parts that had begun ended
     */
    public static void run(int parts, IntConsumer body) {
        if (parts <= 1 || COUNT == 1) {
            for (int i = 0; i < parts; i++) {
                body.accept(i);
            }
            return;
        }
        var job = new Job(parts, body, Thread.currentThread());
        int helpers = Math.min(parts - 1, HELPERS.length);
        for (int i = 0; i < helpers; i++) {
            JOBS.add(job);
        }
        int woken = 0;
        for (int i = 0; i < HELPERS.length && woken < helpers; i++) {
            if (HELPERS[i].asleep) {
                LockSupport.unpark(HELPERS[i]);
                woken++;
            }
        }
        job.work();
        job.await();
        job.rethrow();
    }

    /** What a part does with the rows {@code from} to {@code to - 1}. */
    public interface Share {
        void run(int part, int from, int to);
    }

    /** {@link #run} with so many rows dealt evenly to the parts. */
    public static void split(int rows, int parts, Share body) {
        run(parts, part -> body.run(part, start(rows, parts, part), start(rows, parts, part + 1)));
    }

    /** First row of part {@code part} when {@code rows} rows are dealt evenly to {@code parts} parts. */
    public static int start(int rows, int parts, int part) {
        return (int) ((long) rows * part / parts);
    }

    private static final class Job {
        private final int parts;
        private final IntConsumer body;
        private final Thread caller;
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicInteger left;
        private volatile Throwable failure;

        Job(int parts, IntConsumer body, Thread caller) {
            this.parts = parts;
            this.body = body;
            this.caller = caller;
            this.left = new AtomicInteger(parts);
        }

        void work() {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                try {
                    if (failure == null) {
                        body.accept(part);
                    }
                } catch (Throwable t) {
                    failure = t;
                } finally {
                    if (left.decrementAndGet() == 0 && Thread.currentThread() != caller) {
                        LockSupport.unpark(caller);
                    }
                }
            }
        }

        void await() {
            var interrupted = false;
            long end = System.nanoTime() + SPIN_NANOS;
            while (left.get() > 0) {
                if (System.nanoTime() < end) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.park(this);
                    interrupted |= Thread.interrupted();
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        void rethrow() {
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            if (failure instanceof Error e) {
                throw e;
            }
        }
    }

    private static final class Helper extends Thread {
        private volatile boolean asleep;

        Helper(int number) {
            super("unrolled-worker-" + number);
            setDaemon(true);
        }

        @Override
        public void run() {
            while (true) {
                var job = JOBS.poll();
                if (job == null) {
                    job = look();
                }
                if (job == null) {
                    sleep();
                } else {
                    job.work();
                }
            }
        }

        private Job look() {
            long end = System.nanoTime() + SPIN_NANOS;
            while (System.nanoTime() < end) {
                var job = JOBS.poll();
                if (job != null) {
                    return job;
                }
                Thread.onSpinWait();
            }
            return null;
        }

        private void sleep() {
            asleep = true;
            // Looked at once more after the flag is up, or a job added in between would wait for the next one.
            if (JOBS.isEmpty()) {
                LockSupport.park(JOBS);
            }
            asleep = false;
        }
    }
}
