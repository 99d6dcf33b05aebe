package org.unrolled.notebook;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The threads on which the kernel runs cells, in place of its own, which are pooled alike. A thread keeps its cell, also after
 * the stop button made the kernel abandon it: what it still shows appears where it belongs. What it printed is sent before the
 * cell ends.
 */
final class CellThreads extends ThreadPoolExecutor {
    private static final ThreadLocal<Object> CELL = new ThreadLocal<>();
    private static final Map<Object, List<Runnable>> IF_FAILED = new WeakHashMap<>();

    private final Supplier<Object> starting;
    private final Runnable flush;
    private final Consumer<Throwable> failed;
    private final IdleMemory idle = new IdleMemory();

    /**
     * @param threads  makes them
     * @param starting the cell that is about to run, asked on the thread that submits
     * @param flush    sends what was printed
     * @param failed   told what the cell throws, before the kernel sees it
     */
    CellThreads(ThreadFactory threads, Supplier<Object> starting, Runnable flush, Consumer<Throwable> failed) {
        super(0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
        this.starting = starting;
        this.flush = flush;
        this.failed = failed;
    }

    /** The cell whose code the current thread runs, or null. */
    static Object cell() {
        return CELL.get();
    }

    /** Has this done if the cell of the current thread ends with an error, or is stopped where no step asks for it. */
    static void ifFailed(Runnable action) {
        if (cell() != null) {
            synchronized (IF_FAILED) {
                IF_FAILED.computeIfAbsent(cell(), cell -> new ArrayList<>()).add(action);
            }
        }
    }

    private static List<Runnable> takeIfFailed(Object cell) {
        synchronized (IF_FAILED) {
            var actions = IF_FAILED.remove(cell);
            return actions == null ? List.of() : actions;
        }
    }

    @Override
    protected <T> RunnableFuture<T> newTaskFor(Callable<T> code) {
        var cell = starting.get();
        return new FutureTask<>(() -> run(cell, code)) {
            @Override
            public boolean cancel(boolean interrupt) {
                flush.run();
                return super.cancel(interrupt);
            }
        };
    }

    private <T> T run(Object cell, Callable<T> code) throws Exception {
        CELL.set(cell);
        idle.begin();
        try {
            return code.call();
        } catch (InvocationTargetException e) {
            failed.accept(e.getCause());
            takeIfFailed(cell).forEach(Runnable::run);
            throw e;
        } finally {
            flush.run();
            idle.end();
            CELL.remove();
        }
    }
}
