package org.unrolled.text;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;

/**
 * A sentence with two tags for each word.
 *
 * @param tokens     the words, punctuation marks among them
 * @param posTags    a part of speech for each token, such as {@code NOUN}
 * @param entityTags an entity tag for each token, such as {@code B-PER}, or {@code O} for a word of no entity
 */
public record TaggedSentence(List<String> tokens, List<String> posTags, List<String> entityTags) {
    /** @throws IllegalArgumentException if the sentence is empty or the three lists have different lengths */
    public TaggedSentence {
        tokens = List.copyOf(tokens);
        posTags = List.copyOf(posTags);
        entityTags = List.copyOf(entityTags);
        Preconditions.checkArgument(!tokens.isEmpty(), "a sentence without words, expected at least one");
        Preconditions.checkArgument(posTags.size() == tokens.size() && entityTags.size() == tokens.size(),
                "the sentence has %s tokens, %s parts of speech and %s entity tags: give one of each for every token",
                tokens.size(), posTags.size(), entityTags.size());
    }

    /** How many tokens there are. */
    public int size() {
        return tokens.size();
    }

    /** The words with single spaces between, without tags. */
    public String text() {
        return String.join(" ", tokens);
    }

    /** The words, each entity word with its tag: {@code Lincoln/B-LOC lies on the coast .}. */
    @Override
    public String toString() {
        return IntStream.range(0, size())
                .mapToObj(i -> entityTags.get(i).equals("O") ? tokens.get(i) : tokens.get(i) + "/" + entityTags.get(i))
                .collect(Collectors.joining(" "));
    }
}
