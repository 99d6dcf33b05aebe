package org.unrolled.data;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code UNROLLED_MIRROR} names: asked before the public addresses, laid out as the cache is. */
sealed interface Mirror {
    /** A folder, such as one on a USB stick or a share. */
    record Folder(Path root) implements Mirror {
        Path file(String folder, String path) {
            return root.resolve(folder).resolve(path);
        }
    }

    /** A base address. */
    record Address(URI base) implements Mirror {
        URI file(String folder, String path) {
            return base.resolve(folder + "/" + path);
        }
    }

    /** No mirror is set. */
    record None() implements Mirror { }

    /** What the setting says, for error messages. */
    default String describe() {
        if (this instanceof Folder folder) {
            return "UNROLLED_MIRROR is the folder " + folder.root()
                    + (Files.isDirectory(folder.root()) ? "" : ", which does not exist");
        }
        return this instanceof Address address ? "UNROLLED_MIRROR is " + address.base() : "UNROLLED_MIRROR is not set";
    }

    static Mirror of(String setting) {
        if (setting == null || setting.isBlank()) {
            return new None();
        }
        try {
            if (setting.matches("https?://.+")) {
                return new Address(URI.create(setting.endsWith("/") ? setting : setting + "/"));
            }
            var path = setting.startsWith("file:") ? Path.of(URI.create(setting)) : Path.of(setting);
            return new Folder(path.toAbsolutePath().normalize());
        } catch (IllegalArgumentException e) {
            throw new DatasetException("UNROLLED_MIRROR is '" + setting + "', expected a folder or an address that begins with "
                    + "http:// or https://", e);
        }
    }
}
