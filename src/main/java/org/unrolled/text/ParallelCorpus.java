package org.unrolled.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.data.SentencePair;
import org.unrolled.files.TextLines;

/**
 * Sentences and their translations, cut into tokens: sentence number i of the one side belongs to number i of the other.
 *
 * <pre>{@code
 * var corpus = ParallelCorpus.read(Path.of("train.de"), Path.of("train.en"), new WordTokenizer().withLowerCase());
 * var pairs = corpus.withoutEmpty().encode(corpus.sourceVocabulary(2), corpus.targetVocabulary(2));
 * var batches = PairBatches.of(pairs, 128, 1);
 * }</pre>
 *
 * @param source     tokens of the source sentences
 * @param target     tokens of their translations
 * @param sourceUnit what a source token is
 * @param targetUnit what a target token is
 */
public record ParallelCorpus(List<List<String>> source, List<List<String>> target, Vocabulary.Unit sourceUnit,
                             Vocabulary.Unit targetUnit) {
    private static final String[] RESERVED = {Vocabulary.PADDING, Vocabulary.UNKNOWN, Vocabulary.START, Vocabulary.END};

    /** Keeps copies. @throws IllegalArgumentException if there are not as many of the one as of the other */
    public ParallelCorpus {
        requireAsMany(source.size(), target.size(), "the source", "the target");
        source = source.stream().map(List::copyOf).toList();
        target = target.stream().map(List::copyOf).toList();
    }

    /** Sentences and, as many and in the same order, their translations, cut by one tokeniser a side. */
    public static ParallelCorpus of(List<String> source, List<String> target, Tokenizer sourceTokenizer,
                                    Tokenizer targetTokenizer) {
        return new ParallelCorpus(source.stream().map(sourceTokenizer::tokens).toList(),
            target.stream().map(targetTokenizer::tokens).toList(), sourceTokenizer.unit(), targetTokenizer.unit());
    }

    /** Pairs of a data set, cut by one tokeniser a side. */
    public static ParallelCorpus of(List<SentencePair> pairs, Tokenizer sourceTokenizer, Tokenizer targetTokenizer) {
        return of(pairs.stream().map(SentencePair::source).toList(), pairs.stream().map(SentencePair::target).toList(),
            sourceTokenizer, targetTokenizer);
    }

    /** Pairs of {@link EmbeddedPairs} and their like, with their own words. */
    public static ParallelCorpus of(List<AlignedPair> pairs) {
        return ofTokens(pairs.stream().map(AlignedPair::source).toList(), pairs.stream().map(AlignedPair::target).toList());
    }

    /** Sentences that are cut into words already, and as many translations. */
    public static ParallelCorpus ofTokens(List<List<String>> source, List<List<String>> target) {
        return new ParallelCorpus(source, target, Vocabulary.Unit.WORD, Vocabulary.Unit.WORD);
    }

    /** Two UTF-8 files, plain or {@code .gz}, with as many sentences, one a line, cut by one tokeniser; see {@link #lines}. */
    public static ParallelCorpus read(Path source, Path target, Tokenizer tokenizer) throws IOException {
        return read(source, target, tokenizer, tokenizer);
    }

    /** {@link #read(Path, Path, Tokenizer)} with a tokeniser for each side. */
    public static ParallelCorpus read(Path source, Path target, Tokenizer sourceTokenizer, Tokenizer targetTokenizer)
            throws IOException {
        var from = lines(source);
        var to = lines(target);
        requireAsMany(from.size(), to.size(), source.toString(), target.toString());
        return of(from, to, sourceTokenizer, targetTokenizer);
    }

    /**
     * The sentences of a UTF-8 text file, plain or {@code .gz}, one a line, without white space at their ends; fails at a line
     * that isn't UTF-8.
     */
    public static List<String> lines(Path file) throws IOException {
        return TextLines.read(file).stream().map(String::strip).toList();
    }

    private static void requireAsMany(int source, int target, String sourceName, String targetName) {
        Preconditions.checkArgument(source == target,
                "%s has %s lines and %s has %s, expected as many: each sentence stands on the line of its translation; look "
                + "for a line that was lost or broken in two", sourceName, source, targetName, target);
    }

    /** How many pairs there are. */
    public int size() {
        return source.size();
    }

    /** The other way round: from what was the target to what was the source. */
    public ParallelCorpus reversed() {
        return new ParallelCorpus(target, source, targetUnit, sourceUnit);
    }

    /** Without the pairs of which one side has no token. */
    public ParallelCorpus withoutEmpty() {
        return keep(i -> !source.get(i).isEmpty() && !target.get(i).isEmpty());
    }

    /** Without the pairs of which one side has more tokens than this. */
    public ParallelCorpus upTo(int tokens) {
        return keep(i -> source.get(i).size() <= tokens && target.get(i).size() <= tokens);
    }

    private ParallelCorpus keep(IntPredicate wanted) {
        int[] kept = IntStream.range(0, size()).filter(wanted).toArray();
        return new ParallelCorpus(IntStream.of(kept).mapToObj(source::get).toList(),
            IntStream.of(kept).mapToObj(target::get).toList(), sourceUnit, targetUnit);
    }

    /** The source tokens that occur at least so often, 1 or more, most frequent first, after padding, unknown, start and end. */
    public Vocabulary sourceVocabulary(int minCount) {
        return vocabulary(source, minCount, sourceUnit);
    }

    /** The target tokens that occur at least so often. */
    public Vocabulary targetVocabulary(int minCount) {
        return vocabulary(target, minCount, targetUnit);
    }

    private static Vocabulary vocabulary(List<List<String>> sentences, int minCount, Vocabulary.Unit unit) {
        var all = new ArrayList<String>();
        sentences.forEach(all::addAll);
        return Vocabulary.of(unit, Vocabulary.words(all, minCount, RESERVED).symbols());
    }

    /** The pairs as ids, if no side is empty, see {@link #withoutEmpty}; both vocabularies need START and END. */
    public EncodedPairs encode(Vocabulary sourceVocabulary, Vocabulary targetVocabulary) {
        for (int i = 0; i < size(); i++) {
            Preconditions.checkArgument(!source.get(i).isEmpty() && !target.get(i).isEmpty(),
                    "pair %s of %s has no %s sentence: take corpus.withoutEmpty(), or mend the files", i + 1, size(),
                    source.get(i).isEmpty() ? "source" : "target");
        }
        return new EncodedPairs(source.stream().map(tokens -> EncodedPairs.source(sourceVocabulary, tokens)).toList(),
            target.stream().map(tokens -> EncodedPairs.target(targetVocabulary, tokens)).toList(), sourceVocabulary,
            targetVocabulary);
    }

    @Override
    public String toString() {
        return size() + " pairs, " + source.stream().mapToLong(List::size).sum() + " source and "
            + target.stream().mapToLong(List::size).sum() + " target tokens";
    }
}
