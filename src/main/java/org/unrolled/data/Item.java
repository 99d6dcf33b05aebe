package org.unrolled.data;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** One thing that a data set consists of: a file, a folder of many small files, or a folder fetched file by file. */
public sealed interface Item {
    /** Place under the data set's folder, in the cache and in a mirror alike, with {@code /} between names. */
    String path();

    /** Size in bytes once it is there; 0 where it depends on what is asked for. */
    long bytes();

    /** Where an item comes from. */
    sealed interface Source {
        /**
         * A file of its own.
         *
         * @param addresses tried in this order
         */
        record Web(List<URI> addresses) implements Source { }

        /**
         * An entry of an archive.
         *
         * @param entry last part of the entry's name, from a {@code /} on
         */
        record Member(Archive archive, String entry) implements Source { }
    }

    /**
     * A published archive.
     *
     * @param fileName its name in a mirror
     * @param bytes its size, exact where there is a checksum
     * @param sha256 its checksum, where its bytes are fixed
     * @param addresses tried in this order
     */
    record Archive(String fileName, long bytes, Optional<String> sha256, List<URI> addresses) { }

    /**
     * One file.
     *
     * @param bytes its size, exact where there is a checksum
     * @param sha256 its checksum, where its bytes are known
     */
    record DataFile(String path, long bytes, Optional<String> sha256, Source source) implements Item { }

    /**
     * A folder of files out of an archive.
     *
     * @param files how many there are
     * @param sha256 the folder's checksum, see {@link Checksums#folder}, where it is known
     * @param entries regular expression for the names of the archive's entries that belong to it
     */
    record DataFolder(String path, int files, long bytes, Optional<String> sha256, Archive archive, String entries) implements Item { }

    /**
     * A folder whose files are fetched one by one, when they are asked for.
     *
     * @param base address of the folder, ending with a slash
     */
    record OnDemand(String path, URI base) implements Item {
        @Override
        public long bytes() {
            return 0;
        }

        DataFile file(String file) {
            return new DataFile(file, 0, Optional.empty(),
                    new Source.Web(List.of(base.resolve(file.substring(path.length() + 1)))));
        }
    }
}
