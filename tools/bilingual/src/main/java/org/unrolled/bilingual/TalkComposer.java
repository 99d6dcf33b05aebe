package org.unrolled.bilingual;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import org.unrolled.bilingual.Phrase.Clause;
import org.unrolled.bilingual.Phrase.Determiner;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.Prepositional;
import org.unrolled.bilingual.Phrase.Role;
import org.unrolled.bilingual.Phrase.Tense;

/**
 * Makes up short talks in English: what some persons did or do, a question about one of it, and the answer. Who, what and
 * where are asked for, and whether it is so; a no comes with what is so.
 */
public final class TalkComposer {
    private final Choice choice;
    private final Complexity complexity;
    private final ClauseComposer clauses;
    private final English english = new English();

    /** @param seed decides everything */
    public TalkComposer(Complexity complexity, long seed) {
        this.complexity = complexity;
        choice = new Choice(Lexicon.embedded(), complexity.coreWords(), EnumSet.of(Language.ENGLISH), seed);
        clauses = new ClauseComposer(choice, complexity);
    }

    /** The next talk: facts and question as the source, the answer as the target. */
    public Exchange next() {
        while (true) {
            choice.begin();
            var facts = new ArrayList<Clause>();
            int count = complexity.all() ? 1 + choice.of(List.of(0, 1, 2)) : 1 + choice.of(List.of(0, 1));
            for (int i = 0; i < count; i++) {
                var fact = clauses.fact(person(), choice.chance(0.7) ? Tense.PAST : Tense.PRESENT);
                if (fact != null) {
                    facts.add(fact);
                }
            }
            if (!facts.isEmpty()) {
                return exchange(facts, choice.of(facts));
            }
        }
    }

    private Nominal person() {
        boolean name = choice.chance(0.5);
        var noun = choice.noun(candidate -> name ? candidate.is("name") : candidate.is("person") && !candidate.is("child"));
        if (noun == null) {
            return person();
        }
        return noun.isName() ? clauses.nouns().nominal(noun, 0)
                : clauses.nouns().nominal(noun, Determiner.DEFINITE, 0);
    }

    private Exchange exchange(List<Clause> facts, Clause fact) {
        var text = new ArrayList<Token>();
        for (var told : facts) {
            text.addAll(write(told, false));
        }
        var answer = new ArrayList<Token>();
        var asked = fact.part(Role.OBJECT) != null ? Role.OBJECT : fact.part(Role.DIRECTION) != null ? Role.DIRECTION
                : Role.LOCATION;
        switch (choice.of(List.of("who", "what", "yes", "no"))) {
            case "who" -> {
                text.addAll(english.question(fact, Role.SUBJECT, "who", fact.subject() instanceof Nominal n ? n.id() : 0));
                answer.addAll(write(with(fact, asked, taken(fact.part(asked))), false));
            }
            case "what" -> {
                text.addAll(english.question(fact, asked, word(fact, asked), target(fact.part(asked)).id()));
                answer.addAll(write(shortened(fact), false));
            }
            case "yes" -> {
                text.addAll(write(fact, true));
                answer.addAll(List.of(new Token("yes", List.of()), new Token(",", List.of())));
                answer.addAll(write(shortened(with(fact, asked, taken(fact.part(asked)))), false));
            }
            default -> {
                var other = another(fact, asked);
                if (other == null) {
                    return next();
                }
                text.addAll(write(with(fact, asked, other), true));
                answer.addAll(List.of(new Token("no", List.of()), new Token(",", List.of())));
                answer.addAll(write(shortened(fact), false));
            }
        }
        return new Exchange(text, answer, Composition.content(new Sentence(List.of(fact), List.of(), false)));
    }

    private List<Token> write(Clause clause, boolean question) {
        return english.write(new Sentence(List.of(clause), List.of(), question));
    }

    private static Nominal target(Phrase phrase) {
        return (Nominal) (phrase instanceof Prepositional prepositional ? prepositional.noun() : phrase);
    }

    private static String word(Clause fact, Role asked) {
        return asked != Role.OBJECT ? "where" : target(fact.part(asked)).noun().isHuman() ? "who" : "what";
    }

    /** An object becomes a pronoun, a place stays as it is. */
    private static Phrase taken(Phrase phrase) {
        return phrase instanceof Nominal nominal ? StoryComposer.pronoun(nominal) : phrase;
    }

    /** The subject as a pronoun. */
    private static Clause shortened(Clause fact) {
        return with(fact, Role.SUBJECT, StoryComposer.pronoun((Nominal) fact.subject()));
    }

    private static Clause with(Clause fact, Role role, Phrase phrase) {
        var parts = new EnumMap<>(fact.parts());
        parts.put(role, phrase);
        return new Clause(fact.id(), fact.verb(), fact.tense(), fact.modal(), fact.negative(), fact.passive(), parts, null);
    }

    /** Something else in the same place of the clause; null if all such nouns are used. */
    private Phrase another(Clause fact, Role asked) {
        if (fact.part(asked) instanceof Prepositional place) {
            var noun = choice.noun(candidate -> candidate.is("place") && candidate.place().equals(place.noun() instanceof Nominal n
                    ? n.noun().place() : ""));
            return noun == null ? null : new Prepositional(place.id(), place.preposition(),
                    clauses.nouns().nominal(noun, Determiner.DEFINITE, 0));
        }
        var noun = choice.noun(candidate -> !candidate.is("adult") && candidate.isAny(fact.verb().objects()));
        return noun == null ? null : clauses.nouns().nominal(noun, Determiner.DEFINITE, 0);
    }
}
