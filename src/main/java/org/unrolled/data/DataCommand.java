package org.unrolled.data;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;

/**
 * The command behind {@code ./course data}: {@code fetch NAME...} and {@code verify [NAME...]}; {@code list} is the launcher's own.
 * Exit code 0 if all went well, 1 if a data set can't be had or is damaged, 2 for a wrong call.
 */
public final class DataCommand {
    private static final String USAGE = """
            usage: data fetch NAME...     fetch data sets into the cache
                   data verify [NAME...]  read what is there again and compare checksums""";

    private final PrintStream out;
    private final DataCache cache;

    private DataCommand(PrintStream out, DataCache cache) {
        this.out = out;
        this.cache = cache;
    }

    /** @param arguments {@code fetch} or {@code verify}, then names of data sets */
    public static void main(String[] arguments) {
        System.exit(run(System.out, DataCache::standard, arguments));
    }

    static int run(PrintStream out, Function<DataListener, DataCache> caches, String... arguments) {
        try {
            var names = arguments.length == 0 ? List.<String>of() : List.of(arguments).subList(1, arguments.length);
            var command = new DataCommand(out, caches.apply(DataListener.printing(out)));
            switch (arguments.length == 0 ? "" : arguments[0]) {
                case "fetch":
                    return names.isEmpty() ? usage(out) : command.fetch(names);
                case "verify":
                    return command.verify(names);
                default:
                    return usage(out);
            }
        } catch (DatasetException e) {
            out.println("error: " + e.getMessage());
            return 1;
        }
    }

    private static int usage(PrintStream out) {
        out.println(USAGE);
        return 2;
    }

    private int fetch(List<String> names) {
        names.forEach(Datasets::get);
        for (var name : names) {
            cache.fetch(name);
            boolean reduced = cache.states(name).stream().anyMatch(each -> each.state() == DataCache.State.REDUCED);
            out.println(name + (reduced ? ": a reduced edition is there, not the full data set" : " is there"));
        }
        return 0;
    }

    private int verify(List<String> names) {
        var chosen = names.isEmpty() ? Datasets.list() : names.stream().map(Datasets::get).toList();
        int damaged = 0;
        for (var dataset : chosen) {
            for (var verdict : cache.verify(dataset.name())) {
                // With no names given, data sets that nobody fetched are no fault.
                boolean bad = verdict.state() == DataCache.State.DAMAGED
                        || verdict.state() == DataCache.State.MISSING && !names.isEmpty();
                damaged += bad ? 1 : 0;
                out.printf("%-16s %-36s %s%n", dataset.name(), verdict.item().path(), verdict.state());
            }
        }
        if (damaged > 0) {
            out.println("error: " + damaged + (damaged == 1 ? " file is" : " files are") + " damaged or missing, fetch mends that");
        }
        return damaged > 0 ? 1 : 0;
    }
}
