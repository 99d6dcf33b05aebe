package org.unrolled.bilingual;

import java.util.EnumSet;
import java.util.List;
import org.unrolled.text.AlignedPair;

/**
 * Writes sentences in two languages, with the links between their words. German and English differ in what a translator has
 * to learn: gender, number and case; the finite verb second in main clauses and last in subordinate ones, infinitives and
 * participles at the end, separable verbs, compounds. A sentence is made up once, as a tree of what it says, and written in
 * both languages, so its alignment is known. <pre>{@code
 * var pairs = TranslationPairs.germanEnglish(1).level(TranslationPairs.Level.SIMPLE);
 * List<AlignedPair> train = pairs.pairs(10_000);
 * List<AlignedPair> test = pairs.test().pairs(500);
 * }</pre>
 * Training, validation and test sentences differ in the nouns, verbs and adjectives that come together, not in word order
 * or inflection alone, so no sentence of one part is in another, on neither side, whatever the seeds.
 */
public final class TranslationPairs {
    /** How rich the language is. */
    public enum Level {
        /** Main clauses with a small lexicon of some hundred word forms; 3 to about 15 words. */
        SIMPLE(new Complexity(true, 0, 0.2, 0)),
        /** The same lexicon with subordinate and relative clauses; up to about 30 words. */
        MEDIUM(new Complexity(true, 1, 0.25, 0.12)),
        /** The whole lexicon with compounds, some thousand word forms, and clauses within clauses; up to 40 words and more. */
        FULL(new Complexity(false, 2, 0.35, 0.25));

        private final Complexity complexity;

        Level(Complexity complexity) {
            this.complexity = complexity;
        }

        Complexity complexity() {
            return complexity;
        }
    }

    private final Language source;
    private final Language target;
    private final long seed;
    private final Level level;
    private final Part part;
    private final int shortest;
    private final int longest;
    private final boolean trueCase;

    private TranslationPairs(Language source, Language target, long seed, Level level, Part part, int shortest, int longest,
                             boolean trueCase) {
        this.source = source;
        this.target = target;
        this.seed = seed;
        this.level = level;
        this.part = part;
        this.shortest = shortest;
        this.longest = longest;
        this.trueCase = trueCase;
    }

    /** German to English: the full level, training sentences of 3 to 40 words in small letters. */
    public static TranslationPairs germanEnglish(long seed) {
        return new TranslationPairs(Language.GERMAN, Language.ENGLISH, seed, Level.FULL, Part.TRAINING, 3, 40, false);
    }

    /** English to French, with the same settings. */
    public static TranslationPairs englishFrench(long seed) {
        return new TranslationPairs(Language.ENGLISH, Language.FRENCH, seed, Level.FULL, Part.TRAINING, 3, 40, false);
    }

    /** The same generator with another level. */
    public TranslationPairs level(Level other) {
        return new TranslationPairs(source, target, seed, other, part, shortest, longest, trueCase);
    }

    /**
     * The same generator, keeping only pairs whose sides both have so many words, punctuation marks among them.
     *
     * @throws IllegalArgumentException if the bounds are not 3 to 200 in this order
     */
    public TranslationPairs lengths(int fewest, int most) {
        if (fewest < 3 || most < fewest || most > 200) {
            throw new IllegalArgumentException("lengths " + fewest + " to " + most
                    + ", expected at least 3, at most 200 words, the smaller bound first");
        }
        return new TranslationPairs(source, target, seed, level, part, fewest, most, trueCase);
    }

    /** The same generator with capital letters for German nouns, names, {@code I} and the first word of a sentence. */
    public TranslationPairs trueCase() {
        return new TranslationPairs(source, target, seed, level, part, shortest, longest, true);
    }

    /** Nine of ten sentences, those to train with; what a new generator gives. */
    public TranslationPairs training() {
        return with(Part.TRAINING);
    }

    /** Sentences to choose a model by, none of which is a training sentence. */
    public TranslationPairs validation() {
        return with(Part.VALIDATION);
    }

    /** Sentences to measure the chosen model with, none of which is in another part. */
    public TranslationPairs test() {
        return with(Part.TEST);
    }

    private TranslationPairs with(Part other) {
        return new TranslationPairs(source, target, seed, level, other, shortest, longest, trueCase);
    }

    /**
     * The first pairs; no source stands there twice.
     *
     * @return the same pairs for the same settings; a larger count continues a smaller one
     * @throws IllegalArgumentException if the count is not 1 to 1,000,000, or the level has too few sentences of these lengths
     */
    public List<AlignedPair> pairs(int count) {
        var composer = new Composer(EnumSet.of(source, target), level.complexity, seed);
        return new PairCollector("level " + level, part, shortest, longest, trueCase).collect(count, () -> {
            var sentence = composer.next();
            return new Exchange(sentence.in(source), sentence.in(target), sentence.content());
        });
    }
}
