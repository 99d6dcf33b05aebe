package org.unrolled.text;

import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;

/**
 * Sentences and their translations as ids, with the vocabularies that these ids belong to.
 *
 * @param source           ids of the source's tokens, then {@link Vocabulary#END}
 * @param target           {@link Vocabulary#START}, ids of the translation's tokens, {@link Vocabulary#END}
 * @param sourceVocabulary of the source ids
 * @param targetVocabulary of the target ids
 */
public record EncodedPairs(List<int[]> source, List<int[]> target, Vocabulary sourceVocabulary, Vocabulary targetVocabulary) {
    /** @throws IllegalArgumentException if there are not as many of the one as of the other, or there is none */
    public EncodedPairs {
        Preconditions.checkArgument(!source.isEmpty() && source.size() == target.size(), "there are %s source sentences and "
                + "%s translations, expected at least one and as many of each", source.size(), target.size());
        source = List.copyOf(source);
        target = List.copyOf(target);
    }

    /** What an encoder reads: the tokens' ids and END. */
    public static int[] source(Vocabulary vocabulary, List<String> tokens) {
        return IntStream.concat(IntStream.of(vocabulary.encode(tokens)), IntStream.of(reserved(vocabulary, Vocabulary.END)))
            .toArray();
    }

    /** What a decoder reads and has to say: START, the tokens' ids, END. */
    public static int[] target(Vocabulary vocabulary, List<String> tokens) {
        return IntStream.concat(IntStream.of(reserved(vocabulary, Vocabulary.START)), IntStream.of(source(vocabulary, tokens)))
            .toArray();
    }

    /** The id of START, END or PADDING; these never stand for an unknown token. */
    private static int reserved(Vocabulary vocabulary, String symbol) {
        Preconditions.checkArgument(vocabulary.contains(symbol), "the vocabulary (%s) has no %s: take that of "
                + "ParallelCorpus.sourceVocabulary or targetVocabulary, or reserve the symbol", vocabulary, symbol);
        return vocabulary.id(symbol);
    }

    /** How many pairs there are. */
    public int size() {
        return source.size();
    }

    /** The share of source tokens that the vocabulary doesn't know, 0 to 1; END doesn't count. */
    public double unknownSourceShare() {
        return unknownShare(source, sourceVocabulary, 1);
    }

    /** The share of target tokens that the vocabulary doesn't know, 0 to 1; START and END don't count. */
    public double unknownTargetShare() {
        return unknownShare(target, targetVocabulary, 2);
    }

    private static double unknownShare(List<int[]> sentences, Vocabulary vocabulary, int added) {
        if (vocabulary.unknown().isEmpty()) {
            return 0;
        }
        int unknown = vocabulary.unknown().getAsInt();
        long missed = sentences.stream().flatMapToInt(IntStream::of).filter(id -> id == unknown).count();
        long tokens = sentences.stream().mapToLong(ids -> ids.length - added).sum();
        return (double) missed / tokens;
    }

    /** What tells these vocabularies from others, for {@code Trainer.vocabulary}. */
    public String fingerprint() {
        return sourceVocabulary.fingerprint() + " to " + targetVocabulary.fingerprint();
    }
}
