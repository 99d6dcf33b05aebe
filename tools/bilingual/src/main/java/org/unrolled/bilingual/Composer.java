package org.unrolled.bilingual;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.unrolled.bilingual.Phrase.Clause;
import org.unrolled.bilingual.Phrase.Elided;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.Pronoun;
import org.unrolled.bilingual.Phrase.Role;
import org.unrolled.bilingual.Phrase.Tense;
import org.unrolled.bilingual.Phrase.Who;

/**
 * Makes up sentences that can be written in several languages: first a tree of what is said, then words in each language's
 * own forms and order. The tree is the derivation of a synchronous grammar, so which words belong together is known.
 */
public final class Composer {
    private final Writers writers;
    private final Choice choice;
    private final Complexity complexity;
    private final ClauseComposer clauses;

    /**
     * @param languages  those the sentences will be asked in; only words that all of them have are used
     * @param complexity how rich the sentences are
     * @param seed       decides everything
     */
    public Composer(Set<Language> languages, Complexity complexity, long seed) {
        this.complexity = complexity;
        var lexicon = Lexicon.embedded();
        writers = new Writers(lexicon);
        choice = new Choice(lexicon, complexity.coreWords(), EnumSet.copyOf(languages), seed);
        clauses = new ClauseComposer(choice, complexity);
    }

    /** The next sentence. */
    public Composition next() {
        while (true) {
            choice.begin();
            var clause = clauses.main(complexity.depth());
            if (clause != null) {
                return new Composition(writers, sentence(clause));
            }
        }
    }

    private Sentence sentence(Clause first) {
        if (mayAsk(first) && complexity.all() && choice.chance(0.08)) {
            return new Sentence(List.of(first), List.of(), true);
        }
        if (isOpen(first) && choice.chance(complexity.joined())) {
            var second = second(first);
            if (second != null) {
                var joint = choice.conjunction(choice.chance(0.7) ? "and" : "but");
                return new Sentence(List.of(first, second), List.of(joint), false);
            }
        }
        return new Sentence(List.of(first), List.of(), false);
    }

    private static boolean mayAsk(Clause clause) {
        boolean definite = !(clause.subject() instanceof Nominal nominal) || !nominal.isIndefinite();
        boolean can = clause.modal() == null || clause.modal().name().equals("can");
        return definite && can && clause.front() == null && !clause.negative() && clause.part(Role.THAT) == null;
    }

    /** Whether a second clause may follow without seeming to belong to a subordinate one. */
    private static boolean isOpen(Clause clause) {
        boolean closed = clause.part(Role.THAT) != null || clause.part(Role.INFINITIVE) != null
                || clause.part(Role.PURPOSE) != null || clause.part(Role.SUBORDINATE) != null && clause.front() != Role.SUBORDINATE;
        return !closed && clause.modal() == null;
    }

    private Clause second(Clause first) {
        var tense = first.tense();
        boolean again = tense != Tense.PERFECT && tense != Tense.HABIT && !first.passive();
        if (again && choice.chance(0.5)) {
            var known = choice.chance(0.6) ? sameObject(first) : null;
            return known != null ? known : clauses.main(new Elided(first.subject()), tense, 0);
        }
        return clauses.subordinate(tense == Tense.PERFECT || tense == Tense.HABIT ? Tense.PAST : tense,
                Math.max(0, complexity.depth() - 1));
    }

    /** {@code The woman buys the book and reads it}; null if the first clause has no such object. */
    private Clause sameObject(Clause first) {
        if (!(first.part(Role.OBJECT) instanceof Nominal object) || object.noun().is("person") || object.noun().is("animal")
                || first.negative()) {
            return null;
        }
        var subject = ClauseComposer.head(first.subject());
        var verb = choice.verb(Verb.Frame.TRANSITIVE, candidate -> candidate != first.verb()
                && object.noun().isAny(candidate.objects())
                && (subject == null || subject.isAny(candidate.subjects())));
        if (verb == null) {
            return null;
        }
        var draft = new Draft(choice.id(), verb);
        draft.tense = first.tense();
        draft.put(Role.SUBJECT, new Elided(first.subject()));
        draft.put(Role.OBJECT, new Pronoun(choice.id(), object.plural() ? Who.THEY : Who.IT, object));
        return draft.clause();
    }
}
