package org.unrolled.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.unrolled.data.Item.Archive;
import org.unrolled.data.Item.DataFile;
import org.unrolled.data.Item.DataFolder;
import org.unrolled.data.Item.OnDemand;
import org.unrolled.data.Item.Source;
import org.unrolled.files.Resource;

/** The registry of the real data sets that the notebooks use: {@code datasets.json}, which {@code ./course data list} reads, too. */
public final class Datasets {
    private static final List<Dataset> ALL = read();

    private Datasets() { }

    /** All data sets. */
    public static List<Dataset> list() {
        return ALL;
    }

    /** @throws DatasetException if there is none of that name */
    public static Dataset get(String name) {
        return ALL.stream().filter(dataset -> dataset.name().equals(name)).findFirst()
                .orElseThrow(() -> new DatasetException("there is no data set '" + name + "', there are: "
                        + ALL.stream().map(Dataset::name).collect(Collectors.joining(", "))));
    }

    private static List<Dataset> read() {
        try {
            return each(new ObjectMapper().readTree(Resource.text(Datasets.class, "datasets.json"))).map(Datasets::dataset).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("datasets.json is damaged: " + e.getMessage(), e);
        }
    }

    private static Dataset dataset(JsonNode set) {
        var archives = each(set.path("archives")).collect(Collectors.toMap(archive -> text(archive, "file"), archive ->
                new Archive(text(archive, "file"), archive.get("bytes").asLong(), sha256(archive), addresses(archive))));
        var items = each(set.get("items")).map(item -> item(item, archives.get(item.path("archive").asText()))).toList();
        var reduced = Optional.ofNullable(set.get("reduced")).map(each -> new Dataset.Reduced(text(each, "folder"), text(each, "note")));
        return new Dataset(text(set, "name"), text(set, "title"), text(set, "licence"), URI.create(text(set, "home")),
                text(set, "folder"), text(set, "reading"), items, reduced);
    }

    private static Item item(JsonNode item, Archive archive) {
        if (item.has("on demand")) {
            return new OnDemand(text(item, "on demand"), URI.create(text(item, "base")));
        }
        long bytes = item.get("bytes").asLong();
        if (item.has("folder")) {
            return new DataFolder(text(item, "folder"), item.get("files").asInt(), bytes, sha256(item), archive,
                    text(item, "entries"));
        }
        return new DataFile(text(item, "file"), bytes, sha256(item),
                archive == null ? new Source.Web(addresses(item)) : new Source.Member(archive, text(item, "entry")));
    }

    /** Those that stand there; of {@code "github": "owner/name@commit/path"} the host itself, then a public copy of it. */
    private static List<URI> addresses(JsonNode from) {
        if (from.has("github")) {
            var place = text(from, "github");
            return List.of(URI.create("https://raw.githubusercontent.com/" + place.replaceFirst("@", "/")),
                    URI.create("https://cdn.jsdelivr.net/gh/" + place));
        }
        return each(from.get("addresses")).map(JsonNode::asText).map(URI::create).toList();
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static Optional<String> sha256(JsonNode of) {
        return Optional.ofNullable(of.get("sha256")).map(JsonNode::asText);
    }

    private static String text(JsonNode of, String name) {
        return of.get(name).asText();
    }
}
