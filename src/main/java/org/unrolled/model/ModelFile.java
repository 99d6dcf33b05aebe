package org.unrolled.model;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.files.AtomicFile;
import org.unrolled.text.TextCodec;

/**
 * A trained graph with all that it takes to use it on text, as a zip file. Each entry has a checksum, which is checked when it is
 * read. Of the kind {@code translator} it has
 * <pre>
 * translator.txt                                   the format, then settings, a line each
 * graph.json, parameters.bin                       the network
 * source.tokenizer, .pieces, .vocabulary; target.  the languages, by the names of their codecs
 * </pre>
 * A network beside that one, such as the encoder that makes its input, has the entries {@code NAME.json} and {@code NAME.bin}.
 *
 * @param kind     what it holds, one word
 * @param settings lines of a name, a space and a value
 * @param graph    the network
 * @param codecs   by name
 * @param beside   other networks by name, a word of letters
 */
public record ModelFile(String kind, List<String> settings, ComputationGraph graph, Map<String, TextCodec> codecs,
                        Map<String, ComputationGraph> beside) {
    private static final String GRAPH = "graph.json";
    private static final String PARAMETERS = "parameters.bin";
    private static final Pattern BESIDE = Pattern.compile("(?<name>[a-zA-Z]{1,40})\\.(json|bin)");
    private static final Set<String> ENDINGS = Set.of("tokenizer", "pieces", "vocabulary");

    /** A file with one network. */
    public ModelFile(String kind, List<String> settings, ComputationGraph graph, Map<String, TextCodec> codecs) {
        this(kind, settings, graph, codecs, Map.of());
    }

    /** What a kind of file is made into. */
    public interface Maker<T> {
        /** Makes it. @throws IOException if something is missing */
        T make(ModelFile file) throws IOException;
    }

    /** The value of the setting of this name. @throws IOException if there is none */
    public String setting(String name) throws IOException {
        return settings(name).stream().findFirst().orElseThrow(() -> new IOException("its " + about(kind) + " has no " + name));
    }

    /** The values of all settings of this name. */
    public List<String> settings(String name) {
        return settings.stream().filter(line -> line.startsWith(name + " ")).map(line -> line.substring(name.length() + 1)).toList();
    }

    private static String about(String kind) {
        return kind + ".txt";
    }

    private static String header(String kind) {
        return "unrolled " + kind + " 1";
    }

    /**
     * Writes the file by way of a temporary one: there is never half a model under the name.
     *
     * @throws IOException              if it can't be written
     * @throws IllegalArgumentException if a tokeniser is none of this library's
     */
    public void save(Path file) throws IOException {
        var folder = Files.createTempDirectory(kind);
        try {
            write(folder);
            var place = file.toAbsolutePath();
            Files.createDirectories(place.getParent());
            var part = Files.createTempFile(place.getParent(), place.getFileName().toString(), ".part");
            try {
                pack(folder, part);
                AtomicFile.replace(part, place);
            } finally {
                Files.deleteIfExists(part);
            }
        } finally {
            remove(folder);
        }
    }

    private void write(Path folder) throws IOException {
        Files.writeString(folder.resolve(about(kind)), header(kind) + "\n" + String.join("\n", settings) + "\n");
        write(graph, folder.resolve(GRAPH), folder.resolve(PARAMETERS));
        for (var other : beside.entrySet()) {
            write(other.getValue(), folder.resolve(other.getKey() + ".json"), folder.resolve(other.getKey() + ".bin"));
        }
        for (var codec : codecs.entrySet()) {
            codec.getValue().save(folder, codec.getKey());
        }
    }

    private static void write(ComputationGraph graph, Path configuration, Path parameters) throws IOException {
        Files.writeString(configuration, graph.getConfiguration().toJson());
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(parameters), 1 << 16))) {
            Nd4j.write(graph.params(), out);
        }
    }

    private static void pack(Path folder, Path part) throws IOException {
        try (var out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(part), 1 << 16))) {
            // Trained numbers hardly get smaller, so no time is spent on trying.
            out.setLevel(Deflater.BEST_SPEED);
            for (var entry : files(folder)) {
                out.putNextEntry(new ZipEntry(entry.getFileName().toString()));
                Files.copy(entry, out);
                out.closeEntry();
            }
        }
        try (var channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private static void remove(Path folder) throws IOException {
        for (var file : files(folder)) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(folder);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @param kind   what the file has to hold
     * @param codecs names of the codecs that it has
     * @param writer who writes such files, for the message
     * @param maker  what is made of it; what it refuses is refused as a broken file
     * @throws IOException if the file is missing, cut short, altered, or something else
     */
    public static <T> T load(Path file, String kind, List<String> codecs, String writer, Maker<T> maker) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file + " is not there: give the file that " + writer + " wrote");
        }
        var folder = Files.createTempDirectory(kind);
        try {
            unpack(file, folder, kind, codecs);
            return maker.make(read(folder, kind, codecs));
        } catch (NoSuchFileException e) {
            throw broken(file, kind, "it has no entry " + Path.of(e.getFile()).getFileName(), e);
        } catch (RuntimeException | IOException e) {
            throw broken(file, kind, e.getMessage(), e);
        } finally {
            remove(folder);
        }
    }

    private static IOException broken(Path file, String kind, String why, Exception cause) {
        return new IOException(file + " is no whole " + kind + ": " + why + ". Save it again, or copy it anew from where it is"
            + " whole", cause);
    }

    /** Unpacks the entries that such a file has, and no others; reading an entry to its end checks it. */
    private static void unpack(Path file, Path folder, String kind, List<String> codecs) throws IOException {
        var known = Set.of(about(kind), GRAPH, PARAMETERS);
        try (var in = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var name = entry.getName();
                int dot = name.indexOf('.');
                boolean codec = dot > 0 && codecs.contains(name.substring(0, dot)) && ENDINGS.contains(name.substring(dot + 1));
                if (codec || known.contains(name) || BESIDE.matcher(name).matches()) {
                    Files.copy(in, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static ModelFile read(Path folder, String kind, List<String> codecs) throws IOException {
        if (!Files.exists(folder.resolve(about(kind)))) {
            throw new IOException("it is no zip file with an entry " + about(kind));
        }
        var lines = Files.readAllLines(folder.resolve(about(kind)));
        if (!lines.get(0).equals(header(kind))) {
            throw new IOException("it begins with '" + lines.get(0) + "', expected '" + header(kind) + "'");
        }
        var graph = graph(folder.resolve(GRAPH), folder.resolve(PARAMETERS));
        var beside = new LinkedHashMap<String, ComputationGraph>();
        for (var file : files(folder)) {
            var other = BESIDE.matcher(file.getFileName().toString());
            if (other.matches() && other.group(2).equals("json") && !file.endsWith(GRAPH)) {
                beside.put(other.group("name"), graph(file, folder.resolve(other.group("name") + ".bin")));
            }
        }
        var read = new LinkedHashMap<String, TextCodec>();
        for (var codec : codecs) {
            read.put(codec, TextCodec.load(folder, codec));
        }
        return new ModelFile(kind, lines.subList(1, lines.size()), graph, read, beside);
    }

    private static ComputationGraph graph(Path configuration, Path parameters) throws IOException {
        var graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(Files.readString(configuration)));
        graph.init(parameters(parameters), false);
        return graph;
    }

    private static INDArray parameters(Path file) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            return Nd4j.read(in);
        }
    }
}
