package org.unrolled.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;

/** Fetches many small files, such as photographs, several at a time. Each is whole or absent, and a later call goes on from there. */
public final class ManyFiles {
    /**
     * What came of it.
     *
     * @param fetched files that were fetched
     * @param present files that were there before
     * @param failed of the others, by name, what went wrong
     */
    public record Outcome(int fetched, int present, Map<String, String> failed) { }

    private ManyFiles() { }

    /**
     * Fetches each file that is not in the folder. One that can't be had doesn't stop the others.
     *
     * @param addresses by the file's name; folders in it are made
     * @param threads files at a time
     * @param listener hears a note each tenth
     * @throws DatasetException if the folder can't be written, a name leads out of it, or the thread is interrupted
     */
    public static Outcome fetch(Map<String, URI> addresses, Path folder, int threads, DataListener listener) {
        return fetch(addresses, folder, threads, listener, new Downloader(Downloader.Patience.STANDARD, new Proxies(System.getenv()),
                Downloader.Output.FILE, DataListener.silent()));
    }

    static Outcome fetch(Map<String, URI> addresses, Path folder, int threads, DataListener listener, Downloader downloader) {
        if (threads < 1) {
            throw new IllegalArgumentException(threads + " files at a time: expected at least 1, usually 8");
        }
        var targets = new TreeMap<String, Path>();
        addresses.keySet().forEach(name -> targets.put(name, inside(folder, name)));
        var done = new AtomicInteger();
        var tasks = new ArrayList<Callable<Optional<String>>>();
        var names = targets.keySet().stream().filter(name -> !whole(targets.get(name))).toList();
        names.forEach(name -> tasks.add(() -> {
            var failure = one(name, addresses.get(name), targets.get(name), downloader);
            int now = done.incrementAndGet();
            if (now * 10L / names.size() > (now - 1) * 10L / names.size()) {
                listener.note("  " + now + " of " + names.size() + " files");
            }
            return failure;
        }));
        var failed = new TreeMap<String, String>();
        var pool = Executors.newFixedThreadPool(threads, BasicThreadFactory.builder().namingPattern("unrolled-files").daemon(true).build());
        try {
            List<Future<Optional<String>>> results = tasks.stream().map(pool::submit).toList();
            for (int i = 0; i < results.size(); i++) {
                var name = names.get(i);
                results.get(i).get().ifPresent(why -> failed.put(name, why));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatasetException("fetching into " + folder + " was stopped; the next try goes on from there", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof DatasetException known ? known
                    : new DatasetException("fetching into " + folder + " failed: " + e.getCause().getMessage(), e.getCause());
        } finally {
            pool.shutdownNow();
        }
        return new Outcome(names.size() - failed.size(), targets.size() - names.size(), failed);
    }

    private static boolean whole(Path file) {
        try {
            return Files.isRegularFile(file) && Files.size(file) > 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> one(String name, URI address, Path target, Downloader downloader) throws IOException {
        if (!List.of("http", "https").contains(String.valueOf(address.getScheme())) || address.getHost() == null) {
            return Optional.of("'" + address + "' is no address to fetch from: expected http:// or https://");
        }
        Files.createDirectories(target.getParent());
        var part = target.resolveSibling(target.getFileName() + ".part");
        var failure = downloader.fetch(name, List.of(address), part, new Downloader.Expected(0, Optional.empty()));
        if (failure.isEmpty() && Files.size(part) == 0) {
            new PartFile(part).delete();
            return Optional.of(address + ": the file there is empty");
        }
        if (failure.isEmpty()) {
            new PartFile(part).finish(target);
        }
        return failure;
    }

    private static Path inside(Path folder, String name) {
        var root = folder.toAbsolutePath().normalize();
        try {
            var path = root.resolve(name).normalize();
            if (path.startsWith(root) && !path.equals(root)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Told below.
        }
        throw new DatasetException("'" + name + "' is no file's name inside of " + folder + ": expected one such as 7.jpg");
    }
}
