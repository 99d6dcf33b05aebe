package org.unrolled.nn.backend;

import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.unrolled.concurrent.Workers;

/**
 * A pass over a batch that is made ready but has not run: the arithmetic in the middle of it can run beside that of
 * another recurrence. Whatever allocates in DL4J's workspaces or draws random numbers comes before it or in
 * {@code finish}, on the thread that asked for the pass.
 *
 * @param <R>     what the pass returns
 * @param work    number of multiplications, roughly; 0 if {@code compute} does nothing
 * @param compute the arithmetic, on at most so many threads; the calling thread may be any
 * @param finish  must follow, on the thread that asked for the pass
 */
public record DividedPass<R>(long work, IntConsumer compute, Supplier<R> finish) {
    /** A pass that can't be divided: all of it runs at the end. */
    public static <R> DividedPass<R> whole(Supplier<R> body) {
        return new DividedPass<>(0, threads -> {
        }, body);
    }

    /** The whole pass on all threads. */
    public R run() {
        compute.accept(Workers.count());
        return finish.get();
    }

    /** This pass with something more to do at its end. */
    public <T> DividedPass<T> then(Function<R, T> next) {
        return new DividedPass<>(work, compute, () -> next.apply(finish.get()));
    }

    /**
     * The arithmetic of two independent passes side by side, each on half of the threads: each keeps its whole batch in one
     * piece for longer, and a thread reads the weights of one pass only. {@code finish} of both must follow.
     */
    public static void compute(DividedPass<?> one, DividedPass<?> other) {
        int threads = Workers.worth(one.work + other.work);
        if (threads < 2) {
            one.compute.accept(1);
            other.compute.accept(1);
            return;
        }
        Workers.run(2, part -> (part == 0 ? one : other).compute.accept((threads + part) / 2));
    }
}
