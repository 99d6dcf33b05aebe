package org.unrolled.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.data.RealData;
import org.unrolled.text.BytePairEncoding.Merge;

class BytePairEncodingTest {
    /** The word counts of the example in Sennrich, Haddow and Birch (2016), algorithm 1. */
    private static final String PAPER = " low".repeat(5) + " lower".repeat(2) + " newest".repeat(6) + " widest".repeat(3);

    @Test
    void mergesAsThePaperDoes() {
        var merges = BytePairEncoding.learn(PAPER, 9).merges();
        // The paper goes on with est + end of word; here the space in front belongs to the word, so "low" takes its space in.
        assertEquals(List.of(new Merge("e", "s"), new Merge("es", "t"), new Merge(" ", "l"), new Merge(" l", "o"),
                new Merge(" lo", "w"), new Merge(" ", "n"), new Merge(" n", "e"), new Merge(" ne", "w"),
                new Merge(" new", "est")), merges);
    }

    @Test
    void wordsNeverSeenAreMadeOfPieces() {
        var pieces = BytePairEncoding.learn(PAPER, 9);
        assertEquals(List.of(" low", "est"), pieces.tokens(" lowest"), "the paper's own example: low and est");
        assertEquals(List.of("l", "o", "w"), pieces.tokens("low"), "without its space it is another word");
        assertEquals(List.of("x", "est"), pieces.tokens("xest"), "a character never seen stays one piece");
        assertEquals(List.of(), pieces.tokens(""));
    }

    @Test
    void learningIsTheSameEveryTime() {
        var text = Corpus.embedded().substring(0, 30_000);
        var once = BytePairEncoding.learn(text, 200);
        assertEquals(once, BytePairEncoding.learn(text, 200));
        assertEquals(once.merges().subList(0, 50), BytePairEncoding.learn(text, 50).merges(), "fewer merges are the first ones");
    }

    @Test
    void countsKeptUpToDateAreTheCountsOfANewCount() {
        // Each merge must be the most frequent pair of the text as cut by the merges before it.
        var text = "aaaa aaa abab baba aabb bbaa ".repeat(3) + "aaaaaaa b ab";
        var merges = BytePairEncoding.learn(text, 12).merges();
        for (int n = 0; n < merges.size(); n++) {
            var before = new BytePairEncoding(List.of(), merges.subList(0, n));
            assertEquals(mostFrequent(before, text), merges.get(n), "merge " + n);
        }
        assertTrue(merges.size() > 5, merges.toString());
    }

    /** 300 random texts over few letters, so that pairs are often equally frequent, overlap, and vanish. */
    @Test
    void theQueueMergesWhatTheMinimumOverAllPairsWould() {
        var random = new Random(3);
        int merged = 0, ties = 0, vanished = 0;
        for (int i = 0; i < 300; i++) {
            int letters = 1 + random.nextInt(4);
            var text = random.ints(5 + random.nextInt(200), 0, letters + 1)
                .mapToObj(n -> n == letters ? " " : Character.toString("ab\uD83D\uDE00\uFFFD".codePoints().toArray()[n]))
                .collect(Collectors.joining());
            var words = BytePairEncoding.WORDS.matcher(text).results()
                .map(word -> new ArrayList<>(new CharacterTokenizer().tokens(word.group()))).toList();
            var expected = new ArrayList<Merge>();
            Map<Merge, Long> before = Map.of();
            for (int n = 0; n < 40; n++) {
                var counts = words.stream().flatMap(word -> IntStream.range(1, word.size())
                    .mapToObj(at -> new Merge(word.get(at - 1), word.get(at))))
                    .collect(Collectors.groupingBy(pair -> pair, Collectors.counting()));
                long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
                if (most < 2) {
                    break;
                }
                var best = counts.keySet().stream().filter(pair -> counts.get(pair) == most)
                    .sorted(Comparator.comparing(Merge::left).thenComparing(Merge::right)).toList();
                ties += best.size() > 1 ? 1 : 0;
                vanished += before.keySet().stream().anyMatch(pair -> !counts.containsKey(pair)) ? 1 : 0;
                before = counts;
                expected.add(best.get(0));
                words.forEach(word -> PairMerging.merge(word, best.get(0)));
            }
            assertEquals(expected, BytePairEncoding.learn(text, 40).merges(), text);
            merged += expected.size();
        }
        assertTrue(merged > 2000 && ties > 800 && vanished > 1000, merged + " merges, " + ties + " ties, " + vanished);
    }

    private static Merge mostFrequent(BytePairEncoding pieces, String text) {
        var counts = new TreeMap<String, Integer>();
        var words = BytePairEncoding.WORDS.matcher(text);
        while (words.find()) {
            var tokens = pieces.tokens(words.group());
            for (int i = 0; i + 1 < tokens.size(); i++) {
                counts.merge(tokens.get(i) + "\t" + tokens.get(i + 1), 1, Integer::sum);
            }
        }
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
        var pair = counts.entrySet().stream().filter(e -> e.getValue() == most).findFirst().orElseThrow().getKey().split("\t");
        return new Merge(pair[0], pair[1]);
    }

    @Test
    void anyTextComesBackExactly() {
        var pieces = BytePairEncoding.learn(Corpus.embedded().substring(0, 20_000), 150);
        var random = new Random(1);
        for (int i = 0; i < 500; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                text.append(random.nextBoolean() ? "the and house  ".substring(random.nextInt(15))
                        : Character.toString(random.nextInt(0x11000)));
            }
            assertEquals(text.toString(), pieces.join(pieces.tokens(text.toString())));
        }
        var lines = " two  spaces,\ttabs\r\nand\n\n lines\u00A0\u2003 \uD83D\uDC4D\uD83C\uDFFD don't ";
        assertEquals(lines, pieces.join(pieces.tokens(lines)));
    }

    @Test
    void idsGoThereAndBack() {
        var text = Corpus.embedded().substring(0, 20_000);
        var pieces = BytePairEncoding.learn(text, 100);
        var vocabulary = pieces.vocabulary(Vocabulary.PADDING, Vocabulary.UNKNOWN);
        assertEquals(2 + pieces.alphabet().size() + 100, vocabulary.size());
        var encoded = EncodedText.of(text, pieces, vocabulary);
        assertEquals(text, encoded.text());
        assertEquals(0, encoded.unknown());
        assertTrue(encoded.length() < 0.6 * text.length(), encoded.length() + " pieces for " + text.length() + " characters");
        assertEquals("a <unk>", vocabulary.decode(vocabulary.encode(pieces.tokens("a \u4E2D"))));
        var error = assertThrows(IllegalArgumentException.class, () -> vocabulary.encode("the"));
        assertTrue(error.getMessage().contains("BytePairEncoding"), error.getMessage());
    }

    @Test
    void nothingIsMergedThatStandsThereOnce() {
        assertEquals(List.of(), BytePairEncoding.learn("abcdef", 10).merges());
        assertEquals(List.of(new Merge("a", "b")), BytePairEncoding.learn("ab ab", 10).merges().subList(0, 1));
        assertEquals(List.of("a", "b"), BytePairEncoding.learn("ab ab", 0).tokens("ab"));
    }

    @Test
    void savedPiecesAreLoadedAsTheyWere(@TempDir Path folder) throws IOException {
        var pieces = BytePairEncoding.learn("tab\ttab\ttab back\\slash back\\slash \\\\\\ \\\\\\ \n\n\r\n" + PAPER, 40);
        var file = folder.resolve("deep").resolve("pieces.txt");
        pieces.save(file);
        var loaded = BytePairEncoding.load(file);
        assertEquals(pieces, loaded);
        assertEquals(pieces.tokens("a lowest tab\t\\\\"), loaded.tokens("a lowest tab\t\\\\"));
        assertEquals(pieces.vocabulary(), loaded.vocabulary());
        var vocabularyFile = folder.resolve("vocabulary.txt");
        pieces.vocabulary(Vocabulary.PADDING).save(vocabularyFile);
        assertEquals(pieces.vocabulary(Vocabulary.PADDING), Vocabulary.load(vocabularyFile));
    }

    @Test
    void aCutOrForeignFileIsRefused(@TempDir Path folder) throws IOException {
        var file = folder.resolve("pieces.txt");
        BytePairEncoding.learn(PAPER, 9).save(file);
        var lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() - 3));
        var cut = assertThrows(IOException.class, () -> BytePairEncoding.load(file));
        assertTrue(cut.getMessage().contains("was cut"), cut.getMessage());
        lines.set(lines.size() - 1, "no tab");
        Files.write(file, lines);
        assertTrue(assertThrows(IOException.class, () -> BytePairEncoding.load(file)).getMessage().contains("'no tab'"));
        Files.writeString(file, "hello");
        assertTrue(assertThrows(IOException.class, () -> BytePairEncoding.load(file)).getMessage().contains("not a byte-pair encoding"));
        Files.write(file, new byte[] {(byte) 0xFF, 10});
        assertTrue(assertThrows(IOException.class, () -> BytePairEncoding.load(file)).getMessage().contains("UTF-8"));
        assertThrows(IOException.class, () -> BytePairEncoding.load(folder.resolve("missing.txt")));
    }

    @Test
    void badInputIsNamed() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> BytePairEncoding.learn("", 5)).getMessage().contains("empty"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> BytePairEncoding.learn("a", -1)).getMessage().contains("-1"));
        assertEquals(List.of(), BytePairEncoding.learn("a", 5).merges());
    }

    @Test
    void learningStopsWhenItIsInterrupted() {
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancellationException.class, () -> BytePairEncoding.learn(PAPER, 9));
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt stays visible");
        }
    }

    @Test
    void realTextGetsShorterAndComesBack(@TempDir Path folder) {
        var text = RealData.cache(folder).text("tinyshakespeare", "input.txt").substring(0, 300_000);
        var pieces = BytePairEncoding.learn(text, 300);
        var tokens = pieces.tokens(text);
        assertEquals(text, pieces.join(tokens));
        assertTrue(tokens.size() < 0.55 * text.length(), tokens.size() + " pieces");
        assertTrue(pieces.vocabulary().contains(" the"));
    }
}
