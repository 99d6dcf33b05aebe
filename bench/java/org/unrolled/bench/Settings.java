package org.unrolled.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** What a benchmark was told, as {@code --name value ...}; what wasn't is told by whoever asks. */
record Settings(Map<String, String> values) {
    static Settings of(String... arguments) {
        var values = new HashMap<String, String>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            values.put(arguments[i].replaceFirst("^--", ""), arguments[i + 1]);
        }
        return new Settings(values);
    }

    /** Null if there is none. */
    String get(String name) {
        return values.get(name);
    }

    String get(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    int whole(String name, int otherwise) {
        return Integer.parseInt(values.getOrDefault(name, String.valueOf(otherwise)));
    }

    boolean flag(String name, boolean otherwise) {
        return Boolean.parseBoolean(values.getOrDefault(name, String.valueOf(otherwise)));
    }

    double number(String name, double otherwise) {
        return Double.parseDouble(values.getOrDefault(name, String.valueOf(otherwise)));
    }

    /** After how many updates to stop, for a quick look. */
    OptionalInt steps() {
        return values.containsKey("steps") ? OptionalInt.of(whole("steps", 0)) : OptionalInt.empty();
    }

    String json() {
        List<String> entries = new ArrayList<>();
        values.forEach((name, value) -> entries.add("\"" + name + "\": \"" + value.replace("\\", "\\\\") + "\""));
        return "{" + String.join(", ", entries) + "}";
    }
}
