package org.unrolled.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.unrolled.files.PathSetting;

/**
 * Where data sets are kept on this machine: {@code UNROLLED_DATA}, or {@code .unrolled/data} in the user's home. What is not
 * there comes from the mirror {@code UNROLLED_MIRROR} (a folder or base address) or from the public addresses.
 *
 * <pre>{@code
 * Path german = DataCache.standard().path("multi30k", "train.de.gz");
 * String plays = DataCache.standard().text("tinyshakespeare", "input.txt");
 * }</pre>
 */
public final class DataCache {
    /** State of one item of a data set. */
    public enum State {
        /** In the cache and whole. */
        CACHED("in the cache, checked"),
        /** Not in the cache, but in the mirror folder, with the right checksum. */
        IN_MIRROR("in the mirror, checked"),
        /** A reduced edition in the mirror folder. */
        REDUCED("reduced edition in the mirror"),
        /** In the cache, but its bytes are not what they should be. */
        DAMAGED("damaged"),
        /** Not fetched yet. */
        MISSING("not fetched"),
        /** A folder of which any number of files may be there. */
        ON_DEMAND("files one by one, on need");

        private final String words;

        State(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** An item and its state. */
    public record Verdict(Item item, State state) { }

    private final Path root;
    private final Mirror mirror;
    private final DataListener listener;
    private final Downloader downloader;
    private final CheckedFiles checked;

    DataCache(Path root, Mirror mirror, DataListener listener, Function<DataListener, Downloader> downloader) {
        this.root = root.toAbsolutePath().normalize();
        this.mirror = mirror;
        this.listener = listener;
        this.downloader = downloader.apply(listener);
        this.checked = new CheckedFiles(this.root);
    }

    /** The cache that the environment names; it prints a line for each download. */
    public static DataCache standard() {
        return standard(DataListener.printing(System.out));
    }

    /** The cache that the environment names, with a listener for notes and progress. */
    public static DataCache standard(DataListener listener) {
        return of(System.getenv(), listener);
    }

    static DataCache of(Map<String, String> environment, DataListener listener) {
        var setting = environment.getOrDefault("UNROLLED_DATA", "");
        try {
            var root = setting.isBlank() ? PathSetting.home(environment).resolve(Path.of(".unrolled", "data"))
                    : PathSetting.of("UNROLLED_DATA", setting.strip(), environment);
            return new DataCache(root, Mirror.of(environment), listener, hears -> new Downloader(Downloader.Patience.STANDARD,
                    new Proxies(environment), Downloader.Output.FILE, hears));
        } catch (IllegalArgumentException e) {
            throw new DatasetException(e.getMessage() + ". Set UNROLLED_DATA to a folder that you can write to", e);
        }
    }

    /** The folder of the cache. */
    public Path folder() {
        return root;
    }

    /**
     * The path of a file or folder of a data set, fetched first if it isn't there, and checked.
     *
     * @param dataset name in {@link Datasets}
     * @param file path within the data set, such as {@code train.de.gz} or {@code recordings/7_lucas_3.wav}
     * @throws DatasetException if it can't be had; the message says why and what to do
     */
    public Path path(String dataset, String file) {
        return path(Datasets.get(dataset), file);
    }

    /** A file of a data set as text in UTF-8. */
    public String text(String dataset, String file) {
        var path = path(dataset, file);
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DatasetException("data set '" + dataset + "': " + path + " can't be read as UTF-8 text: "
                    + Downloader.reason(e), e);
        }
    }

    /** Fetches all of a data set but what comes on demand. */
    public void fetch(String dataset) {
        for (var item : Datasets.get(dataset).items()) {
            if (!(item instanceof Item.OnDemand)) {
                path(dataset, item.path());
            }
        }
    }

    /** Reads all of a data set again and says what is there. Fetches nothing. */
    public List<Verdict> verify(String dataset) {
        return states(Datasets.get(dataset), true);
    }

    /** Says what is there, trusting earlier checks. Fetches nothing. */
    public List<Verdict> states(String dataset) {
        return states(Datasets.get(dataset), false);
    }

    Path path(Dataset dataset, String file) {
        var item = dataset.item(file);
        if (item instanceof Item.OnDemand folder) {
            if (file.equals(folder.path())) {
                throw new DatasetException("data set '" + dataset.name() + "': the files of '" + file
                        + "' are fetched one by one, ask for one of them");
            }
            item = folder.file(file);
        }
        var place = root.resolve(dataset.folder()).resolve(item.path());
        try {
            if (!checked.good(dataset.folder(), item, false)) {
                var fetching = new Fetching(root, mirror, listener, downloader, checked, dataset);
                place = fetching.obtain(item, Files.exists(place));
            }
        } catch (IOException e) {
            throw new DatasetException("data set '" + dataset.name() + "': " + place + " can't be read: " + Downloader.reason(e), e);
        }
        var path = file.equals(item.path()) ? place : place.resolve(file.substring(item.path().length() + 1));
        if (!Files.exists(path)) {
            throw new DatasetException("data set '" + dataset.name() + "' has no file '" + file + "'");
        }
        return path;
    }

    List<Verdict> states(Dataset dataset, boolean thorough) {
        var verdicts = new ArrayList<Verdict>();
        for (var item : dataset.items()) {
            try {
                verdicts.add(new Verdict(item, state(dataset, item, thorough)));
            } catch (IOException e) {
                throw new DatasetException("data set '" + dataset.name() + "': " + item.path() + " can't be read: "
                        + Downloader.reason(e), e);
            }
        }
        return verdicts;
    }

    private State state(Dataset dataset, Item item, boolean thorough) throws IOException {
        if (item instanceof Item.OnDemand) {
            return State.ON_DEMAND;
        }
        if (checked.good(dataset.folder(), item, thorough)) {
            return State.CACHED;
        }
        if (Files.exists(root.resolve(dataset.folder()).resolve(item.path()))) {
            return State.DAMAGED;
        }
        if (mirror instanceof Mirror.Folder folder) {
            var full = folder.file(dataset.folder(), item.path());
            if (Files.exists(full)) {
                return CheckedFiles.matches(full, item) ? State.IN_MIRROR : State.DAMAGED;
            }
            if (dataset.reduced().isPresent() && Files.exists(folder.file(dataset.reduced().get().folder(), item.path()))) {
                return State.REDUCED;
            }
        }
        return State.MISSING;
    }
}
