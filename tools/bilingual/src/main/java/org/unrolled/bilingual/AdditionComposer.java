package org.unrolled.bilingual;

import java.util.List;
import java.util.Set;
import org.unrolled.bilingual.Phrase.Adverbial;
import org.unrolled.bilingual.Phrase.Attribute;
import org.unrolled.bilingual.Phrase.Dependent;
import org.unrolled.bilingual.Phrase.Determiner;
import org.unrolled.bilingual.Phrase.Joined;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Prepositional;
import org.unrolled.bilingual.Phrase.Pronoun;
import org.unrolled.bilingual.Phrase.Role;
import org.unrolled.bilingual.Phrase.Tense;
import org.unrolled.bilingual.Verb.Frame;

/** Adds to a clause what its verb doesn't ask for: tense and modal verb, negation, adverbs, places, reasons, clauses. */
final class AdditionComposer {
    private static final Set<Frame> PLAIN = Set.of(Frame.TRANSITIVE, Frame.INTRANSITIVE, Frame.DITRANSITIVE, Frame.DATIVE,
            Frame.PREPOSITIONAL, Frame.MOTION);

    private final Choice choice;
    private final Complexity complexity;
    private final NounComposer nouns;
    private final ClauseComposer clauses;

    AdditionComposer(Choice choice, Complexity complexity, NounComposer nouns, ClauseComposer clauses) {
        this.choice = choice;
        this.complexity = complexity;
        this.nouns = nouns;
        this.clauses = clauses;
    }

    /** The tense of a main clause, perhaps with a modal verb; HABIT and PERFECT get the adverb that shows them. */
    void chooseTense(Draft draft) {
        var frame = draft.verb.frame();
        if (frame == Frame.COPULA || frame == Frame.IMPERSONAL || frame == Frame.CLAUSAL || frame == Frame.LOCATION) {
            draft.tense = choice.weighted(List.of(Tense.PRESENT, Tense.PAST, Tense.FUTURE), 5, 4, frame == Frame.CLAUSAL ? 0 : 1);
            return;
        }
        draft.tense = choice.weighted(List.of(Tense.PRESENT, Tense.PAST, Tense.FUTURE, Tense.PERFECT, Tense.HABIT),
                28, 34, 9, 11, 8);
        if (PLAIN.contains(frame) && !draft.verb.english().simple() && choice.chance(0.16)) {
            draft.modal = choice.modal(modal -> true);
            draft.tense = choice.chance(0.7) || draft.modal.past().isEmpty() ? Tense.HABIT : Tense.PAST;
        } else if (draft.tense == Tense.PERFECT || draft.tense == Tense.HABIT) {
            frequency(draft);
        }
    }

    private void frequency(Draft draft) {
        boolean perfect = draft.tense == Tense.PERFECT;
        var adverb = perfect && complexity.all() && choice.chance(0.4) ? choice.adverb("perfect", "any")
                : choice.adverb("often", "any");
        draft.put(Role.FREQUENCY, new Adverbial(choice.id(), adverb));
    }

    /** @param whole whether the clause stands on its own, so that clauses may be added, and something put in front */
    void addAll(Draft draft, int depth, boolean whole) {
        if (whole && complexity.all() && choice.chance(0.1)) {
            passive(draft);
        }
        negation(draft);
        double more = complexity.ornament();
        boolean full = draft.parts.containsKey(Role.THAT) || draft.parts.containsKey(Role.INFINITIVE);
        if (!full && choice.chance(0.7 * more)) {
            time(draft);
        }
        boolean plain = PLAIN.contains(draft.verb.frame()) && !draft.passive;
        if (plain && !draft.negative && complexity.all() && !draft.verb.english().simple() && choice.chance(0.12)) {
            manner(draft);
        }
        boolean stays = draft.verb.frame() == Frame.INTRANSITIVE || draft.verb.frame() == Frame.TRANSITIVE;
        boolean onTheMove = draft.verb.german().sein() || draft.verb.english().simple();
        boolean atPlace = draft.parts.get(Role.OBJECT) instanceof Nominal object && object.noun().is("place");
        if (stays && !onTheMove && !atPlace && !heavy(draft) && choice.chance(0.55 * more)) {
            location(draft, false);
        }
        if (plain && !heavy(draft) && complexity.all() && choice.chance(0.08)) {
            companion(draft);
        }
        if (plain && complexity.all() && !full && choice.chance(0.12)) {
            circumstance(draft);
        }
        if (whole && depth > 0 && !full) {
            clause(draft, depth);
        }
        if (whole) {
            front(draft);
        }
    }

    /** The few additions of a relative clause. */
    void addFew(Draft draft) {
        if (draft.tense != Tense.PRESENT && draft.tense != Tense.PLUPERFECT && choice.chance(0.2)) {
            time(draft);
        }
    }

    /** Whether the object is so long that nothing should follow it. */
    private static boolean heavy(Draft draft) {
        return List.of(Role.OBJECT, Role.ARGUMENT, Role.RECIPIENT, Role.THAT, Role.INFINITIVE).stream().map(draft.parts::get)
                .anyMatch(phrase -> phrase instanceof Dependent || phrase instanceof Nominal nominal
                        && (nominal.relative() != null || nominal.after() != null));
    }

    private void passive(Draft draft) {
        boolean tenseFits = draft.modal == null ? draft.tense == Tense.PAST || draft.tense == Tense.FUTURE
                : draft.tense == Tense.HABIT;
        if (draft.verb.frame() != Frame.TRANSITIVE || !draft.verb.isPlain() || !tenseFits
                || !(draft.parts.get(Role.OBJECT) instanceof Nominal object) || object.isIndefinite()
                || object.determiner() == Determiner.OWN || draft.verb.english().state()) {
            return;
        }
        boolean named = draft.subject() instanceof Nominal agent && agent.relative() == null;
        if (named && choice.chance(0.7)) {
            draft.put(Role.AGENT, new Prepositional(choice.id(), choice.preposition("by"), draft.subject()));
        }
        draft.parts.remove(Role.OBJECT);
        draft.put(Role.SUBJECT, object);
        draft.passive = true;
    }

    private void negation(Draft draft) {
        var frame = draft.verb.frame();
        boolean quantified = isQuantified(draft.subject()) || isQuantified(draft.parts.get(Role.OBJECT))
                || isQuantified(draft.parts.get(Role.ARGUMENT)) || isQuantified(draft.parts.get(Role.RECIPIENT));
        boolean indefinite = draft.parts.get(Role.ARGUMENT) instanceof Nominal nominal && nominal.isIndefinite()
                || draft.parts.get(Role.RECIPIENT) instanceof Nominal other && other.isIndefinite()
                || frame == Frame.DATIVE && draft.parts.get(Role.OBJECT) instanceof Nominal third && third.isIndefinite()
                || draft.subject() instanceof Nominal subject && subject.isIndefinite();
        boolean must = draft.modal != null && (draft.modal.name().equals("must") || draft.modal.name().equals("may"));
        boolean compared = draft.parts.get(Role.PREDICATE) instanceof Attribute attribute && attribute.than() != null;
        if (frame == Frame.CLAUSAL || frame == Frame.INFINITIVE || quantified || indefinite || must || compared
                || draft.parts.containsKey(Role.FREQUENCY) || draft.tense == Tense.PERFECT || draft.tense == Tense.PLUPERFECT
                || draft.tense == Tense.PAST_PROGRESSIVE || heavy(draft)) {
            return;
        }
        draft.negative = choice.chance(0.13);
    }

    private static boolean isQuantified(Phrase phrase) {
        return phrase instanceof Nominal nominal && Set.of(Determiner.EVERY, Determiner.MANY, Determiner.SOME, Determiner.TWO,
                Determiner.THREE, Determiner.FOUR, Determiner.FIVE, Determiner.TEN).contains(nominal.determiner())
                || phrase instanceof Joined;
    }

    private void time(Draft draft) {
        if (draft.parts.containsKey(Role.FREQUENCY) || draft.tense == Tense.HABIT && draft.modal == null
                || draft.tense == Tense.PERFECT || draft.tense == Tense.PLUPERFECT) {
            return;
        }
        var adverb = draft.isPast() ? choice.adverb("time", "past", "any")
                : draft.tense == Tense.FUTURE ? choice.adverb("time", "future", "any")
                : draft.modal != null ? choice.adverb("time", "future", "any", "present")
                : draft.verb.english().simple() ? choice.adverb("time", "any") : choice.adverb("time", "present", "any");
        draft.put(Role.TIME, new Adverbial(choice.id(), adverb));
    }

    private void manner(Draft draft) {
        // Not everything that one does quickly or carefully goes with them: nobody falls asleep angrily.
        if (draft.verb.frame() != Frame.INTRANSITIVE && !heavy(draft) && !draft.parts.containsKey(Role.FREQUENCY)) {
            var adverb = choice.adverb("manner", "any");
            draft.put(Role.MANNER, new Adverbial(choice.id(), adverb));
        }
    }

    /** @param needed whether the verb asks for it */
    boolean location(Draft draft, boolean needed) {
        boolean lives = draft.verb.english().base().equals("live");
        double near = needed && !lives ? 0.3 : 0.1;
        if (choice.chance(near)) {
            var thing = choice.noun(noun -> noun.is("furniture") || noun.is("plant") || noun.is("vehicle"));
            if (thing != null) {
                var name = choice.of(List.of("under", "behind", "before", "next"));
                return draft.put(Role.LOCATION, prepositional(name, nouns.nominal(thing, Determiner.DEFINITE, 0)));
            }
        }
        var place = choice.noun(noun -> noun.is("place") || noun.is("town"));
        return place != null && draft.put(Role.LOCATION, prepositional(place.place(), place(place)));
    }

    boolean direction(Draft draft) {
        var place = choice.noun(noun -> noun.is("place") || noun.is("town"));
        return place != null && draft.put(Role.DIRECTION, prepositional(place.direction(), place(place)));
    }

    private NounPhrase place(Noun place) {
        return place.isName() ? nouns.nominal(place, 0)
                : nouns.nominal(place, choice.chance(0.8) ? Determiner.DEFINITE : Determiner.INDEFINITE, 0);
    }

    private Prepositional prepositional(String name, NounPhrase noun) {
        return new Prepositional(choice.id(), choice.preposition(name), noun);
    }

    private void companion(Draft draft) {
        var person = choice.noun(noun -> noun.is("person"));
        if (person != null) {
            draft.put(Role.COMPANION, prepositional("with", nouns.nominal(person,
                    choice.of(List.of(Determiner.DEFINITE, Determiner.INDEFINITE, Determiner.MY)), 0)));
        }
    }

    private void circumstance(Draft draft) {
        var name = choice.of(List.of("during", "after", "because", "despite"));
        boolean event = name.equals("during") || name.equals("after");
        var noun = choice.noun(candidate -> candidate.is(event ? "event" : "weather"));
        if (noun != null) {
            draft.put(Role.CIRCUMSTANCE, prepositional(name, nouns.nominal(noun, Determiner.DEFINITE, 0)));
        }
    }

    /** A subordinate clause whose tense goes with that of the main clause, or what it is done for. */
    private void clause(Draft draft, int depth) {
        boolean human = draft.subject() instanceof Pronoun || draft.subject() instanceof Nominal nominal && nominal.noun().isHuman();
        boolean moves = draft.verb.frame() == Frame.MOTION || draft.verb.frame() == Frame.TRANSITIVE;
        if (human && moves && !draft.negative && !draft.passive && !heavy(draft) && draft.tense != Tense.PERFECT
                && draft.tense != Tense.HABIT && !draft.verb.english().simple() && choice.chance(0.15)) {
            var purpose = clauses.toDo(draft.subject(), depth - 1);
            if (purpose != null) {
                draft.put(Role.PURPOSE, new Dependent(choice.id(), choice.conjunction("purpose"), purpose));
            }
            return;
        }
        if (!choice.chance(0.12 + 0.08 * depth)) {
            return;
        }
        var kind = conjunction(draft);
        if (kind == null) {
            return;
        }
        var conjunction = choice.conjunction(kind);
        var tense = switch (kind) {
            case "if" -> Tense.HABIT;
            case "when" -> Tense.PAST;
            case "while" -> Tense.PAST_PROGRESSIVE;
            case "after" -> Tense.PLUPERFECT;
            default -> draft.isPast() ? choice.chance(0.6) ? Tense.PAST : Tense.PLUPERFECT
                    : choice.weighted(List.of(Tense.PRESENT, Tense.PAST, Tense.FUTURE), 6, 2, 1);
        };
        var inner = choice.has(conjunction) ? clauses.subordinate(tense, depth - 1) : null;
        if (inner != null) {
            draft.put(Role.SUBORDINATE, new Dependent(choice.id(), conjunction, inner));
            boolean first = !kind.equals("because") && choice.chance(0.4);
            draft.front = first ? Role.SUBORDINATE : null;
        }
    }

    private String conjunction(Draft draft) {
        if (draft.tense == Tense.FUTURE) {
            return choice.weighted(List.of("if", "because"), 6, 4);
        }
        if (draft.tense == Tense.PAST && draft.modal == null) {
            return choice.weighted(List.of("because", "when", "while", "although", "after"), 3, 2, 2, 1, 1);
        }
        boolean now = draft.tense == Tense.PRESENT || draft.tense == Tense.HABIT || draft.tense == Tense.PAST;
        return now ? choice.weighted(List.of("because", "although"), 3, 1) : null;
    }

    /** What comes before the subject: never negated things or a pronoun's antecedent, so time and circumstance only. */
    private void front(Draft draft) {
        if (draft.front != null) {
            if (heavy(draft)) {
                // Behind a relative clause they would seem to belong to it.
                draft.parts.remove(Role.TIME);
                draft.parts.remove(Role.CIRCUMSTANCE);
            }
            return;
        }
        boolean time = draft.parts.containsKey(Role.TIME);
        boolean hard = heavy(draft) || draft.parts.containsKey(Role.PURPOSE) || draft.parts.containsKey(Role.SUBORDINATE);
        if (time && (hard || choice.chance(0.4))) {
            draft.front = Role.TIME;
        } else if (draft.parts.containsKey(Role.CIRCUMSTANCE) && (hard || choice.chance(0.4))) {
            draft.front = Role.CIRCUMSTANCE;
        }
    }
}
