package org.unrolled.bilingual;

import java.util.List;
import org.unrolled.text.AlignedPair;

/**
 * Writes short English talks: one to three facts and a question as the source, the answer as the target. Dialogue as a task
 * for the model that translates. <pre>{@code
 * anna sold the car . the doctor is going to the station . what did anna sell ?   →   she sold the car .
 * anna sold the car . did anna sell the house ?                                   →   no , she sold the car .
 * }</pre>
 * The alignment links the answer's words with those they come from, pronouns with whom they mean. Parts differ in what the
 * question is about.
 */
public final class Dialogue {
    private static final int LONGEST = 80;

    private final long seed;
    private final TranslationPairs.Level level;
    private final Part part;
    private final boolean trueCase;

    private Dialogue(long seed, TranslationPairs.Level level, Part part, boolean trueCase) {
        this.seed = seed;
        this.level = level;
        this.part = part;
        this.trueCase = trueCase;
    }

    /** Talks of the full level, training part, in small letters. */
    public static Dialogue english(long seed) {
        return new Dialogue(seed, TranslationPairs.Level.FULL, Part.TRAINING, false);
    }

    /** The same generator with another level. */
    public Dialogue level(TranslationPairs.Level other) {
        return new Dialogue(seed, other, part, trueCase);
    }

    /** The same generator with capital letters where they belong. */
    public Dialogue trueCase() {
        return new Dialogue(seed, level, part, true);
    }

    /** What to train with; what a new generator gives. */
    public Dialogue training() {
        return new Dialogue(seed, level, Part.TRAINING, trueCase);
    }

    /** What to choose a model by; nothing of it is in another part. */
    public Dialogue validation() {
        return new Dialogue(seed, level, Part.VALIDATION, trueCase);
    }

    /** What to measure the chosen model with; nothing of it is in another part. */
    public Dialogue test() {
        return new Dialogue(seed, level, Part.TEST, trueCase);
    }

    /**
     * The first pairs; no source stands there twice.
     *
     * @return the same pairs for the same settings; a larger count continues a smaller one
     * @throws IllegalArgumentException if the count is not 1 to 1,000,000, or the level has too few
     */
    public List<AlignedPair> pairs(int count) {
        var composer = new TalkComposer(level.complexity(), seed);
        return new PairCollector("dialogue of level " + level, part, 3, LONGEST, trueCase).collect(count, composer::next);
    }
}
