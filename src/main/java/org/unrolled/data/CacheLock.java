package org.unrolled.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of one process at a time work on a data set. The operating system frees the lock when a process ends,
 * however it ends; the empty lock file stays, because removing it would let two processes hold "the" lock.
 */
record CacheLock(ReentrantLock threads, FileChannel channel) implements AutoCloseable {
    private static final Map<Path, ReentrantLock> WITHIN_PROCESS = new ConcurrentHashMap<>();
    private static final long PAUSE_MILLIS = 100;

    static CacheLock acquire(Path file, DataListener listener) throws IOException, InterruptedException {
        var threads = WITHIN_PROCESS.computeIfAbsent(file.toAbsolutePath().normalize(), path -> new ReentrantLock());
        threads.lockInterruptibly();
        FileChannel channel = null;
        try {
            Files.createDirectories(file.getParent());
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            for (boolean told = false; channel.tryLock() == null; told = true) {
                if (!told) {
                    listener.note("waiting for another process that is fetching the same data");
                }
                Thread.sleep(PAUSE_MILLIS);
            }
            return new CacheLock(threads, channel);
        } catch (IOException | InterruptedException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            threads.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            threads.unlock();
        }
    }
}
