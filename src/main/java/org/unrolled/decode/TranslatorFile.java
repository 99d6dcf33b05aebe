package org.unrolled.decode;

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
import java.util.List;
import java.util.Set;
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
 * A {@link Translator} as a zip file. Each entry has a checksum, which is checked when it is read:
 * <pre>
 * translator.txt                                   the format and the beam
 * graph.json, parameters.bin                       the network
 * source.tokenizer, .pieces, .vocabulary; target.  the languages
 * </pre>
 */
final class TranslatorFile {
    private static final String HEADER = "unrolled translator 1";
    private static final String ABOUT = "translator.txt";
    private static final String GRAPH = "graph.json";
    private static final String PARAMETERS = "parameters.bin";
    private static final Set<String> ENDINGS = Set.of("tokenizer", "pieces", "vocabulary");

    private TranslatorFile() {
    }

    static void save(Translator translator, Path file) throws IOException {
        var folder = Files.createTempDirectory("translator");
        try {
            write(translator, folder);
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

    private static void write(Translator translator, Path folder) throws IOException {
        var beam = translator.beam();
        Files.writeString(folder.resolve(ABOUT), String.join("\n", HEADER, "width " + beam.width(), "alpha " + beam.alpha(),
            "nBest " + beam.nBest()) + "\n");
        Files.writeString(folder.resolve(GRAPH), translator.graph().getConfiguration().toJson());
        try (var out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(folder.resolve(PARAMETERS)), 1 << 16))) {
            Nd4j.write(translator.graph().params(), out);
        }
        translator.source().save(folder, "source");
        translator.target().save(folder, "target");
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

    static Translator load(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file + " is not there: give the file that Translator.save wrote");
        }
        var folder = Files.createTempDirectory("translator");
        try {
            unpack(file, folder);
            return read(folder);
        } catch (NoSuchFileException e) {
            throw broken(file, "it has no entry " + Path.of(e.getFile()).getFileName(), e);
        } catch (RuntimeException | IOException e) {
            throw broken(file, e.getMessage(), e);
        } finally {
            remove(folder);
        }
    }

    private static IOException broken(Path file, String why, Exception cause) {
        return new IOException(file + " is no whole translator: " + why + ". Save it again, or copy it anew from where it is"
            + " whole", cause);
    }

    /** Unpacks the entries that a translator has, and no others; reading an entry to its end checks it. */
    private static void unpack(Path file, Path folder) throws IOException {
        try (var in = new ZipInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (known(entry.getName())) {
                    Files.copy(in, folder.resolve(entry.getName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static boolean known(String name) {
        int dot = name.indexOf('.');
        return Set.of(ABOUT, GRAPH, PARAMETERS).contains(name)
            || dot > 0 && Set.of("source", "target").contains(name.substring(0, dot)) && ENDINGS.contains(name.substring(dot + 1));
    }

    private static Translator read(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(ABOUT))) {
            throw new IOException("it is no zip file with an entry " + ABOUT);
        }
        var about = Files.readAllLines(folder.resolve(ABOUT));
        if (!about.get(0).equals(HEADER)) {
            throw new IOException("it begins with '" + about.get(0) + "', expected '" + HEADER + "'");
        }
        var beam = new Translator.Beam(Integer.parseInt(setting(about, "width")), Double.parseDouble(setting(about, "alpha")),
            Integer.parseInt(setting(about, "nBest")));
        var graph = new ComputationGraph(ComputationGraphConfiguration.fromJson(Files.readString(folder.resolve(GRAPH))));
        graph.init(parameters(folder.resolve(PARAMETERS)), false);
        var source = TextCodec.load(folder, "source");
        var target = TextCodec.load(folder, "target");
        return Translator.of(graph, source, target).withBeam(beam.width(), beam.alpha(), beam.nBest());
    }

    private static String setting(List<String> about, String name) throws IOException {
        return about.stream().filter(line -> line.startsWith(name + " ")).map(line -> line.substring(name.length() + 1))
            .findFirst().orElseThrow(() -> new IOException("its " + ABOUT + " has no " + name));
    }

    private static INDArray parameters(Path file) throws IOException {
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            return Nd4j.read(in);
        }
    }
}
