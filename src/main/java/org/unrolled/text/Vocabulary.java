package org.unrolled.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.nd4j.common.base.Preconditions;
import org.unrolled.data.Checksums;

/**
 * Symbols (characters or words) and their numbers 0 to size - 1, fixed for good: a network's outputs mean nothing without it.
 *
 * <p>Reserved symbols such as {@code <unk>} come first. Character vocabularies are in code point order, word vocabularies by
 * falling count, then alphabetically, so that the same text always gives the same numbers.
 *
 * <pre>{@code
 * var letters = Vocabulary.characters("hello");   // e, h, l, o
 * int[] ids = letters.encode("hole");             // 1, 3, 2, 0
 * String back = letters.decode(ids);              // hole
 * }</pre>
 */
public final class Vocabulary {
    /** Fills up short sequences of a batch. */
    public static final String PADDING = "<pad>";
    /** Stands for every symbol that the vocabulary doesn't know. */
    public static final String UNKNOWN = "<unk>";
    /** Begins a sentence. */
    public static final String START = "<start>";
    /** Ends a sentence. */
    public static final String END = "<end>";

    /** What one symbol is, and so how text is cut into symbols and put together again. */
    public enum Unit {
        /** One Unicode code point. */
        CHARACTER,
        /** What stands between white space; text comes back with single spaces. */
        WORD,
        /** Pieces of words, as {@link BytePairEncoding} cuts them; text comes back exactly. */
        SUBWORD
    }

    private static final String HEADER = "unrolled vocabulary 1 ";

    private final Unit unit;
    private final List<String> symbols;
    private final Map<String, Integer> ids;

    private Vocabulary(Unit unit, Collection<String> symbols) {
        this.unit = unit;
        this.symbols = List.copyOf(symbols);
        this.ids = new HashMap<>(this.symbols.size() * 2);
        for (var symbol : this.symbols) {
            Preconditions.checkArgument(!symbol.isEmpty(),
                    "symbol number %s is empty, expected at least a character", ids.size());
            requireWholeCharacters(symbol);
            Preconditions.checkArgument(ids.put(symbol, ids.size()) == null, "symbol '%s' is given twice", symbol);
        }
        Preconditions.checkArgument(!this.symbols.isEmpty(), "a vocabulary needs at least one symbol: the text given is empty");
    }

    /** Half a character could be trained with, but not be saved. */
    private static void requireWholeCharacters(String symbol) {
        symbol.codePoints().filter(each -> Character.getType(each) == Character.SURROGATE).findFirst().ifPresent(half -> {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "a symbol has U+%04X, half of a character: the text"
                + " was cut within one; cut it between code points, as with String.offsetByCodePoints", half));
        });
    }

    /** The characters of a text in code point order, after the reserved symbols; there must be one of either. */
    public static Vocabulary characters(String text, String... reserved) {
        var symbols = new LinkedHashSet<>(List.of(reserved));
        text.codePoints().distinct().sorted().forEach(each -> symbols.add(Character.toString(each)));
        return new Vocabulary(Unit.CHARACTER, symbols);
    }

    /**
     * The tokens that occur at least {@code minCount} times in a text, after the reserved symbols: characters in code point
     * order, words by falling count. Reserve {@link #UNKNOWN} unless minCount is 1.
     */
    public static Vocabulary of(Tokenizer tokenizer, String text, int minCount, String... reserved) {
        Preconditions.checkArgument(tokenizer.unit() != Unit.SUBWORD,
                "pieces of words have their vocabulary already: ask BytePairEncoding for it");
        var byCount = words(tokenizer.tokens(text), minCount, reserved);
        if (tokenizer.unit() == Unit.WORD) {
            return byCount;
        }
        var symbols = new LinkedHashSet<>(List.of(reserved));
        byCount.symbols.stream().filter(symbol -> !symbols.contains(symbol))
                .sorted(Comparator.comparing(symbol -> symbol.codePointAt(0))).toList().forEach(symbols::add);
        return new Vocabulary(Unit.CHARACTER, symbols);
    }

    /**
     * The words of a text, in order and with repetitions, that occur at least {@code minCount} times, most frequent first, after
     * the reserved symbols.
     */
    public static Vocabulary words(List<String> words, int minCount, String... reserved) {
        Preconditions.checkArgument(minCount >= 1, "minCount is %s, expected at least 1", minCount);
        var counts = words.stream().collect(Collectors.groupingBy(word -> word, Collectors.counting()));
        var symbols = new LinkedHashSet<>(List.of(reserved));
        counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= minCount)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> symbols.add(entry.getKey()));
        return new Vocabulary(Unit.WORD, symbols);
    }

    /** The given symbols in the given order. */
    public static Vocabulary of(Unit unit, List<String> symbols) {
        return new Vocabulary(unit, symbols);
    }

    /** How many symbols there are, reserved ones included. */
    public int size() {
        return symbols.size();
    }

    /** The first symbols, at least 1, reserved ones included, of words: only they stand in order of their counts. */
    public Vocabulary first(int size) {
        Preconditions.checkArgument(unit == Unit.WORD && size >= 1, "the first %s of %s were asked for, expected at least 1 "
                + "symbol, and words: only they stand in order of their counts", size, this);
        return new Vocabulary(unit, symbols.subList(0, Math.min(size, size())));
    }

    /** What one symbol is. */
    public Unit unit() {
        return unit;
    }

    /** All symbols; the place in the list is the id. */
    public List<String> symbols() {
        return symbols;
    }

    /** True if the symbol itself is known; {@code <unk>} does not count. */
    public boolean contains(String symbol) {
        return ids.containsKey(symbol);
    }

    /** The number of a symbol, or that of {@code <unk>}; an unknown symbol is refused by a vocabulary without {@code <unk>}. */
    public int id(String symbol) {
        var id = ids.getOrDefault(symbol, ids.get(UNKNOWN));
        if (id == null) {
            throw new IllegalArgumentException(kind("character", "word", "piece") + " '" + symbol
                    + "' is not among the " + size() + " symbols (" + examples() + "): leave it out, or make the vocabulary "
                    + "from a text that has it or with the reserved symbol Vocabulary.UNKNOWN");
        }
        return id;
    }

    /** The number of a character. */
    public int id(char character) {
        return id(String.valueOf(character));
    }

    /** The id of {@link #UNKNOWN}, if it is reserved. */
    public OptionalInt unknown() {
        var id = ids.get(UNKNOWN);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /** @throws IllegalArgumentException if id is not within 0 to size - 1 */
    public String symbol(int id) {
        Preconditions.checkArgument(id >= 0 && id < size(),
                "id is %s, expected 0 to %s: was it made with another vocabulary?", id, size() - 1);
        return symbols.get(id);
    }

    /** The ids of the text's characters, or words between white space, see {@link #id}; pieces of words can't be found so. */
    public int[] encode(String text) {
        Preconditions.checkArgument(unit != Unit.SUBWORD, "this vocabulary holds pieces of words: cut the text with its "
                + "BytePairEncoding, vocabulary.encode(pieces.tokens(text))");
        if (unit == Unit.CHARACTER) {
            return text.codePoints().map(each -> id(Character.toString(each))).toArray();
        }
        return encode(new SpaceTokenizer().tokens(text));
    }

    /** The ids of symbols that are cut already, see {@link #id}. */
    public int[] encode(List<String> tokens) {
        return tokens.stream().mapToInt(this::id).toArray();
    }

    /** The text of ids: characters one after the other, words with a space between. */
    public String decode(int... encoded) {
        var text = new StringBuilder();
        for (int i = 0; i < encoded.length; i++) {
            text.append(i > 0 && unit == Unit.WORD ? " " : "").append(symbol(encoded[i]));
        }
        return text.toString();
    }

    /** Writes the symbols to a UTF-8 file, one a line, by way of a temporary file: there is never half a vocabulary. */
    public void save(Path file) throws IOException {
        SymbolFile.write(file, lines());
    }

    private List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add(header(unit));
        symbols.forEach(symbol -> lines.add(SymbolFile.escape(symbol)));
        return lines;
    }

    private static String header(Unit unit) {
        return HEADER + unit.name().toLowerCase(Locale.ROOT);
    }

    /** What tells this vocabulary from all others: how many symbols of which kind, and the SHA-256 of what is saved. */
    public String fingerprint() {
        return size() + " " + kind("characters", "words", "pieces") + ", SHA-256 " + Checksums.text(String.join("\n", lines()));
    }

    /** Reads what {@link #save} wrote; fails if the file is missing or is not a vocabulary. */
    public static Vocabulary load(Path file) throws IOException {
        var lines = SymbolFile.read(file);
        for (var unit : Unit.values()) {
            if (lines.get(0).equals(header(unit))) {
                try {
                    return new Vocabulary(unit, lines.stream().skip(1).map(SymbolFile::unescape).toList());
                } catch (IllegalArgumentException e) {
                    throw new IOException(file + " is not a whole vocabulary: " + e.getMessage(), e);
                }
            }
        }
        throw new IOException(file + " is not a vocabulary: its first line is not '" + HEADER
                + "character', '... word' or '... subword'");
    }

    private String kind(String character, String word, String piece) {
        return unit == Unit.CHARACTER ? character : unit == Unit.WORD ? word : piece;
    }

    private String examples() {
        var some = symbols.stream().sorted(Comparator.naturalOrder()).limit(12).collect(Collectors.joining(" "));
        return SymbolFile.escape(size() > 12 ? some + " ..." : some);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary that && unit == that.unit && symbols.equals(that.symbols);
    }

    @Override
    public int hashCode() {
        return symbols.hashCode();
    }

    @Override
    public String toString() {
        return size() + " " + kind("characters", "words", "pieces") + ": " + examples();
    }
}
