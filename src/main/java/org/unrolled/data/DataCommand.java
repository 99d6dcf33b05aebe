package org.unrolled.data;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Function;

/**
 * The command behind {@code ./course data}: {@code list}, {@code fetch NAME...} and {@code verify [NAME...]}. Exit code 0 if
 * all went well, 1 if a data set can't be had or is damaged, 2 for a wrong call.
 */
public final class DataCommand {
    private static final String USAGE = """
            usage: data list              what there is, and what is on this machine
                   data fetch NAME...     fetch data sets into the cache
                   data verify [NAME...]  read what is there again and compare checksums""";

    private final PrintStream out;
    private final DataCache cache;

    private DataCommand(PrintStream out, DataCache cache) {
        this.out = out;
        this.cache = cache;
    }

    /** @param arguments {@code list}, {@code fetch} or {@code verify}, then names of data sets */
    public static void main(String[] arguments) {
        System.exit(run(System.out, DataCache::standard, arguments));
    }

    static int run(PrintStream out, Function<DataListener, DataCache> caches, String... arguments) {
        try {
            var names = arguments.length == 0 ? List.<String>of() : List.of(arguments).subList(1, arguments.length);
            var command = new DataCommand(out, caches.apply(DataListener.printing(out)));
            switch (arguments.length == 0 ? "" : arguments[0]) {
                case "list":
                    return command.list();
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

    private int list() {
        out.println("cache: " + cache.folder());
        out.printf("%-16s %10s  %-14s %s%n", "name", "size", "here", "what, licence");
        for (var dataset : Datasets.list()) {
            var states = cache.states(dataset.name());
            boolean reduced = states.stream().anyMatch(each -> each.state() == DataCache.State.REDUCED);
            long here = states.stream().filter(each -> each.state() == DataCache.State.CACHED).count();
            long mirrored = states.stream().filter(each -> each.state() == DataCache.State.IN_MIRROR).count();
            long all = states.stream().filter(each -> each.state() != DataCache.State.ON_DEMAND).count();
            var state = reduced ? "reduced" : here == all ? "yes" : mirrored + here == all ? "in the mirror" : here == 0 ? "no" : here + " of " + all;
            out.printf("%-16s %10s  %-14s %s%n", dataset.name(), DataListener.size(dataset.bytes()), state, dataset.title());
            out.printf("%-44s%s; %s%n", "", dataset.licence(), dataset.home());
        }
        return 0;
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
