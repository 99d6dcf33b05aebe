package org.unrolled.bilingual;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.unrolled.bilingual.TranslationPairs.Level;
import org.unrolled.text.AlignedPair;
import org.unrolled.text.EmbeddedPairs;
import org.unrolled.text.EmbeddedPairs.Part;

/** Writes the pairs that the library embeds, see {@link EmbeddedPairs}: {@code PairsFile data/pairs.txt.gz}. */
public final class PairsFile {
    private static final long SEED = 10;

    private PairsFile() { }

    /** The file's text: under a heading for each kind and part a pair a line, as {@link AlignedPair#toString} writes it. */
    public static String text() {
        var text = new StringBuilder();
        for (var kind : EmbeddedPairs.values()) {
            for (var part : Part.values()) {
                text.append(kind.heading(part)).append('\n');
                pairs(kind, part == Part.TEST).forEach(pair -> text.append(pair).append('\n'));
            }
        }
        return text.toString();
    }

    private static List<AlignedPair> pairs(EmbeddedPairs kind, boolean test) {
        return switch (kind) {
            case GERMAN_ENGLISH -> {
                var pairs = TranslationPairs.germanEnglish(SEED).level(Level.MEDIUM).lengths(3, 16);
                yield test ? pairs.test().pairs(400) : pairs.pairs(10_000);
            }
            case ENGLISH_FRENCH -> {
                var pairs = TranslationPairs.englishFrench(SEED).level(Level.SIMPLE);
                yield test ? pairs.test().pairs(100) : pairs.pairs(4000);
            }
            case HEADLINES -> {
                var pairs = Summaries.english(SEED).level(Level.SIMPLE);
                yield test ? pairs.test().pairs(200) : pairs.pairs(3000);
            }
            case ANSWERS -> {
                var pairs = Dialogue.english(SEED).level(Level.SIMPLE);
                yield test ? pairs.test().pairs(200) : pairs.pairs(3000);
            }
        };
    }

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.out.println("usage: java org.unrolled.bilingual.PairsFile FILE");
            System.exit(2);
        }
        var file = Path.of(arguments[0]);
        try (var out = new BestGzip(Files.newOutputStream(file))) {
            out.write(text().getBytes(StandardCharsets.UTF_8));
        }
        System.out.printf(Locale.ROOT, "%s: %,d bytes, seed %d%n", file, Files.size(file), SEED);
    }

    /** Writes no time and no name into the file, so that the same Java writes the same bytes. */
    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(9);
        }
    }
}
