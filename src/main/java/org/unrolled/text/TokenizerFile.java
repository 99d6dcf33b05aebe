package org.unrolled.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.common.base.Preconditions;

/** Tokenisers in a folder. */
final class TokenizerFile {
    private static final String HEADER = "unrolled tokenizer 1 ";

    private TokenizerFile() { }

    /** Writes a tokeniser of this library as {@code NAME.tokenizer}, and its pieces, if it has any, as {@code NAME.pieces}. */
    static void save(Tokenizer tokenizer, Path folder, String name) throws IOException {
        SymbolFile.write(folder.resolve(name + ".tokenizer"), List.of(HEADER + describe(tokenizer)));
        var pieces = tokenizer instanceof SubwordTokenizer subwords ? subwords.pieces()
            : tokenizer instanceof BytePairEncoding encoding ? encoding : null;
        if (pieces != null) {
            pieces.save(folder.resolve(name + ".pieces"));
        }
    }

    private static String describe(Tokenizer tokenizer) {
        var kind = tokenizer instanceof WordTokenizer words ? "words " + describe(words)
            : tokenizer instanceof SubwordTokenizer subwords ? "subwords " + describe(subwords.words())
            : tokenizer instanceof BytePairEncoding ? "pieces"
            : tokenizer instanceof CharacterTokenizer ? "characters"
            : tokenizer instanceof SpaceTokenizer ? "spaces" : null;
        Preconditions.checkArgument(kind != null, "a tokeniser of the class %s can't be saved: expected one of this library's",
            tokenizer.getClass().getName());
        return kind;
    }

    private static String describe(WordTokenizer words) {
        return "lowerCase=" + words.lowerCase() + " lines=" + words.lines();
    }

    /** Reads what {@link #save} wrote; fails if it isn't there, or is something else. */
    static Tokenizer load(Path folder, String name) throws IOException {
        var file = folder.resolve(name + ".tokenizer");
        if (!Files.exists(file)) {
            throw new IOException("there is no " + file + ": is this a folder that a tokeniser was saved in?");
        }
        var line = SymbolFile.read(file).get(0);
        var kind = line.startsWith(HEADER) ? line.substring(HEADER.length()).split(" ")[0] : "";
        return switch (kind) {
            case "words" -> words(line);
            case "subwords" -> new SubwordTokenizer(words(line), BytePairEncoding.load(folder.resolve(name + ".pieces")));
            case "pieces" -> BytePairEncoding.load(folder.resolve(name + ".pieces"));
            case "characters" -> new CharacterTokenizer();
            case "spaces" -> new SpaceTokenizer();
            default -> throw new IOException(file + " is not a tokeniser: its first line is '" + line + "', expected '" + HEADER
                + "words ...', 'subwords ...', 'pieces', 'characters' or 'spaces'");
        };
    }

    private static WordTokenizer words(String line) {
        return new WordTokenizer(line.contains("lowerCase=true"), line.contains("lines=true"));
    }
}
