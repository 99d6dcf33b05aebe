package org.unrolled.speech;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.nd4j.common.base.Preconditions;

/**
 * Utterances to train with, and others that are held out. Which ones decides what a figure says: other takes of known speakers
 * are easier than speakers who were never heard.
 *
 * @param train to train with, at least one
 * @param test  held out, at least one
 */
public record SpeechSplit(List<Utterance> train, List<Utterance> test) {
    /** @throws IllegalArgumentException if either part is empty */
    public SpeechSplit {
        train = List.copyOf(train);
        test = List.copyOf(test);
        Preconditions.checkArgument(!train.isEmpty() && !test.isEmpty(),
                "%s utterances to train with and %s held out: expected at least one of each", train.size(), test.size());
    }

    /**
     * Holds out all that these speakers say.
     *
     * @throws IllegalArgumentException if one of them says nothing here, or nobody else says anything
     */
    public static SpeechSplit bySpeaker(List<Utterance> utterances, String... heldOut) {
        var there = utterances.stream().map(Utterance::speaker).collect(Collectors.toCollection(TreeSet::new));
        for (var speaker : heldOut) {
            Preconditions.checkArgument(there.contains(speaker), "nobody is named \"%s\", there are %s", speaker, there);
        }
        var names = Set.of(heldOut);
        return by(utterances, utterance -> names.contains(utterance.speaker()));
    }

    /** Holds out the takes whose number is below this, of every speaker. */
    public static SpeechSplit takesBelow(List<Utterance> utterances, int take) {
        return by(utterances, utterance -> utterance.take() < take);
    }

    private static SpeechSplit by(List<Utterance> utterances, Predicate<Utterance> heldOut) {
        var parts = utterances.stream().collect(Collectors.partitioningBy(heldOut));
        return new SpeechSplit(parts.get(false), parts.get(true));
    }

    @Override
    public String toString() {
        return train.size() + " utterances to train with, " + test.size() + " held out";
    }
}
