package org.unrolled.course;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nd4j.common.base.Preconditions;
import org.unrolled.backend.Backend;
import org.unrolled.notebook.Show;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The numbers that a notebook measures and the ranges that they must fall in. <pre>{@code
 * var figures = Figures.of("02-vanilla-rnn", seed);
 * figures.check("gradient check, largest relative error", error, 0, 1e-6, "");
 * figures.report();
 * }</pre>
 */
public final class Figures {
    private final String notebook;
    private final long seed;
    private final Mode mode;
    private final Path folder;
    private final long begin = System.nanoTime();
    private final Map<String, Figure> figures = new LinkedHashMap<>();
    private final Map<String, ExerciseResult> exercises = new LinkedHashMap<>();

    Figures(String notebook, long seed, Mode mode, Path folder) {
        Preconditions.checkArgument(notebook.matches("[A-Za-z0-9][A-Za-z0-9._-]*"),
                "notebook \"%s\" names a file: expected letters, digits, dots, dashes", notebook);
        this.notebook = notebook;
        this.seed = seed;
        this.mode = mode;
        this.folder = folder;
    }

    /** Starts the clock of a notebook, named as its file without {@code .ipynb}. */
    public static Figures of(String notebook, long seed) {
        return new Figures(notebook, seed, Mode.of(System.getenv("UNROLLED_MODE")), Results.folder(System.getenv()));
    }

    /**
     * Notes a figure and whether it lies in its range; {@link #report} tells.
     *
     * @throws IllegalArgumentException when the name was used before or the range makes no sense
     */
    public void check(String name, double value, double low, double high, String unit) {
        Preconditions.checkArgument(figures.putIfAbsent(name, new Figure(name, value, low, high, unit)) == null,
                "figure \"%s\" was checked before: give each figure its own name", name);
    }

    /** Keeps the outcome of an exercise beside the figures; checked again, it takes the place of the one before. */
    void exercise(ExerciseResult result) {
        exercises.put(result.title(), result);
    }

    /**
     * Shows all figures and keeps them as {@code NOTEBOOK.json} in the results folder.
     *
     * @throws IllegalStateException naming each figure out of its range
     */
    public void report() {
        Show.table(table(), Math.max(1, figures.size()));
        Results.write(folder.resolve(notebook + ".json"), json());
        var wrong = figures.values().stream().filter(f -> !f.ok()).map(f -> String.format(Locale.ROOT,
                "%s is %s, expected %s to %s%s", f.name(), f.value(), f.low(), f.high(), f.unit().isEmpty() ? "" : " " + f.unit())).toList();
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(notebook + " (" + mode.word() + " mode, seed " + seed + "): " + String.join("; ", wrong));
        }
    }

    private Table table() {
        var all = List.copyOf(figures.values());
        return Table.create("Figures of " + notebook + ", seed " + seed + ", " + mode.word() + " mode",
                StringColumn.create("figure", all.stream().map(Figure::name)),
                DoubleColumn.create("value", all.stream().mapToDouble(Figure::value).toArray()),
                DoubleColumn.create("from", all.stream().mapToDouble(Figure::low).toArray()),
                DoubleColumn.create("to", all.stream().mapToDouble(Figure::high).toArray()),
                StringColumn.create("unit", all.stream().map(Figure::unit)),
                StringColumn.create("", all.stream().map(f -> f.ok() ? "✓" : "✗ out of range")));
    }

    private Map<String, Object> json() {
        var json = new LinkedHashMap<String, Object>();
        json.put("notebook", notebook);
        json.put("seed", seed);
        json.put("mode", mode.word());
        json.put("seconds", Math.round((System.nanoTime() - begin) / 1e6) / 1e3);
        json.put("backend", Backend.current().name());
        json.put("figures", figures.values().stream().map(Figures::json).toList());
        if (!exercises.isEmpty()) {
            json.put("exercises", exercises.values().stream().map(ExerciseResult::json).toList());
        }
        return json;
    }

    private static Map<String, Object> json(Figure figure) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", figure.name());
        // JSON has no NaN and no infinity: a value that isn't a number is null there, and never ok.
        json.put("value", Double.isFinite(figure.value()) ? figure.value() : null);
        json.put("low", figure.low());
        json.put("high", figure.high());
        json.put("unit", figure.unit());
        json.put("ok", figure.ok());
        return json;
    }
}
