package org.unrolled.notebook;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Stands before the threads on which the kernel runs cells. A thread keeps its cell, also after the stop button made the
 * kernel abandon it: what it still shows appears where it belongs. What it printed is sent before the cell ends.
 */
final class CellThreads extends AbstractExecutorService {
    private static final ThreadLocal<Object> CELL = new ThreadLocal<>();
    private static final Map<Object, List<Runnable>> IF_FAILED = new WeakHashMap<>();

    private final ExecutorService threads;
    private final Supplier<Object> starting;
    private final Runnable flush;
    private final Consumer<Throwable> failed;
    private final IdleMemory idle = new IdleMemory();

    /**
     * @param threads  the kernel's own
     * @param starting the cell that is about to run, asked on the thread that submits
     * @param flush    sends what was printed
     * @param failed   told what the cell throws, before the kernel sees it
     */
    CellThreads(ExecutorService threads, Supplier<Object> starting, Runnable flush, Consumer<Throwable> failed) {
        this.threads = threads;
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
        var cell = CELL.get();
        if (cell != null) {
            synchronized (IF_FAILED) {
                IF_FAILED.computeIfAbsent(cell, c -> new ArrayList<>()).add(action);
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

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    @Override
    public void shutdown() {
        threads.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return threads.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return threads.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return threads.isTerminated();
    }

    @Override
    public boolean awaitTermination(long time, TimeUnit unit) throws InterruptedException {
        return threads.awaitTermination(time, unit);
    }
}
