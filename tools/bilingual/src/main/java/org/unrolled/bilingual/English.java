package org.unrolled.bilingual;

import java.util.EnumMap;
import java.util.List;
import org.unrolled.bilingual.Phrase.Adverbial;
import org.unrolled.bilingual.Phrase.Attribute;
import org.unrolled.bilingual.Phrase.Clause;
import org.unrolled.bilingual.Phrase.Dependent;
import org.unrolled.bilingual.Phrase.Elided;
import org.unrolled.bilingual.Phrase.Gap;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Prepositional;
import org.unrolled.bilingual.Phrase.Pronoun;
import org.unrolled.bilingual.Phrase.Role;

/** English clauses: subject, verb and object in this order, with {@code do} in questions and negations. */
final class English implements Writer {
    private static final List<Role> BEHIND_OBJECT = List.of(Role.RECIPIENT, Role.ARGUMENT, Role.PREDICATE, Role.MANNER,
            Role.DIRECTION, Role.AGENT, Role.COMPANION, Role.LOCATION, Role.CIRCUMSTANCE, Role.TIME, Role.THAT, Role.INFINITIVE,
            Role.PURPOSE, Role.SUBORDINATE);

    private final EnglishNouns nouns = new EnglishNouns(this);

    @Override
    public List<Token> write(Sentence sentence) {
        var words = new Words();
        for (int i = 0; i < sentence.clauses().size(); i++) {
            var clause = sentence.clauses().get(i);
            words.addJoint(sentence, i, Language.ENGLISH);
            words.add(clause(clause, sentence.question()));
        }
        return words.add(sentence.question() ? "?" : ".", END).tidy();
    }

    @Override
    public List<Token> headline(Clause clause) {
        return clause(clause, false).tidy();
    }

    /** A question for one part: {@code who sold the car ?}, {@code what did she sell ?}, {@code where is he ?} */
    List<Token> question(Clause clause, Role asked, String word, int id) {
        var words = new Words().add(word, Words.possible(id, Words.NOUN));
        var verb = new EnglishVerbGroup(clause, asked != Role.SUBJECT);
        words.add(verb.auxiliary());
        if (asked != Role.SUBJECT) {
            words.add(subject(clause));
        }
        words.add(verb.negation()).add(verb.rest());
        var parts = new EnumMap<>(clause.parts());
        parts.remove(asked);
        var rest = new Clause(clause.id(), clause.verb(), clause.tense(), clause.modal(), clause.negative(), clause.passive(),
                parts, null);
        return words.add(behindVerb(rest)).add("?", END).tidy();
    }

    /** A relative clause behind its head. */
    Words relative(Clause clause) {
        var words = new Words();
        for (var role : List.of(Role.SUBJECT, Role.OBJECT)) {
            if (clause.part(role) instanceof Gap gap) {
                boolean who = role == Role.SUBJECT && gap.head().noun().isHuman();
                words.add(who ? "who" : "that", Words.sure(gap.id(), 0));
            }
        }
        return words.add(clause(clause, false));
    }

    private Words clause(Clause clause, boolean question) {
        var words = new Words();
        if (clause.front() != null) {
            words.add(part(clause, clause.front()));
            if (clause.front() == Role.SUBORDINATE) {
                words.comma();
            }
        }
        var verb = new EnglishVerbGroup(clause, question);
        var subject = subject(clause);
        var frequency = part(clause, Role.FREQUENCY);
        words.add(question ? verb.auxiliary() : subject).add(question ? subject : verb.auxiliary()).add(verb.negation())
                .add(frequency).add(verb.rest());
        return words.add(behindVerb(clause));
    }

    private Words subject(Clause clause) {
        return clause.subject() instanceof Elided ? new Words() : nouns.write(clause.subject(), true);
    }

    private Words behindVerb(Clause clause) {
        var words = new Words();
        var verb = clause.verb().english();
        var particle = new Words().add(verb.particle(), Words.sure(clause.id(), Words.VERB));
        boolean pronoun = clause.part(Role.OBJECT) instanceof Pronoun;
        words.add(pronoun ? new Words() : particle);
        if (clause.part(Role.OBJECT) != null) {
            words.add(verb.preposition(), Words.sure(clause.id(), Words.PREPOSITION)).add(part(clause, Role.OBJECT));
        }
        words.add(pronoun ? particle : new Words());
        for (var role : BEHIND_OBJECT) {
            if (role != clause.front()) {
                words.add(part(clause, role));
            }
        }
        return words;
    }

    private Words part(Clause clause, Role role) {
        var phrase = clause.part(role);
        var words = new Words();
        if (phrase instanceof NounPhrase noun) {
            if (role == Role.RECIPIENT) {
                words.add("to", Words.sure(clause.id(), Words.RECIPIENT));
            } else if (role == Role.ARGUMENT) {
                words.add(clause.verb().english().preposition(), Words.sure(clause.id(), Words.PREPOSITION));
            }
            return words.add(nouns.write(noun, false));
        }
        if (phrase instanceof Prepositional prepositional) {
            return nouns.prepositional(prepositional);
        }
        if (phrase instanceof Adverbial adverbial) {
            return words.add(adverbial.adverb(), Language.ENGLISH, adverbial.id());
        }
        if (phrase instanceof Attribute attribute) {
            words.add(attribute.adjective().english().form(attribute.degree()), Words.sure(attribute.id(), 0));
            return attribute.than() == null ? words
                    : words.add("than", Words.sure(attribute.id(), 1)).add(nouns.write(attribute.than(), false));
        }
        return phrase instanceof Dependent dependent ? dependent(dependent, role) : words;
    }

    private Words dependent(Dependent dependent, Role role) {
        var words = new Words();
        var clause = dependent.clause();
        if (role == Role.INFINITIVE) {
            words.add("to", Words.sure(clause.id(), Words.TO));
        } else if (role == Role.PURPOSE) {
            words.add("to", Words.sure(clause.id(), Words.TO), Words.sure(dependent.id(), 1));
        } else {
            words.add(dependent.conjunction(), Language.ENGLISH, dependent.id());
        }
        if (role == Role.INFINITIVE || role == Role.PURPOSE) {
            return words.add(clause.verb().english().base(), Words.sure(clause.id(), Words.VERB)).add(behindVerb(clause));
        }
        return words.add(clause(clause, false));
    }
}
