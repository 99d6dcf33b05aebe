package org.unrolled.bilingual;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.unrolled.bilingual.Phrase.Attribute;
import org.unrolled.bilingual.Phrase.Determiner;
import org.unrolled.bilingual.Phrase.Gap;
import org.unrolled.bilingual.Phrase.Joined;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Prepositional;
import org.unrolled.bilingual.Phrase.Pronoun;
import org.unrolled.bilingual.Phrase.Who;

/** Makes up noun phrases. */
final class NounComposer {
    private static final List<Determiner> SINGULAR = List.of(Determiner.DEFINITE, Determiner.INDEFINITE, Determiner.MY,
            Determiner.THIS, Determiner.OUR, Determiner.EVERY, Determiner.OF, Determiner.YOUR);
    private static final List<Determiner> PLURAL = List.of(Determiner.DEFINITE, Determiner.INDEFINITE, Determiner.TWO,
            Determiner.THREE, Determiner.MY, Determiner.THIS, Determiner.OUR, Determiner.MANY, Determiner.SOME, Determiner.FOUR,
            Determiner.FIVE, Determiner.TEN);

    private final Choice choice;
    private final Complexity complexity;
    private final ClauseComposer clauses;

    NounComposer(Choice choice, Complexity complexity, ClauseComposer clauses) {
        this.choice = choice;
        this.complexity = complexity;
        this.clauses = clauses;
    }

    /** A noun phrase of one of the classes, or null if all its nouns are used. */
    Nominal nominal(Set<String> classes, int depth) {
        // The names are persons, too, but shall not be as frequent.
        boolean name = classes.contains("person") && choice.chance(0.15);
        var noun = choice.noun(candidate -> name ? candidate.is("name")
                : candidate.isAny(classes));
        return noun == null ? null : nominal(noun, depth);
    }

    Nominal nominal(Noun noun, int depth) {
        if (noun.isName()) {
            return new Nominal(choice.id(), noun, null, false, Determiner.NONE, List.of(), null, null, null);
        }
        boolean plural = !noun.is("mass") && choice.chance(0.25);
        var determiner = determiner(noun, plural, depth);
        return filled(noun, plural, determiner, depth);
    }

    /** A phrase with a given article. */
    Nominal nominal(Noun noun, Determiner determiner, int depth) {
        return filled(noun, false, determiner, depth);
    }

    private Determiner determiner(Noun noun, boolean plural, int depth) {
        if (noun.is("mass")) {
            return choice.weighted(SINGULAR, 45, 45, 10);
        }
        if (plural) {
            return noun.is("adult") ? choice.weighted(PLURAL, 50, 25, 15, 10)
                    : complexity.all() ? choice.weighted(PLURAL, 40, 20, 8, 6, 5, 4, 3, 6, 5, 3, 2, 2)
                    : choice.weighted(PLURAL, 45, 25, 15, 8, 7);
        }
        if (noun.is("adult")) {
            // "meine Frau" would be "my wife"
            return choice.weighted(SINGULAR, 65, 27, 0, 8);
        }
        double owned = depth > 0 && !noun.is("place") && !noun.is("event") ? 6 : 0;
        return complexity.all() ? choice.weighted(SINGULAR, 55, 22, 6, 6, 4, 3, owned, 1) : choice.weighted(SINGULAR, 60, 25, 10, 5);
    }

    private Nominal filled(Noun noun, boolean plural, Determiner determiner, int depth) {
        var attributes = attributes(noun, plural, determiner);
        var compound = complexity.all() && choice.chance(0.3) ? choice.compound(noun) : null;
        NounPhrase owner = null;
        if (determiner == Determiner.OF) {
            owner = owner();
            if (owner == null) {
                return filled(noun, plural, Determiner.DEFINITE, depth);
            }
        }
        var bare = new Nominal(choice.id(), noun, compound, plural, determiner, attributes, null, owner, null);
        boolean definite = determiner == Determiner.DEFINITE || determiner == Determiner.INDEFINITE;
        if (depth > 0 && definite && !bare.isMass() && choice.chance(0.16)) {
            var relative = clauses.relative(new Gap(choice.id(), bare), depth - 1);
            return new Nominal(bare.id(), noun, compound, plural, determiner, attributes, null, owner, relative);
        }
        if (depth > 0 && complexity.all() && noun.is("person") && choice.chance(0.08)) {
            var worn = choice.noun(candidate -> candidate.is("clothes"));
            if (worn != null) {
                var with = new Prepositional(choice.id(), choice.preposition("with"),
                        filled(worn, false, choice.chance(0.5) ? Determiner.DEFINITE : Determiner.INDEFINITE, 0));
                return new Nominal(bare.id(), noun, compound, plural, determiner, attributes, with, owner, null);
            }
        }
        return bare;
    }

    /** The same phrase with {@code the} in place of an indefinite article or none. */
    NounPhrase definite(NounPhrase phrase) {
        return phrase instanceof Nominal nominal && nominal.isIndefinite() ? with(nominal, Determiner.DEFINITE, null) : phrase;
    }

    private static Nominal with(Nominal nominal, Determiner determiner, NounPhrase owner) {
        return new Nominal(nominal.id(), nominal.noun(), nominal.compound(), nominal.plural(), determiner, nominal.attributes(),
                nominal.after(), owner, nominal.relative());
    }

    private NounPhrase owner() {
        boolean name = choice.chance(0.4);
        var noun = choice.noun(candidate -> candidate.is(name ? "name" : "person"));
        if (noun == null) {
            return null;
        }
        var determiner = name ? Determiner.NONE : choice.chance(0.7) ? Determiner.DEFINITE : Determiner.MY;
        return new Nominal(choice.id(), noun, null, false, determiner, List.of(), null, null, null);
    }

    private List<Attribute> attributes(Noun noun, boolean plural, Determiner determiner) {
        var attributes = new ArrayList<Attribute>();
        if (choice.chance(complexity.ornament())) {
            var adjective = choice.adjective(candidate -> candidate.fits(noun));
            if (adjective != null) {
                boolean superlative = complexity.all() && determiner == Determiner.DEFINITE && !plural && !noun.is("mass")
                        && adjective.hasDegrees() && choice.chance(0.1);
                attributes.add(new Attribute(choice.id(), adjective, superlative ? Degree.SUPERLATIVE : Degree.POSITIVE, null));
                var second = complexity.all() && adjective.hasDegrees() && !superlative && choice.chance(0.2)
                        ? choice.adjective(candidate -> candidate.fits(noun) && candidate.classes().contains("colour")) : null;
                if (second != null) {
                    attributes.add(new Attribute(choice.id(), second, Degree.POSITIVE, null));
                }
            }
        }
        return List.copyOf(attributes);
    }

    /** A subject: a noun phrase, two of them, or a pronoun. */
    NounPhrase subject(Set<String> classes, boolean you, int depth) {
        boolean human = classes.contains("person");
        if (human && choice.chance(0.22)) {
            var who = choice.weighted(List.of(Who.I, Who.HE, Who.SHE, Who.WE, Who.THEY, Who.YOU), 3, 3, 3, 2, 2, you ? 2 : 0);
            return new Pronoun(choice.id(), who, null);
        }
        var first = nominal(classes, depth);
        boolean simple = first != null && first.relative() == null && first.determiner() != Determiner.EVERY;
        if (simple && choice.chance(complexity.all() ? 0.07 : 0.03)) {
            var second = nominal(classes, 0);
            if (second != null && second.determiner() != Determiner.EVERY) {
                return new Joined(choice.id(), first, second);
            }
        }
        return first;
    }

    /** An object: a noun phrase, or a pronoun for persons. German {@code sie} stands for her only, never for them. */
    NounPhrase object(Verb verb, NounPhrase subject, boolean pronouns, int depth) {
        if (pronouns && verb.objects().contains("person") && choice.chance(0.15)) {
            var who = choice.weighted(List.of(Who.I, Who.HE, Who.SHE, Who.WE), 2, 3, 3, 1);
            int person = EnglishNouns.agreement(subject).person();
            if (person != 1 || who == Who.HE || who == Who.SHE) {
                return new Pronoun(choice.id(), who, null);
            }
        }
        var object = nominal(verb.objects(), depth);
        boolean ownable = object != null && object.determiner() == Determiner.MY && EnglishNouns.agreement(subject).person() == 3;
        // The subject's own: the man sees his dog.
        return ownable ? with(object, Determiner.OWN, subject) : object;
    }
}
