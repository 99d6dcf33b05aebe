package org.unrolled.bilingual;

import java.util.List;
import java.util.Map;

/**
 * What a sentence says before it is in any language: one tree that each language writes in its own order. Every part has a
 * number of its own, from which the links between the words of two languages follow.
 */
sealed interface Phrase {
    /** Who a pronoun stands for. */
    enum Who {
        I, YOU, HE, SHE, IT, WE, THEY;

        /** Its agreement with this gender. */
        Agreement agreement(Gender gender) {
            int person = switch (this) {
                case I, WE -> 1;
                case YOU -> 2;
                default -> 3;
            };
            return new Agreement(person, this == WE || this == THEY, gender);
        }
    }

    /** What comes before a noun. OWN takes the owner's possessive, OF the owner's name or noun phrase. */
    enum Determiner { DEFINITE, INDEFINITE, THIS, EVERY, MY, YOUR, OUR, OWN, OF, MANY, SOME, TWO, THREE, FOUR, FIVE, TEN, NONE }

    /** What a part does in its clause. */
    enum Role {
        SUBJECT, OBJECT, RECIPIENT, ARGUMENT, PREDICATE, FREQUENCY, MANNER, DIRECTION, AGENT, COMPANION, LOCATION, CIRCUMSTANCE,
        TIME, THAT, INFINITIVE, PURPOSE, SUBORDINATE
    }

    /** When it happens. HABIT is a present that English doesn't put into the progressive. */
    enum Tense { PRESENT, HABIT, PAST, PAST_PROGRESSIVE, PERFECT, PLUPERFECT, FUTURE }

    /** What can be a subject or an object. */
    sealed interface NounPhrase extends Phrase {
        /** What is spoken of: what stands in the place of a gap or of something that is not said again, else the phrase itself. */
        default NounPhrase referent() {
            return this;
        }
    }

    /** A noun with all that belongs to it; parts that are missing are null. */
    record Nominal(int id, Noun noun, FunctionWord compound, boolean plural, Determiner determiner, List<Attribute> attributes,
                   Prepositional after, NounPhrase owner, Clause relative) implements NounPhrase {
        boolean isMass() {
            return noun.is("mass");
        }

        /** Whether it speaks of something already known. */
        boolean isKnown() {
            return switch (determiner) {
                case INDEFINITE, MANY, SOME, TWO, THREE, FOUR, FIVE, TEN -> false;
                default -> true;
            };
        }

        /** Whether a negation turns it into {@code kein} and {@code pas de}. */
        boolean isIndefinite() {
            return determiner == Determiner.INDEFINITE;
        }
    }

    /** A pronoun; for IT and THEY the noun phrase it stands for, which may be null for persons. */
    record Pronoun(int id, Who who, Nominal antecedent) implements NounPhrase { }

    /** Two noun phrases with {@code and}. */
    record Joined(int id, NounPhrase first, NounPhrase second) implements NounPhrase { }

    /** The place of the head in its relative clause. */
    record Gap(int id, Nominal head) implements NounPhrase {
        @Override
        public NounPhrase referent() {
            return head;
        }
    }

    /** A subject that is not said again, in an infinitive or behind {@code and}. */
    record Elided(NounPhrase antecedent) implements NounPhrase {
        @Override
        public NounPhrase referent() {
            return antecedent.referent();
        }
    }

    /** An adjective; with a noun phrase to compare with, or null. */
    record Attribute(int id, Adjective adjective, Degree degree, NounPhrase than) implements Phrase { }

    /** A preposition with its noun phrase. */
    record Prepositional(int id, FunctionWord preposition, NounPhrase noun) implements Phrase { }

    /** An adverb, perhaps of several words. */
    record Adverbial(int id, FunctionWord adverb) implements Phrase { }

    /** A clause with its conjunction, or null for an infinitive without one. */
    record Dependent(int id, FunctionWord conjunction, Clause clause) implements Phrase { }

    /**
     * A clause.
     *
     * @param modal    null if there is none
     * @param front    what stands before the subject in all languages; null for nothing
     */
    record Clause(int id, Verb verb, Tense tense, Modal modal, boolean negative, boolean passive, Map<Role, Phrase> parts,
                  Role front) implements Phrase {
        NounPhrase subject() {
            return (NounPhrase) parts.get(Role.SUBJECT);
        }

        Phrase part(Role role) {
            return parts.get(role);
        }

        /** Whether the negation goes with an indefinite object. */
        boolean negatesObject() {
            return negative && (isIndefinite(Role.OBJECT) || isIndefinite(Role.PREDICATE));
        }

        private boolean isIndefinite(Role role) {
            return parts.get(role) instanceof Nominal nominal && nominal.isIndefinite();
        }

        boolean isPast() {
            return tense == Tense.PAST || tense == Tense.PAST_PROGRESSIVE;
        }
    }
}
