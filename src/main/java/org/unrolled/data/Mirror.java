package org.unrolled.data;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.unrolled.files.PathSetting;

/** What {@code UNROLLED_MIRROR} names: asked before the public addresses, laid out as the cache is. */
sealed interface Mirror {
    /** What may be set, for error messages. */
    String FORM = "; expected a folder, or an address that begins with http://, https:// or file:///";

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

    /**
     * @param environment where {@code UNROLLED_MIRROR} may be set
     * @throws DatasetException if it names neither a folder nor an address of http, https or file
     */
    static Mirror of(Map<String, String> environment) {
        var setting = environment.getOrDefault("UNROLLED_MIRROR", "").strip();
        if (setting.isEmpty()) {
            return new None();
        }
        try {
            // A single letter before the colon is a drive of Windows.
            if (!setting.matches("(?s)[A-Za-z][A-Za-z0-9+.-]+:/.*")) {
                return new Folder(PathSetting.of("UNROLLED_MIRROR", setting, environment).toAbsolutePath().normalize());
            }
            var kind = setting.substring(0, setting.indexOf(':')).toLowerCase(Locale.ROOT);
            var address = new URI(kind + setting.substring(kind.length()) + (setting.endsWith("/") ? "" : "/"));
            if (kind.equals("file")) {
                return new Folder(Path.of(address).toAbsolutePath().normalize());
            }
            if (!kind.startsWith("http")) {
                throw new DatasetException("UNROLLED_MIRROR is an address of the kind " + kind + "://, which can't be fetched from" + FORM);
            }
            boolean usable = address.getHost() != null && address.getUserInfo() == null && address.getPort() <= 65_535;
            if (usable && List.of("http", "https").contains(kind) && address.getRawQuery() == null) {
                return new Address(address);
            }
        } catch (URISyntaxException e) {
            // Told below: the exception would quote a password.
        } catch (IllegalArgumentException e) {
            throw new DatasetException(e.getMessage() + FORM, e);
        }
        throw new DatasetException("UNROLLED_MIRROR is no address that can be fetched from: its host has only letters, digits, '-' and"
                + " '.', its port, if any, is 1 to 65535, blanks are %20, and there is no name, password or '?'" + FORM);
    }
}
