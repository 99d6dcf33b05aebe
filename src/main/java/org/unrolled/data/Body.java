package org.unrolled.data;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of an answer, read piece by piece with a time-out for each. Java's own stream has no time-out, and in Java 17 it
 * does not listen to an interrupt either.
 */
final class Body implements HttpResponse.BodySubscriber<Body>, AutoCloseable {
    /** Reading failed, as against writing what was read. */
    static final class ReadFailure extends IOException {
        private static final long serialVersionUID = 1L;
        private final boolean stalled;

        private ReadFailure(String message, Throwable cause, boolean stalled) {
            super(message, cause);
            this.stalled = stalled;
        }

        boolean stalled() {
            return stalled;
        }
    }

    private record Event(List<ByteBuffer> pieces, Throwable failure, boolean end) { }

    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> pieces = new ArrayDeque<>();
    private volatile Flow.Subscription subscription;
    private boolean ended;

    /** The next bytes, or null at the end. */
    ByteBuffer next(Duration limit) throws ReadFailure, InterruptedException {
        while (pieces.isEmpty() && !ended) {
            var event = events.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new ReadFailure("time-out", null, true);
            }
            if (event.failure() != null) {
                throw new ReadFailure(String.valueOf(event.failure().getMessage()), event.failure(), false);
            }
            pieces.addAll(event.pieces());
            ended = event.end();
            if (!ended) {
                subscription.request(1);
            }
        }
        return pieces.poll();
    }

    @Override
    public CompletionStage<Body> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        events.add(new Event(item, null, false));
    }

    @Override
    public void onError(Throwable failure) {
        events.add(new Event(List.of(), failure, true));
    }

    @Override
    public void onComplete() {
        events.add(new Event(List.of(), null, true));
    }

    /** Ends the connection if the body has not been read to its end. */
    @Override
    public void close() {
        if (!ended && subscription != null) {
            subscription.cancel();
        }
    }
}
