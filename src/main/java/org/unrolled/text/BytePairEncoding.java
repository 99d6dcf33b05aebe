package org.unrolled.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;

/**
 * Pieces of words, learned from text by merging the pair of neighbours that is most frequent, again and again (Sennrich,
 * Haddow and Birch 2016, section 3.2). Frequent words become one piece, rare words several, and no word is unknown as long
 * as its characters are known.
 *
 * <p>Text is first cut into words, each with the space before it, into runs of punctuation, and into other white space;
 * nothing is merged across these borders. The paper marks the end of a word instead. With the space in front, {@link #join}
 * gives back every text exactly. Of pairs that are equally frequent the one first in the order of its characters is merged,
 * so that the same text always gives the same pieces.
 *
 * <pre>{@code
 * var pieces = BytePairEncoding.learn(text, 400);
 * var vocabulary = pieces.vocabulary();
 * int[] ids = vocabulary.encode(pieces.tokens("the lowest"));
 * }</pre>
 */
public final class BytePairEncoding implements Tokenizer {
    /** Two pieces that became one. */
    public record Merge(String left, String right) {
        /** The piece that they became. */
        public String piece() {
            return left + right;
        }
    }

    static final Pattern WORDS = Pattern.compile(" ?[\\p{L}\\p{M}\\p{N}]++| ?[^\\s\\p{L}\\p{M}\\p{N}]++|\\s");
    private static final int REMEMBERED = 50_000;
    private static final String HEADER = "unrolled byte-pair encoding 1";

    private final List<String> alphabet;
    private final List<Merge> merges;
    private final Map<Merge, Integer> ranks = new HashMap<>();
    private final Map<String, List<String>> remembered = new ConcurrentHashMap<>();

    BytePairEncoding(Collection<String> alphabet, List<Merge> merges) {
        this.alphabet = List.copyOf(alphabet);
        this.merges = List.copyOf(merges);
        for (var merge : merges) {
            ranks.put(merge, ranks.size());
        }
    }

    /**
     * Learns pieces from a text by so many merges at most, fewer when no pair occurs twice any more.
     *
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public static BytePairEncoding learn(String text, int merges) {
        Preconditions.checkArgument(!text.isEmpty(), "the text is empty, expected a text to learn pieces from");
        Preconditions.checkArgument(merges >= 0, "merges is %s, expected 0 or more", merges);
        var alphabet = text.codePoints().distinct().sorted().mapToObj(Character::toString).toList();
        return new BytePairEncoding(alphabet, new PairMerging(text).learn(merges));
    }

    /** The characters of the text that the pieces were learned from, in code point order. */
    public List<String> alphabet() {
        return alphabet;
    }

    /** What was merged, in order. */
    public List<Merge> merges() {
        return merges;
    }

    /** The reserved symbols, then the characters, then the merged pieces in the order of merging. */
    public Vocabulary vocabulary(String... reserved) {
        var symbols = new LinkedHashSet<>(List.of(reserved));
        symbols.addAll(alphabet);
        merges.forEach(merge -> symbols.add(merge.piece()));
        return Vocabulary.of(Vocabulary.Unit.SUBWORD, List.copyOf(symbols));
    }

    /** Pieces of a text; a character that was not in the text of {@link #learn} is a piece of its own. */
    @Override
    public List<String> tokens(String text) {
        var tokens = new ArrayList<String>();
        var words = WORDS.matcher(text);
        while (words.find()) {
            tokens.addAll(pieces(words.group()));
        }
        return List.copyOf(tokens);
    }

    @Override
    public String join(List<String> tokens) {
        return String.join("", tokens);
    }

    @Override
    public Vocabulary.Unit unit() {
        return Vocabulary.Unit.SUBWORD;
    }

    private List<String> pieces(String word) {
        var known = remembered.get(word);
        if (known != null) {
            return known;
        }
        var pieces = new ArrayList<>(word.codePoints().mapToObj(Character::toString).toList());
        for (var merge = earliest(pieces); merge != null; merge = earliest(pieces)) {
            PairMerging.merge(pieces, merge);
        }
        var done = List.copyOf(pieces);
        if (remembered.size() < REMEMBERED) {
            remembered.put(word, done);
        }
        return done;
    }

    /** Of all neighbours the pair that was merged first in learning, or null. */
    private Merge earliest(List<String> pieces) {
        return IntStream.range(0, pieces.size() - 1).mapToObj(i -> new Merge(pieces.get(i), pieces.get(i + 1)))
                .filter(ranks::containsKey).min(Comparator.comparing(ranks::get)).orElse(null);
    }

    /** Writes alphabet and merges to a UTF-8 file, by way of a temporary file. */
    public void save(Path file) throws IOException {
        var lines = new ArrayList<String>();
        lines.add(HEADER + ", " + alphabet.size() + " characters, " + merges.size() + " merges");
        alphabet.forEach(symbol -> lines.add(SymbolFile.escape(symbol)));
        merges.forEach(merge -> lines.add(SymbolFile.escape(merge.left()) + "\t" + SymbolFile.escape(merge.right())));
        SymbolFile.write(file, lines);
    }

    /** Reads what {@link #save} wrote; fails if the file is missing, is something else, or was cut. */
    public static BytePairEncoding load(Path file) throws IOException {
        var lines = SymbolFile.read(file);
        var header = Pattern.compile(HEADER + ", (\\d{1,9}) characters, (\\d{1,9}) merges").matcher(lines.get(0));
        if (!header.matches()) {
            throw new IOException(file + " is not a byte-pair encoding: its first line is not '" + HEADER + ", ...'");
        }
        int characters = Integer.parseInt(header.group(1));
        int expected = 1 + characters + Integer.parseInt(header.group(2));
        if (lines.size() != expected) {
            throw new IOException(file + " has " + lines.size() + " lines, its first line promises " + expected
                    + ": the file was cut or changed, save the encoding again");
        }
        var alphabet = lines.subList(1, 1 + characters).stream().map(SymbolFile::unescape).toList();
        var merges = new ArrayList<Merge>();
        for (var line : lines.subList(1 + characters, lines.size())) {
            var pair = line.split("\t", -1);
            if (pair.length != 2) {
                throw new IOException(file + " has the line '" + line + "', expected two pieces with a tab between");
            }
            merges.add(new Merge(SymbolFile.unescape(pair[0]), SymbolFile.unescape(pair[1])));
        }
        return new BytePairEncoding(alphabet, merges);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BytePairEncoding that && alphabet.equals(that.alphabet) && merges.equals(that.merges);
    }

    @Override
    public int hashCode() {
        return merges.hashCode();
    }

    @Override
    public String toString() {
        return "byte-pair encoding of " + alphabet.size() + " characters and " + merges.size() + " merges";
    }
}
