package org.unrolled.bilingual;

import java.util.List;
import org.unrolled.text.AlignedPair;

/**
 * Writes short reports with their headlines: summarising as a task for the model that translates. The report's first sentence
 * in which somebody does something is the news; what was the case before, what follows and all details are left out. <pre>{@code
 * it was raining . yesterday the old baker sold his red car . he was tired .   →   baker sells car
 * }</pre>
 * The alignment links the headline's words with those of the news, and pronouns in the report with whom they mean. Parts
 * differ in what the news is about.
 */
public final class Summaries {
    private static final int LONGEST = 80;

    private final Language language;
    private final long seed;
    private final TranslationPairs.Level level;
    private final Part part;
    private final boolean trueCase;

    private Summaries(Language language, long seed, TranslationPairs.Level level, Part part, boolean trueCase) {
        this.language = language;
        this.seed = seed;
        this.level = level;
        this.part = part;
        this.trueCase = trueCase;
    }

    /** English reports of the full level, training part, in small letters. */
    public static Summaries english(long seed) {
        return new Summaries(Language.ENGLISH, seed, TranslationPairs.Level.FULL, Part.TRAINING, false);
    }

    /** German reports with the same settings. */
    public static Summaries german(long seed) {
        return new Summaries(Language.GERMAN, seed, TranslationPairs.Level.FULL, Part.TRAINING, false);
    }

    /** The same generator with another level. */
    public Summaries level(TranslationPairs.Level other) {
        return new Summaries(language, seed, other, part, trueCase);
    }

    /** The same generator with capital letters where they belong. */
    public Summaries trueCase() {
        return new Summaries(language, seed, level, part, true);
    }

    /** What to train with; what a new generator gives. */
    public Summaries training() {
        return new Summaries(language, seed, level, Part.TRAINING, trueCase);
    }

    /** What to choose a model by; nothing of it is in another part. */
    public Summaries validation() {
        return new Summaries(language, seed, level, Part.VALIDATION, trueCase);
    }

    /** What to measure the chosen model with; nothing of it is in another part. */
    public Summaries test() {
        return new Summaries(language, seed, level, Part.TEST, trueCase);
    }

    /**
     * The first pairs; no source stands there twice.
     *
     * @return the same pairs for the same settings; a larger count continues a smaller one
     * @throws IllegalArgumentException if the count is not 1 to 1,000,000, or the level has too few
     */
    public List<AlignedPair> pairs(int count) {
        var composer = new StoryComposer(language, level.complexity(), seed);
        return new PairCollector("summaries of level " + level, part, 2, LONGEST, trueCase).collect(count, composer::next);
    }
}
