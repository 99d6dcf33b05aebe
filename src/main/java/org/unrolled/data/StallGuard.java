package org.unrolled.data;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** Reads a stream with a time-out for each piece, which Java's HTTP client lacks for bodies: a watcher closes the stream. */
final class StallGuard implements AutoCloseable {
    /** Reading failed, as against writing what was read. */
    static final class ReadFailure extends IOException {
        private static final long serialVersionUID = 1L;
        private final boolean stalled;

        private ReadFailure(IOException cause, boolean stalled) {
            super(cause);
            this.stalled = stalled;
        }

        boolean stalled() {
            return stalled;
        }
    }

    private final InputStream in;
    private final Thread watcher;
    private volatile long lastByte = System.nanoTime();
    private volatile boolean stalled;

    StallGuard(InputStream in, Duration limit) {
        this.in = in;
        this.watcher = new Thread(() -> watch(limit.toNanos()), "unrolled-download-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    int read(byte[] buffer) throws ReadFailure {
        try {
            int n = in.read(buffer);
            lastByte = System.nanoTime();
            if (stalled) {
                throw new ReadFailure(new IOException("time-out"), true);
            }
            return n;
        } catch (ReadFailure e) {
            throw e;
        } catch (IOException e) {
            throw new ReadFailure(e, stalled);
        }
    }

    private void watch(long limit) {
        try {
            for (long left = limit; left > 0; left = limit - (System.nanoTime() - lastByte)) {
                Thread.sleep(left / 1_000_000 + 1);
            }
            stalled = true;
            in.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            stalled = true;
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
