package org.unrolled.data;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.file.PathUtils;
import org.unrolled.data.Item.Archive;
import org.unrolled.data.Item.DataFile;
import org.unrolled.data.Item.DataFolder;
import org.unrolled.data.Item.Source;
import org.unrolled.files.AtomicFile;

/**
 * Brings one data set's missing items into the cache: from the mirror, else from the public addresses.
 *
 * @param reasons filled with why an item can't be had from here or there
 */
record Fetching(Path root, Mirror mirror, DataListener listener, Downloader downloader, CheckedFiles checked, Dataset dataset,
        Set<String> reasons) {
    private static final long LARGE = 64_000_000;

    Fetching(Path root, Mirror mirror, DataListener listener, Downloader downloader, CheckedFiles checked, Dataset dataset) {
        this(root, mirror, listener, downloader, checked, dataset, new LinkedHashSet<>());
    }

    /** Returns where the item lies now: in the cache, or in a mirror folder if it is large or the cache can't be written. */
    Path obtain(Item item, boolean damaged) throws IOException {
        CacheLock lock = null;
        try {
            lock = CacheLock.acquire(root.resolve(".locks").resolve(dataset.folder() + ".lock"), listener);
            if (checked.good(dataset.folder(), item, false)) {
                return target(dataset.folder(), item.path());
            }
            if (damaged) {
                listener.note(name(item) + " in the cache is damaged, it is fetched again");
            }
            checked.forget(dataset.folder(), item);
            return fromAnywhere(item);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatasetException("waiting for " + name(item) + " was stopped", e);
        } catch (IOException e) {
            // Read-only disks, files in the place of folders and full disks: a mirror folder may still serve.
            return withoutCache(item, e);
        } finally {
            if (lock != null) {
                lock.close();
            }
        }
    }

    private Path withoutCache(Item item, Exception cause) throws IOException {
        var local = inMirrorFolder(item).or(() -> reducedInMirrorFolder(item));
        if (local.isPresent()) {
            return local.get();
        }
        throw new DatasetException("data set '" + dataset.name() + "': the cache folder " + root + " can't be written ("
                + cause.getClass().getSimpleName().replace("Exception", "") + ": " + cause.getMessage()
                + "). Set UNROLLED_DATA to a folder that you can write to", cause);
    }

    private Path fromAnywhere(Item item) throws IOException {
        var local = inMirrorFolder(item);
        if (local.isPresent()) {
            return fromMirrorFolder(item, local.get());
        }
        var archive = archive(item);
        if (archive.isPresent() && mirror instanceof Mirror.Folder folder) {
            var packed = folder.file(dataset.folder(), archive.get().fileName());
            if (Files.isRegularFile(packed)) {
                listener.note(name(item) + ": unpacking " + packed);
                unpack(packed, archive.get());
                return target(dataset.folder(), item.path());
            }
        }
        if (mirror instanceof Mirror.Address address) {
            var there = fromAddressMirror(item, address);
            if (there.isPresent()) {
                return there.get();
            }
        }
        var reduced = reducedInMirrorFolder(item);
        if (reduced.isPresent()) {
            return reduced.get();
        }
        if (fromPublic(item)) {
            return target(dataset.folder(), item.path());
        }
        throw new DatasetException("data set '" + dataset.name() + "': " + item.path() + " could not be fetched. "
                + String.join("; ", reasons) + ". Without a network, set UNROLLED_MIRROR to a folder or an address that has "
                + dataset.folder() + "/" + item.path() + " (now " + mirror.describe() + ")");
    }

    private Optional<Path> inMirrorFolder(Item item) {
        if (!(mirror instanceof Mirror.Folder folder)) {
            return Optional.empty();
        }
        var place = folder.file(dataset.folder(), item.path());
        try {
            if (Files.exists(place)) {
                if (CheckedFiles.matches(place, item)) {
                    return Optional.of(place);
                }
                reasons.add(place + ": wrong checksum");
            }
        } catch (IOException e) {
            reasons.add(place + ": can't be read (" + Downloader.reason(e) + ")");
        }
        return Optional.empty();
    }

    private Path fromMirrorFolder(Item item, Path source) throws IOException {
        if (item.bytes() > LARGE) {
            listener.note(name(item) + ": read in the mirror, " + source);
            return source;
        }
        listener.note(name(item) + ": copied from the mirror, " + source);
        var target = target(dataset.folder(), item.path());
        var part = target.resolveSibling(target.getFileName() + ".copy");
        try {
            PathUtils.delete(part);
            if (Files.isDirectory(source)) {
                FileUtils.copyDirectory(source.toFile(), part.toFile(), File::isFile, false);
            } else {
                FileUtils.copyFile(source.toFile(), part.toFile(), false);
            }
            replace(part, target);
        } finally {
            PathUtils.delete(part);
        }
        checked.good(dataset.folder(), item, false);
        return target;
    }

    /** Puts a file or folder in the place of another; nobody sees half of it. */
    static void replace(Path from, Path to) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        if (Files.isDirectory(to)) {
            PathUtils.deleteDirectory(to);
        }
        AtomicFile.replace(from, to);
    }

    private Optional<Path> reducedInMirrorFolder(Item item) {
        if (dataset.reduced().isEmpty() || !(mirror instanceof Mirror.Folder folder)) {
            return Optional.empty();
        }
        var place = folder.file(dataset.reduced().get().folder(), item.path());
        if (!Files.exists(place)) {
            return Optional.empty();
        }
        tellReduced(item, place.toString());
        return Optional.of(place);
    }

    private Optional<Path> fromAddressMirror(Item item, Mirror.Address address) throws IOException {
        if (item instanceof DataFile file && web(dataset.folder(), file, List.of(address.file(dataset.folder(), file.path())))) {
            return Optional.of(target(dataset.folder(), file.path()));
        }
        var archive = archive(item);
        if (archive.isPresent() && packed(archive.get(), List.of(address.file(dataset.folder(), archive.get().fileName())))) {
            return Optional.of(target(dataset.folder(), item.path()));
        }
        if (dataset.reduced().isPresent() && item instanceof DataFile file) {
            var folder = dataset.reduced().get().folder();
            if (web(folder, file, List.of(address.file(folder, file.path())))) {
                tellReduced(item, address.base().toString());
                return Optional.of(target(folder, file.path()));
            }
        }
        return Optional.empty();
    }

    private boolean fromPublic(Item item) throws IOException {
        if (item instanceof DataFile file && file.source() instanceof Source.Web web) {
            return web(dataset.folder(), file, web.addresses());
        }
        var archive = archive(item).orElseThrow();
        return packed(archive, archive.addresses());
    }

    private boolean web(String folder, DataFile file, List<URI> addresses) throws IOException {
        var target = target(folder, file.path());
        var part = target.resolveSibling(target.getFileName() + ".part");
        if (!download(name(file), addresses, part, new Downloader.Expected(file.bytes(), file.sha256()))) {
            return false;
        }
        new PartFile(part).finish(target);
        checked.good(folder, file, false);
        return true;
    }

    private boolean packed(Archive archive, List<URI> addresses) throws IOException {
        var part = target(dataset.folder(), archive.fileName() + ".part");
        var expected = new Downloader.Expected(archive.bytes(), archive.sha256());
        if (!download(dataset.name() + " " + archive.fileName(), addresses, part, expected)) {
            return false;
        }
        try {
            unpack(part, archive);
        } finally {
            // A damaged archive would be damaged again at the next run, and an unpacked one is of no more use.
            new PartFile(part).delete();
        }
        return true;
    }

    private boolean download(String what, List<URI> addresses, Path part, Downloader.Expected expected) throws IOException {
        Files.createDirectories(part.getParent());
        long free = Files.getFileStore(part.getParent()).getUsableSpace();
        if (free > 0 && free < expected.bytes()) {
            throw new DatasetException(what + " needs " + DataListener.size(expected.bytes()) + ", but " + root + " has only "
                    + DataListener.size(free) + " left. Free some space or set UNROLLED_DATA to a folder on another disk");
        }
        listener.note(what + (expected.bytes() > 0 ? ", " + DataListener.size(expected.bytes()) : "") + ", from "
                + addresses.get(0).getHost());
        var failure = downloader.fetch(what, addresses, part, expected);
        failure.ifPresent(reasons::add);
        return failure.isEmpty();
    }

    /** Unpacks all of the data set's items that the archive holds, and moves them to their places once all are right. */
    private void unpack(Path packed, Archive archive) throws IOException {
        if (archive.sha256().isPresent() && !archive.sha256().get().equals(Checksums.file(packed))) {
            throw new DatasetException("data set '" + dataset.name() + "': " + packed + " has the wrong checksum; replace it");
        }
        var items = dataset.items().stream().filter(item -> archive(item).equals(Optional.of(archive))).toList();
        var folder = target(dataset.folder(), ".unpacking");
        PathUtils.delete(folder);
        Files.createDirectories(folder);
        try {
            Archives.unpack(packed, folder, Archives.Limits.STANDARD, entry -> place(entry, items));
            for (var item : items) {
                var unpacked = folder.resolve(item.path());
                if (!Files.exists(unpacked) || !CheckedFiles.matches(unpacked, item)) {
                    throw new DatasetException("data set '" + dataset.name() + "': the archive " + archive.fileName()
                            + (Files.exists(unpacked) ? " has another version of " : " lacks ") + item.path()
                            + "; its publishers may have changed it");
                }
            }
            for (var item : items) {
                replace(folder.resolve(item.path()), target(dataset.folder(), item.path()));
                checked.good(dataset.folder(), item, false);
            }
        } finally {
            PathUtils.delete(folder);
        }
    }

    private static Optional<String> place(String entry, List<Item> items) {
        for (var item : items) {
            if (item instanceof DataFile file && file.source() instanceof Source.Member member
                    && ("/" + entry).endsWith(member.entry())) {
                return Optional.of(file.path());
            }
            if (item instanceof DataFolder folder && entry.matches(folder.entries())) {
                return Optional.of(folder.path() + entry.substring(entry.lastIndexOf('/')));
            }
        }
        return Optional.empty();
    }

    private static Optional<Archive> archive(Item item) {
        if (item instanceof DataFolder folder) {
            return Optional.of(folder.archive());
        }
        return item instanceof DataFile file && file.source() instanceof Source.Member member
                ? Optional.of(member.archive()) : Optional.empty();
    }

    private void tellReduced(Item item, String where) {
        listener.note(name(item) + ": NOT the full data set but " + dataset.reduced().orElseThrow().note() + " (" + where + ")");
    }

    private String name(Item item) {
        return dataset.name() + " " + item.path();
    }

    private Path target(String folder, String path) {
        return root.resolve(folder).resolve(path);
    }
}
