package org.unrolled.bilingual;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Random choices from the lexicon; no noun is chosen twice for one sentence. Also gives each phrase its number. */
final class Choice {
    private final SplittableRandom random;
    private final boolean core;
    private final Set<Language> languages;
    private final List<Noun> nouns;
    private final Map<Verb.Frame, List<Verb>> verbs;
    private final List<Adjective> adjectives;
    private final List<FunctionWord> adverbs;
    private final List<FunctionWord> compounds;
    private final List<Modal> modals;
    private final List<FunctionWord> prepositions;
    private final List<FunctionWord> conjunctions;
    private final Set<Noun> used = new HashSet<>();
    private int lastId;

    Choice(Lexicon lexicon, boolean core, Set<Language> languages, long seed) {
        this.core = core;
        this.languages = languages;
        nouns = known(lexicon.nouns());
        verbs = known(lexicon.verbs()).stream().collect(Collectors.groupingBy(Verb::frame));
        adjectives = known(lexicon.adjectives());
        adverbs = known(lexicon.adverbs());
        compounds = known(lexicon.compounds());
        modals = known(lexicon.modals());
        prepositions = lexicon.prepositions();
        conjunctions = lexicon.conjunctions();
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

    private <T extends Lexicon.Entry> List<T> known(List<T> entries) {
        return entries.stream().filter(this::has).toList();
    }

    /** One of those that fit, or null if there are none. */
    private <T> T any(List<T> entries, Predicate<T> fits) {
        var fitting = new ArrayList<T>();
        for (var entry : entries) {
            if (fits.test(entry)) {
                fitting.add(entry);
            }
        }
        return fitting.isEmpty() ? null : of(fitting);
    }

    /** A noun not used before in the sentence, or null if there is none. */
    Noun noun(Predicate<Noun> fits) {
        var noun = any(nouns, fits.and(candidate -> !used.contains(candidate)));
        if (noun != null) {
            used.add(noun);
        }
        return noun;
    }

    /** A verb with a frame, or null if none fits. */
    Verb verb(Verb.Frame frame, Predicate<Verb> fits) {
        return any(verbs.getOrDefault(frame, List.of()), fits);
    }

    /** An adjective, or null if none fits. */
    Adjective adjective(Predicate<Adjective> fits) {
        return any(adjectives, fits);
    }

    /** An adverb of a kind for one of the tenses, or null if there is none. */
    FunctionWord adverb(String kind, String... tenses) {
        var fitting = Set.of(tenses);
        return any(adverbs, word -> word.use().get(0).equals(kind) && fitting.contains(word.use().get(1)));
    }

    /** The first part of a compound with this head, or null if there is none. */
    FunctionWord compound(Noun head) {
        return any(compounds, word -> head.isAny(word.use()));
    }

    Modal modal(Predicate<Modal> fits) {
        return any(modals, fits);
    }

    FunctionWord preposition(String name) {
        return prepositions.stream().filter(word -> word.name().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the lexicon lacks the preposition " + name));
    }

    FunctionWord conjunction(String kind) {
        return conjunctions.stream().filter(word -> word.use().get(0).equals(kind)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the lexicon lacks the conjunction " + kind));
    }
}
