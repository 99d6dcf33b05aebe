package org.unrolled.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.files.Resource;

/**
 * Pairs of sentences that ship with the project, with the links between their words. <pre>{@code
 * List<AlignedPair> train = EmbeddedPairs.GERMAN_ENGLISH.train(10_000);
 * List<AlignedPair> test = EmbeddedPairs.GERMAN_ENGLISH.test(400);
 * }</pre>
 * A tool wrote them from seeds ({@code tools/bilingual}): each pair was made up once, as a tree of what it says, and put into
 * both languages, so its alignment is known. Words are in small letters. Test pairs differ from training pairs in the nouns,
 * verbs and adjectives that come together, so no sentence of one part is in the other, on neither side.
 */
public enum EmbeddedPairs {
    /** German to English, main clauses and subordinate ones of 3 to 16 words: 10,000 pairs to train with, 400 to test. */
    GERMAN_ENGLISH,
    /** English to French, main clauses with a small lexicon: 4,000 pairs to train with, 100 to test. */
    ENGLISH_FRENCH,
    /**
     * English reports and their headlines: the news without details. Links join the headline's words with those of the news,
     * and pronouns in the report with whom they mean. 3,000 pairs to train with, 200 to test.
     */
    HEADLINES,
    /**
     * One or two facts and a question, in English, and the answer. Links join the answer's words with those that they come
     * from, pronouns with whom they mean. 3,000 pairs to train with, 200 to test.
     */
    ANSWERS;

    /** The part of a kind's pairs. */
    public enum Part { TRAIN, TEST }

    private static final String RESOURCE = "/org/unrolled/embedded/pairs.txt.gz";

    /** The first training pairs, if there are so many; no source stands there twice. */
    public List<AlignedPair> train(int count) {
        return read(Part.TRAIN, count);
    }

    /** The first test pairs, if there are so many. */
    public List<AlignedPair> test(int count) {
        return read(Part.TEST, count);
    }

    /** The line of the file above the pairs of one part: {@code # GERMAN_ENGLISH TRAIN}. */
    public String heading(Part part) {
        return "# " + this + " " + part;
    }

    private List<AlignedPair> read(Part part, int count) {
        List<AlignedPair> pairs;
        try (var in = Resource.open(EmbeddedPairs.class, RESOURCE);
                var lines = new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            pairs = lines.lines().dropWhile(line -> !line.equals(heading(part))).skip(1)
                    .takeWhile(line -> !line.startsWith("# ")).map(AlignedPair::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded pairs can't be read: " + e.getMessage(), e);
        }
        Preconditions.checkArgument(count >= 1 && count <= pairs.size(), "%s has %s pairs in its part %s, expected 1 to %s, "
                + "not %s: take fewer, or write more with tools/bilingual", this, pairs.size(), part, pairs.size(), count);
        return List.copyOf(pairs.subList(0, count));
    }
}
