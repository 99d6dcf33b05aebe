package org.unrolled.text.bilingual;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/** Random choices from the lexicon; no noun is chosen twice for one sentence. Also gives each phrase its number. */
final class Choice {
    private final SplittableRandom random;
    private final Lexicon lexicon;
    private final boolean core;
    private final Set<Language> languages;
    private final Set<Noun> used = new HashSet<>();
    private int lastId;

    Choice(Lexicon lexicon, boolean core, Set<Language> languages, long seed) {
        this.lexicon = lexicon;
        this.core = core;
        this.languages = languages;
        random = new SplittableRandom(seed);
    }

    /** Begins a sentence: all nouns are free again. */
    void begin() {
        used.clear();
        lastId = 0;
    }

    int id() {
        return ++lastId;
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    <T> T of(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    /** An item with a probability in proportion to its weight. */
    <T> T weighted(List<T> items, double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight;
        }
        double at = random.nextDouble() * sum;
        for (int i = 0; i < weights.length; i++) {
            at -= weights[i];
            if (at < 0) {
                return items.get(i);
            }
        }
        return items.get(items.size() - 1);
    }

    /** Whether the level and all languages of the pair have it. */
    boolean has(Lexicon.Entry entry) {
        return (entry.core() || !core) && languages.stream().allMatch(entry::has);
    }

    private <T extends Lexicon.Entry> List<T> all(List<T> entries, Predicate<T> fits) {
        return entries.stream().filter(this::has).filter(fits).toList();
    }

    /** A noun not used before in the sentence, or null if there is none. */
    Noun noun(Predicate<Noun> fits) {
        var nouns = all(lexicon.nouns(), fits.and(noun -> !used.contains(noun)));
        if (nouns.isEmpty()) {
            return null;
        }
        var noun = of(nouns);
        used.add(noun);
        return noun;
    }

    /** A verb, or null if none fits. */
    Verb verb(Predicate<Verb> fits) {
        var verbs = all(lexicon.verbs(), fits);
        return verbs.isEmpty() ? null : of(verbs);
    }

    /** An adjective, or null if none fits. */
    Adjective adjective(Predicate<Adjective> fits) {
        var adjectives = all(lexicon.adjectives(), fits);
        return adjectives.isEmpty() ? null : of(adjectives);
    }

    /** An adverb of a kind for one of the tenses, or null if there is none. */
    FunctionWord adverb(String kind, String... tenses) {
        var adverbs = all(lexicon.adverbs(), word -> word.use().get(0).equals(kind) && Set.of(tenses).contains(word.use().get(1)));
        return adverbs.isEmpty() ? null : of(adverbs);
    }

    /** The first part of a compound with this head, or null if there is none. */
    FunctionWord compound(Noun head) {
        var compounds = all(lexicon.compounds(), word -> word.use().stream().anyMatch(head::is)
                && !head.english().singular().equals(word.name()));
        return compounds.isEmpty() ? null : of(compounds);
    }

    Modal modal(Predicate<Modal> fits) {
        var modals = all(lexicon.modals(), fits);
        return modals.isEmpty() ? null : of(modals);
    }

    FunctionWord preposition(String name) {
        return lexicon.prepositions().stream().filter(word -> word.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the lexicon lacks the preposition " + name));
    }

    FunctionWord conjunction(String kind) {
        return lexicon.conjunctions().stream().filter(word -> word.use().get(0).equals(kind)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the lexicon lacks the conjunction " + kind));
    }
}
