package org.unrolled.data;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A data set: what it is, where it comes from, how it is checked and read.
 *
 * @param name how notebooks and commands call it
 * @param title what it is, in one line
 * @param licence under which terms it may be used
 * @param home its home page
 * @param folder its folder in the cache and in a mirror
 * @param reading the class and method that read it
 * @param items what it consists of
 * @param reduced a smaller edition that a mirror may hold instead
 */
public record Dataset(String name, String title, String licence, URI home, String folder, String reading, List<Item> items,
        Optional<Reduced> reduced) {
    /**
     * A smaller edition for full-size runs without a network. It is never downloaded and never passed off as the whole.
     *
     * @param folder its folder in a mirror
     * @param note how it differs, for people to read
     */
    public record Reduced(String folder, String note) { }

    /** Size of all that {@code fetch} brings, in bytes. */
    public long bytes() {
        return items.stream().mapToLong(Item::bytes).sum();
    }

    /**
     * The item that a file belongs to.
     *
     * @throws DatasetException if the data set has no such file
     */
    public Item item(String file) {
        for (var item : items) {
            if (item.path().equals(file)) {
                return item;
            }
            boolean folder = !(item instanceof Item.DataFile);
            var parts = List.of(file.split("/", -1));
            if (folder && file.startsWith(item.path() + "/") && !parts.contains("..") && !parts.contains("")) {
                return item;
            }
        }
        throw new DatasetException("data set '" + name + "' has no file '" + file + "', it has: "
                + items.stream().map(Item::path).collect(Collectors.joining(", ")));
    }
}
