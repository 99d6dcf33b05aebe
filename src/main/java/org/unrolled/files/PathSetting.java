package org.unrolled.files;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;

/** Paths that the environment names. */
public final class PathSetting {
    private PathSetting() { }

    /**
     * What a variable of the environment names, with {@code ~} at its begin for the user's home.
     *
     * @param variable the variable, for messages
     * @param value what it says
     * @throws IllegalArgumentException if no path can be named so, or it begins with {@code ~user}
     */
    public static Path of(String variable, String value, Map<String, String> environment) {
        if (!value.matches("(?s)~.*")) {
            return path(variable, value);
        }
        if (!value.matches("(?s)~([/\\\\].*)?")) {
            throw new IllegalArgumentException(variable + " is '" + value + "': another user's home is not looked up, write the"
                + " whole path, or './" + value + "' for a folder of that name");
        }
        return home(environment).resolve(path(variable, value.replaceFirst("^~[/\\\\]*", "")));
    }

    /**
     * The user's home: {@code HOME} first, as everywhere but on Windows, else what the system's list of users says.
     *
     * @throws IllegalArgumentException if neither names a path
     */
    public static Path home(Map<String, String> environment) {
        var home = environment.getOrDefault("HOME", "");
        if (home.isBlank() || System.getProperty("os.name").startsWith("Windows")) {
            return path("the home folder", System.getProperty("user.home"));
        }
        return path("HOME", home);
    }

    /**
     * A path, or an error that says why it can't be one.
     *
     * @param what what the text is, for the message
     * @throws IllegalArgumentException if no path can be named so on this system
     */
    public static Path path(String what, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            var encoding = System.getProperty("sun.jnu.encoding", "");
            var ascii = text.chars().allMatch(each -> each < 128);
            throw new IllegalArgumentException(what + " is '" + text + "', which is no path here ("
                + (ascii || encoding.equals("UTF-8") ? e.getReason() : "the system's language is set so that file names are written in "
                + encoding + ": set LC_ALL=C.UTF-8, or another language with UTF-8, and start Java again") + ")", e);
        }
    }
}
