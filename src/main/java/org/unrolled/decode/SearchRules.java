package org.unrolled.decode;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.text.Vocabulary;

/**
 * What any search has to keep to. <pre>{@code
 * var rules = SearchRules.of(vocabulary).minLength(1).maxLength(source -> 2 * source + 10);
 * }</pre>
 *
 * @param start     token that the model reads first
 * @param end       token that ends a sequence
 * @param forbidden tokens that are never chosen
 * @param minLength fewest tokens before the end
 * @param maxLength most tokens, the end included, by the number of the source's tokens: no search goes on for ever
 * @param mustEnd   whether the last token that {@code maxLength} allows can only be the end, so that each result has one
 */
public record SearchRules(int start, int end, Set<Integer> forbidden, int minLength, IntUnaryOperator maxLength, boolean mustEnd) {
    /** @throws IllegalArgumentException if an id or the length is negative, or the end is forbidden */
    public SearchRules {
        forbidden = Set.copyOf(forbidden);
        if (start < 0 || end < 0 || forbidden.stream().anyMatch(id -> id < 0)) {
            throw new IllegalArgumentException("start is token " + start + ", the end " + end + ", forbidden are "
                + new TreeSet<>(forbidden) + ": expected ids of 0 or above");
        }
        Preconditions.checkArgument(!forbidden.contains(end),
                "token %s ends a sequence and is forbidden: no search would end; allow it, or let another token be the end", end);
        Preconditions.checkArgument(minLength >= 0, "minLength is %s, expected 0 or above", minLength);
    }

    /** Rules for these tokens: start is never chosen, and a result has at most twice the source's tokens and 10. */
    public static SearchRules of(int start, int end) {
        return new SearchRules(start, end, start == end ? Set.of() : Set.of(start), 0, source -> 2 * source + 10, false);
    }

    /**
     * Rules for a vocabulary's {@link Vocabulary#START} and {@link Vocabulary#END}. Besides the start, padding and the unknown
     * word are never chosen.
     *
     * @throws IllegalArgumentException if it lacks one of the two
     */
    public static SearchRules of(Vocabulary vocabulary) {
        for (var symbol : new String[] {Vocabulary.START, Vocabulary.END}) {
            Preconditions.checkArgument(vocabulary.contains(symbol),
                    "the vocabulary has no %s: reserve it when the vocabulary is made, as the model has to learn where a "
                            + "sequence begins and ends", symbol);
        }
        return of(vocabulary.id(Vocabulary.START), vocabulary.id(Vocabulary.END)).forbid(
            Stream.of(Vocabulary.START, Vocabulary.PADDING, Vocabulary.UNKNOWN).filter(vocabulary::contains)
                .mapToInt(vocabulary::id).toArray());
    }

    /** The same, but with exactly these tokens forbidden. */
    public SearchRules forbid(int... ids) {
        return new SearchRules(start, end, Arrays.stream(ids).boxed().collect(Collectors.toSet()), minLength, maxLength, mustEnd);
    }

    /** The same with so many tokens at least before the end. */
    public SearchRules minLength(int tokens) {
        return new SearchRules(start, end, forbidden, tokens, maxLength, mustEnd);
    }

    /** The same with so many tokens at most, the end included. @param bySource from the number of the source's tokens */
    public SearchRules maxLength(IntUnaryOperator bySource) {
        return new SearchRules(start, end, forbidden, minLength, bySource, mustEnd);
    }

    /** The same with or without an end for each result. */
    public SearchRules mustEnd(boolean wanted) {
        return new SearchRules(start, end, forbidden, minLength, maxLength, wanted);
    }

    /**
     * Most tokens for a source of this length.
     *
     * @throws IllegalArgumentException if that leaves no room for {@link #minLength} tokens and the end
     */
    int most(int source) {
        int most = maxLength.applyAsInt(source);
        if (most <= minLength) {
            throw new IllegalArgumentException("maxLength is " + most + " for a source of " + source + " tokens, expected at"
                + " least " + (minLength + 1) + ": room for minLength tokens and the end");
        }
        return most;
    }

    /** @throws IllegalArgumentException if a token of the rules is none of the model's */
    void requireWithin(int vocabulary) {
        int highest = Math.max(Math.max(start, end), forbidden.stream().mapToInt(id -> id).max().orElse(0));
        Preconditions.checkArgument(highest < vocabulary,
                "the rules name token %s, the model knows %s tokens only: make the rules from the vocabulary of the model's "
                        + "training", highest, vocabulary);
    }

    /** @throws IllegalArgumentException unless there is a length, 0 or above, for each sequence */
    static void requireLengths(int sequences, int... sourceLengths) {
        if (sequences != sourceLengths.length || Arrays.stream(sourceLengths).anyMatch(length -> length < 0)) {
            throw new IllegalArgumentException("a state of " + sequences + " sequences with source lengths "
                + Arrays.toString(sourceLengths) + ": expected a length, 0 or above, for each");
        }
    }
}
