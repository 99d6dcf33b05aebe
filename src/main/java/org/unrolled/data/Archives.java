package org.unrolled.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Unpacks tar.gz and zip archives that are not trusted: no path outside the folder, no links, limits of number and size. */
public final class Archives {
    /**
     * What an archive may contain at most, counted while it is unpacked, because its own figures can lie.
     *
     * @param entries number of entries, unpacked or not
     * @param entryBytes size of one file
     * @param totalBytes size of all files
     */
    public record Limits(int entries, long entryBytes, long totalBytes) {
        /** Enough for each registered data set. */
        public static final Limits STANDARD = new Limits(50_000, 1_000_000_000, 2_000_000_000);
    }

    private static final long MOST_PADDING = 1 << 20;

    private Archives() { }

    /**
     * Unpacks the files that {@code place} finds a place for.
     *
     * @param archive a file named {@code .zip}, {@code .tar.gz} or {@code .tgz}, also with {@code .part} after it
     * @param folder an existing folder; whoever calls removes it if this fails
     * @param place from an entry's name to the path under the folder, or to nothing for files that are not wanted
     * @return how many files were unpacked
     * @throws DatasetException if the archive is damaged, unsafe or too large, or the folder can't be written
     */
    public static int unpack(Path archive, Path folder, Limits limits, Function<String, Optional<String>> place) {
        var unpacking = new Unpacking(archive, folder, limits, place);
        try {
            if (archive.getFileName().toString().replaceFirst("\\.part$", "").endsWith(".zip")) {
                unpacking.zip();
            } else {
                unpacking.tar();
            }
        } catch (WriteFailure e) {
            throw new DatasetException("unpacking " + archive.getFileName() + " into " + folder + " failed: " + e.getMessage()
                    + ". Free some space or set UNROLLED_DATA to a folder on another disk", e);
        } catch (IOException | IllegalArgumentException e) {
            // Commons Compress reports some damaged headers as IllegalArgumentException.
            throw new DatasetException("the archive " + archive.getFileName() + " is damaged: " + e.getMessage(), e);
        }
        return unpacking.files;
    }

    /** Writing failed, as against reading the archive. */
    private static final class WriteFailure extends IOException {
        private static final long serialVersionUID = 1L;

        WriteFailure(IOException cause) {
            super(Downloader.reason(cause), cause);
        }
    }

    private static final class Unpacking {
        private final Path archive;
        private final Path folder;
        private final Limits limits;
        private final Function<String, Optional<String>> place;
        private int entries;
        private int files;
        private long total;

        Unpacking(Path archive, Path folder, Limits limits, Function<String, Optional<String>> place) {
            this.archive = archive;
            this.folder = folder.toAbsolutePath().normalize();
            this.limits = limits;
            this.place = place;
        }

        void tar() throws IOException {
            try (var file = new BufferedInputStream(Files.newInputStream(archive));
                    var gzip = new GZIPInputStream(file);
                    var in = new TarArchiveInputStream(gzip)) {
                for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    boolean plain = entry.isFile() && !entry.isLink() && !entry.isSymbolicLink();
                    entry(entry.getName(), entry.isDirectory(), plain, in);
                }
                // To the end, so that the checksum of gzip is looked at.
                if (gzip.skip(MOST_PADDING) == MOST_PADDING) {
                    throw refused("goes on after its end");
                }
            }
        }

        void zip() throws IOException {
            try (var file = ZipFile.builder().setPath(archive).get()) {
                for (var entry : Collections.list(file.getEntries())) {
                    try (var in = new CheckedInputStream(file.getInputStream(entry), new CRC32())) {
                        int before = files;
                        entry(entry.getName(), entry.isDirectory(), !entry.isUnixSymlink(), in);
                        if (files > before && in.getChecksum().getValue() != entry.getCrc()) {
                            throw new IOException("'" + entry.getName() + "' does not have its checksum");
                        }
                    }
                }
            }
        }

        private void entry(String name, boolean directory, boolean plain, InputStream in) throws IOException {
            if (++entries > limits.entries()) {
                throw refused("has more than " + limits.entries() + " entries");
            }
            inside(name);
            if (directory) {
                return;
            }
            var wanted = place.apply(name);
            if (wanted.isEmpty()) {
                return;
            }
            if (!plain) {
                throw refused("has '" + name + "', which is a link or a device, not a file");
            }
            write(in, inside(wanted.get()), name);
            files++;
        }

        private Path inside(String name) {
            boolean unsafe = name.startsWith("/") || name.contains("\\") || name.contains(":") || name.indexOf('\0') >= 0
                    || List.of(name.split("/")).contains("..");
            var path = unsafe ? folder : folder.resolve(name).normalize();
            if (unsafe || !path.startsWith(folder)) {
                throw refused("has an entry '" + name + "' that points outside of its folder");
            }
            return path;
        }

        private void write(InputStream in, Path target, String name) throws IOException {
            var buffer = new byte[1 << 16];
            long size = 0;
            try (var out = open(target)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    size += n;
                    total += n;
                    if (size > limits.entryBytes() || total > limits.totalBytes()) {
                        throw refused("is too large when unpacked: '" + name + "' goes past the limit of "
                                + DataListener.size(Math.min(limits.entryBytes(), limits.totalBytes())));
                    }
                    try {
                        out.write(buffer, 0, n);
                    } catch (IOException e) {
                        throw new WriteFailure(e);
                    }
                }
            }
        }

        private static OutputStream open(Path target) throws WriteFailure {
            try {
                Files.createDirectories(target.getParent());
                return Files.newOutputStream(target);
            } catch (IOException e) {
                throw new WriteFailure(e);
            }
        }

        private DatasetException refused(String why) {
            return new DatasetException("the archive " + archive.getFileName() + " " + why + "; it was not unpacked");
        }
    }
}
