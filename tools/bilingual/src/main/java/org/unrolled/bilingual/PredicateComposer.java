package org.unrolled.bilingual;

import java.util.List;
import org.unrolled.bilingual.Phrase.Attribute;
import org.unrolled.bilingual.Phrase.Determiner;
import org.unrolled.bilingual.Phrase.Gap;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Role;

/** Makes up what somebody or something is: {@code is old}, {@code is older than the dog}, {@code is a good doctor}. */
final class PredicateComposer {
    private final Choice choice;
    private final Complexity complexity;
    private final NounComposer nouns;

    PredicateComposer(Choice choice, Complexity complexity, NounComposer nouns) {
        this.choice = choice;
        this.complexity = complexity;
        this.nouns = nouns;
    }

    /** An adjective, alone or compared, or for persons a noun: {@code is a good doctor}. */
    boolean predicate(Draft draft) {
        var noun = ClauseComposer.head(draft.subject());
        boolean person = draft.subject() instanceof Nominal subject && subject.noun().isHuman() && !subject.plural();
        if (person && complexity.all() && choice.chance(0.15) && profession(draft, noun)) {
            return true;
        }
        var adjective = choice.adjective(candidate -> !isSaid(draft.subject(), candidate)
                && (noun == null ? candidate.classes().contains("person") : candidate.fits(noun)));
        if (adjective == null) {
            return false;
        }
        boolean compare = adjective.hasDegrees() && noun != null && !(draft.subject() instanceof Gap) && choice.chance(0.25);
        var kind = noun == null ? "person" : noun.isHuman() ? "person" : noun.classes().iterator().next();
        var other = compare ? choice.noun(candidate -> candidate.is(kind) && adjective.fits(candidate)) : null;
        var than = other == null ? null : nouns.nominal(other, other.is("mass") || !other.isName() ? Determiner.DEFINITE
                : Determiner.NONE, 0);
        return draft.put(Role.PREDICATE, new Attribute(choice.id(), adjective,
                than == null ? Degree.POSITIVE : Degree.COMPARATIVE, than));
    }

    /** Whether the subject has the adjective already: not {@code the big window is big}. */
    private static boolean isSaid(NounPhrase subject, Adjective adjective) {
        return subject instanceof Nominal nominal
                && nominal.attributes().stream().anyMatch(attribute -> attribute.adjective().equals(adjective));
    }

    private boolean profession(Draft draft, Noun subject) {
        var noun = choice.noun(candidate -> candidate.is("person") && candidate.naturalGender() == subject.naturalGender()
                && candidate.german().gender() == subject.german().gender());
        var adjective = noun == null ? null : choice.adjective(candidate -> candidate.fits(noun) && candidate.hasDegrees());
        if (adjective == null) {
            return false;
        }
        var attribute = new Attribute(choice.id(), adjective, Degree.POSITIVE, null);
        return draft.put(Role.PREDICATE, new Nominal(choice.id(), noun, null, false, Determiner.INDEFINITE, List.of(attribute),
                null, null, null));
    }
}
