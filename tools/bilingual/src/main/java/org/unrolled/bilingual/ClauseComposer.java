package org.unrolled.bilingual;

import java.util.EnumMap;
import java.util.List;
import java.util.Set;
import org.unrolled.bilingual.Phrase.Clause;
import org.unrolled.bilingual.Phrase.Dependent;
import org.unrolled.bilingual.Phrase.Determiner;
import org.unrolled.bilingual.Phrase.Elided;
import org.unrolled.bilingual.Phrase.Gap;
import org.unrolled.bilingual.Phrase.Joined;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Pronoun;
import org.unrolled.bilingual.Phrase.Role;
import org.unrolled.bilingual.Phrase.Tense;
import org.unrolled.bilingual.Verb.Frame;

/** Makes up clauses: a verb that the languages share, what it asks for, its tense, and additions that fit both. */
final class ClauseComposer {
    private static final List<Frame> FRAMES = List.of(Frame.TRANSITIVE, Frame.INTRANSITIVE, Frame.DITRANSITIVE, Frame.DATIVE,
            Frame.MOTION, Frame.LOCATION, Frame.PREPOSITIONAL, Frame.COPULA, Frame.INFINITIVE, Frame.CLAUSAL, Frame.IMPERSONAL);
    private static final List<Frame> TO_DO = List.of(Frame.TRANSITIVE, Frame.DITRANSITIVE, Frame.DATIVE, Frame.MOTION,
            Frame.PREPOSITIONAL);
    private static final int TRIES = 20;

    private final Choice choice;
    private final Complexity complexity;
    private final NounComposer nouns;
    private final AdditionComposer additions;
    private final PredicateComposer predicates;

    ClauseComposer(Choice choice, Complexity complexity) {
        this.choice = choice;
        this.complexity = complexity;
        nouns = new NounComposer(choice, complexity, this);
        additions = new AdditionComposer(choice, complexity, nouns, this);
        predicates = new PredicateComposer(choice, complexity, nouns);
    }

    NounComposer nouns() {
        return nouns;
    }

    /** A main clause; null if the nouns run out. */
    Clause main(int depth) {
        return main(null, null, depth);
    }

    /**
     * A main clause.
     *
     * @param subject the subject, or null to make one up
     * @param tense   the tense, or null to choose one
     */
    Clause main(NounPhrase subject, Tense tense, int depth) {
        for (int i = 0; i < TRIES; i++) {
            var frame = frame(depth, subject);
            var draft = draft(frame, subject, tense, depth);
            if (draft != null) {
                additions.addAll(draft, depth, subject == null);
                return draft.clause();
            }
        }
        return null;
    }

    private Frame frame(int depth, NounPhrase subject) {
        double clausal = depth > 0 && complexity.all() ? 9 : depth > 0 ? 5 : 0;
        double infinitive = depth > 0 ? 7 : 0;
        double impersonal = subject == null && complexity.all() ? 0.7 : 0;
        double copula = subject == null ? 9 : 0;
        return choice.weighted(FRAMES, 36, 14, 9, 7, 7, 5, 8, copula, infinitive, clausal, impersonal);
    }

    /** Verb, tense, subject and objects, or null if the words don't fit together. */
    private Draft draft(Frame frame, NounPhrase subject, Tense tense, int depth) {
        var noun = head(subject);
        boolean human = subject instanceof Pronoun || noun == null;
        var verb = choice.verb(frame, candidate -> (subject == null || frame == Frame.COPULA
                || (human ? candidate.subjects().contains("person") : fits(candidate, noun))));
        if (verb == null) {
            return null;
        }
        var draft = new Draft(choice.id(), verb);
        if (tense == null) {
            additions.chooseTense(draft);
        } else {
            draft.tense = tense;
        }
        if (draft.tense == Tense.PAST_PROGRESSIVE && verb.english().simple()) {
            return null;
        }
        boolean you = !draft.isPast();
        var who = subject != null ? subject : subject(verb, you, depth);
        if (who == null) {
            return null;
        }
        draft.parts.put(Role.SUBJECT, who);
        return objects(draft, depth) ? draft : null;
    }

    private NounPhrase subject(Verb verb, boolean you, int depth) {
        return switch (verb.frame()) {
            case IMPERSONAL -> new Pronoun(choice.id(), Phrase.Who.IT, null);
            case COPULA -> {
                var adjective = choice.adjective(candidate -> true);
                yield nouns.definite(nouns.subject(adjective.classes(), you, Math.min(depth, 1)));
            }
            // With a clause or an infinitive behind the verb, a long subject would be too much.
            case CLAUSAL, INFINITIVE -> nouns.subject(verb.subjects(), you, 0);
            default -> nouns.subject(verb.subjects(), you, depth);
        };
    }

    private static boolean fits(Verb verb, Noun noun) {
        return noun.isAny(verb.subjects()) || noun.is("name") && verb.subjects().contains("person");
    }

    /** The noun of a phrase, of the first part if there are two; null for a pronoun. */
    static Noun head(NounPhrase phrase) {
        if (phrase instanceof Nominal nominal) {
            return nominal.noun();
        }
        if (phrase instanceof Gap gap) {
            return gap.head().noun();
        }
        if (phrase instanceof Elided elided) {
            return head(elided.antecedent());
        }
        return phrase instanceof Joined joined ? head(joined.first()) : null;
    }

    /** Adds what the verb asks for; false if there is no noun left for it. */
    private boolean objects(Draft draft, int depth) {
        var verb = draft.verb;
        return switch (verb.frame()) {
            case TRANSITIVE, DATIVE -> object(draft, Role.OBJECT, depth);
            case PREPOSITIONAL -> object(draft, Role.ARGUMENT, depth);
            case DITRANSITIVE -> object(draft, Role.OBJECT, 0) && recipient(draft);
            case MOTION -> additions.direction(draft);
            case LOCATION -> additions.location(draft, true);
            case COPULA -> predicates.predicate(draft);
            case CLAUSAL -> that(draft, depth);
            case INFINITIVE -> {
                var inner = toDo(draft.subject(), depth - 1);
                yield inner != null && draft.put(Role.INFINITIVE, new Dependent(choice.id(), null, inner));
            }
            case INTRANSITIVE, IMPERSONAL, HELPING -> true;
        };
    }

    private boolean object(Draft draft, Role role, int depth) {
        var object = nouns.object(draft.verb, draft.subject(), true, depth);
        boolean indefinite = object instanceof Nominal nominal && nominal.isIndefinite();
        if (object == null || indefinite && role == Role.ARGUMENT && object instanceof Nominal some && some.isMass()) {
            return false;
        }
        return draft.put(role, object);
    }

    private boolean recipient(Draft draft) {
        var person = choice.chance(0.25) ? nouns.object(draft.verb.frame() == Frame.DITRANSITIVE ? anyPerson(draft) : draft.verb,
                draft.subject(), true, 0) : nouns.nominal(Set.of("person"), 0);
        if (person instanceof Nominal many && many.plural()) {
            person = nouns.definite(many);
        }
        return person != null && draft.put(Role.RECIPIENT, person);
    }

    /** The same verb with persons as objects, to choose a recipient as one chooses an object. */
    private static Verb anyPerson(Draft draft) {
        var verb = draft.verb;
        return new Verb(verb.frame(), verb.core(), verb.subjects(), Set.of("person"), verb.english(), verb.german(),
                verb.french());
    }

    private boolean that(Draft draft, int depth) {
        Clause inner;
        if (draft.tense == Tense.PAST) {
            inner = main(null, Tense.PLUPERFECT, depth - 1);
        } else {
            var tense = choice.weighted(List.of(Tense.PRESENT, Tense.PAST, Tense.FUTURE, Tense.PERFECT), 4, 3, 2, 1);
            inner = main(null, tense, depth - 1);
        }
        return inner != null && draft.put(Role.THAT, new Dependent(choice.id(), choice.conjunction("that"), plain(inner)));
    }

    /** The clause with nothing before its subject, as it stands behind a conjunction; what was there is left out. */
    static Clause plain(Clause clause) {
        if (clause.front() == null) {
            return clause;
        }
        var parts = new EnumMap<>(clause.parts());
        if (clause.front() != Role.SUBORDINATE) {
            parts.remove(clause.front());
        }
        return new Clause(clause.id(), clause.verb(), clause.tense(), clause.modal(), clause.negative(), clause.passive(), parts,
                null);
    }

    /** A subordinate clause in a given tense; null if the nouns run out. */
    Clause subordinate(Tense tense, int depth) {
        var clause = main(null, tense, depth);
        if (clause == null) {
            return null;
        }
        // The main clause says when, if anybody does.
        clause.parts().remove(Role.TIME);
        return plain(clause);
    }

    /** What somebody tries or wants to do: a clause whose subject is understood; null if no verb fits. */
    Clause toDo(NounPhrase subject, int depth) {
        for (int i = 0; i < TRIES; i++) {
            var frame = choice.of(TO_DO);
            var draft = draft(frame, new Elided(subject), Tense.HABIT, Math.max(0, depth));
            if (draft != null && !draft.verb.english().simple()) {
                return draft.clause();
            }
        }
        return null;
    }

    /**
     * A short clause with a definite object or place, for texts in which it is told, asked for or taken up again.
     *
     * @return null if no verb goes with the subject
     */
    Clause fact(Nominal subject, Tense tense) {
        for (int i = 0; i < TRIES; i++) {
            var frame = choice.weighted(List.of(Frame.TRANSITIVE, Frame.MOTION, Frame.LOCATION), 6, 2, 2);
            var verb = choice.verb(frame, candidate -> candidate.isPlain() && fits(candidate, subject.noun()));
            if (verb == null) {
                continue;
            }
            var draft = new Draft(choice.id(), verb);
            draft.tense = tense;
            draft.put(Role.SUBJECT, subject);
            if (frame == Frame.TRANSITIVE ? definiteObject(draft) : objects(draft, 0)) {
                return draft.clause();
            }
        }
        return null;
    }

    private boolean definiteObject(Draft draft) {
        var noun = choice.noun(candidate -> !candidate.is("adult") && candidate.isAny(draft.verb.objects()));
        return noun != null && draft.put(Role.OBJECT, noun.isName() ? nouns.nominal(noun, 0)
                : nouns.nominal(noun, Determiner.DEFINITE, 0));
    }

    /** A relative clause whose gap is its subject or its object. */
    Clause relative(Gap gap, int depth) {
        boolean alive = gap.head().noun().isHuman() || gap.head().noun().is("animal") || gap.head().noun().is("vehicle");
        for (int i = 0; i < TRIES; i++) {
            var tense = choice.weighted(List.of(Tense.PRESENT, Tense.PAST, Tense.FUTURE, Tense.PLUPERFECT), 5, 4, 1, 0);
            var draft = alive && choice.chance(0.6) ? draft(relativeFrame(), gap, tense, depth) : objectRelative(gap, tense);
            if (draft != null) {
                additions.addFew(draft);
                return draft.clause();
            }
        }
        return copulaRelative(gap);
    }

    private Frame relativeFrame() {
        return choice.weighted(FRAMES, 40, 14, 8, 8, 7, 7, 8);
    }

    private Draft objectRelative(Gap gap, Tense tense) {
        var noun = gap.head().noun();
        var verb = choice.verb(choice.chance(0.9) ? Frame.TRANSITIVE : Frame.DATIVE, candidate -> candidate.isPlain()
                && noun.isAny(candidate.objects()));
        if (verb == null) {
            return null;
        }
        var draft = new Draft(choice.id(), verb);
        draft.tense = tense;
        var subject = nouns.subject(verb.subjects(), !draft.isPast(), 0);
        if (subject == null) {
            return null;
        }
        draft.parts.put(Role.SUBJECT, subject);
        draft.parts.put(Role.OBJECT, gap);
        return draft;
    }

    /** When no verb fits: {@code who is old}. */
    private Clause copulaRelative(Gap gap) {
        var draft = new Draft(choice.id(), choice.verb(Frame.COPULA, verb -> true));
        draft.tense = Tense.PRESENT;
        draft.parts.put(Role.SUBJECT, gap);
        predicates.predicate(draft);
        return draft.clause();
    }
}
