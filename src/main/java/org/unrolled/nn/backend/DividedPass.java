package org.unrolled.nn.backend;

import java.util.function.Function;
import java.util.function.Supplier;
import org.unrolled.concurrent.Workers;

/**
 * A pass over a batch that is made ready but has not run: the arithmetic in the middle of it can run beside that of
 * another recurrence. Whatever allocates in DL4J's workspaces or draws random numbers comes before it or in
 * {@link #finish}, on the thread that asked for the pass.
 *
 * @param <R> what the pass returns
 */
public interface DividedPass<R> {
    /** Number of multiplications, roughly; 0 if {@link #compute} does nothing. */
    long work();

    /** The arithmetic, on at most so many threads; the calling thread may be any. */
    void compute(int threads);

    /** Must follow {@link #compute}, on the thread that asked for the pass. */
    R finish();

    /** The whole pass on all threads. */
    default R run() {
        compute(Workers.count());
        return finish();
    }

    /** This pass with something more to do at its end. */
    default <T> DividedPass<T> then(Function<R, T> next) {
        var before = this;
        return new DividedPass<>() {
            @Override
            public long work() {
                return before.work();
            }

            @Override
            public void compute(int threads) {
                before.compute(threads);
            }

            @Override
            public T finish() {
                return next.apply(before.finish());
            }
        };
    }

    /** A pass that can't be divided: all of it runs at the end. */
    static <R> DividedPass<R> whole(Supplier<R> body) {
        return new DividedPass<>() {
            @Override
            public long work() {
                return 0;
            }

            @Override
            public void compute(int threads) {
            }

            @Override
            public R finish() {
                return body.get();
            }
        };
    }

    /**
     * The arithmetic of two independent passes side by side, each on half of the threads: each keeps its whole batch in one
     * piece for longer, and a thread reads the weights of one pass only. {@link #finish} of both must follow.
     */
    static void compute(DividedPass<?> one, DividedPass<?> other) {
        int threads = Workers.worth(one.work() + other.work());
        if (threads < 2) {
            one.compute(1);
            other.compute(1);
            return;
        }
        Workers.run(2, part -> (part == 0 ? one : other).compute((threads + part) / 2));
    }
}
