package org.unrolled.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** What travels with the library's classes. */
public final class Resource {
    private Resource() { }

    /**
     * A resource, named as for {@link Class#getResourceAsStream}.
     *
     * @throws IllegalStateException if it is not there
     */
    public static InputStream open(Class<?> owner, String name) {
        try {
            var in = owner.getResourceAsStream(name);
            if (in != null) {
                return in;
            }
            // Java takes the first "!/" of a jar's address for the end of the jar's name, though a folder may be named "wow!".
            var address = String.valueOf(owner.getResource(name));
            int end = address.lastIndexOf("!/");
            if (end > 0 && address.startsWith("jar:")) {
                return URI.create(address.substring(0, end).replace("!", "%21") + address.substring(end)).toURL().openStream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + " can't be read from the class path: " + e.getMessage(), e);
        }
        throw new IllegalStateException(name + " is not on the class path beside " + owner.getName() + ": build the project"
            + " again, it goes into the library's jar");
    }

    /** A resource as text in UTF-8. */
    public static String text(Class<?> owner, String name) {
        try (var in = open(owner, name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " can't be read from the class path: " + e.getMessage(), e);
        }
    }
}
