package org.unrolled.bilingual;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.unrolled.bilingual.Phrase.Adverbial;
import org.unrolled.bilingual.Phrase.Attribute;
import org.unrolled.bilingual.Phrase.Clause;
import org.unrolled.bilingual.Phrase.Dependent;
import org.unrolled.bilingual.Phrase.Determiner;
import org.unrolled.bilingual.Phrase.Elided;
import org.unrolled.bilingual.Phrase.Gap;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Prepositional;
import org.unrolled.bilingual.Phrase.Pronoun;
import org.unrolled.bilingual.Phrase.Role;

/** French clauses: weak pronouns before the verb, negation around it, elision over the whole sentence. */
final class French implements Writer {
    private static final List<Role> BEHIND_OBJECT = List.of(Role.RECIPIENT, Role.ARGUMENT, Role.PREDICATE, Role.MANNER,
            Role.DIRECTION, Role.AGENT, Role.COMPANION, Role.LOCATION, Role.CIRCUMSTANCE, Role.TIME, Role.THAT, Role.INFINITIVE,
            Role.PURPOSE, Role.SUBORDINATE);
    private static final Set<String> ELIDED = Set.of("je", "le", "la", "de", "ne", "que", "se", "me", "te");

    private final FrenchNouns nouns = new FrenchNouns(this);
    private final FrenchVerb avoir;
    private final FrenchVerb etre;

    French(Lexicon lexicon) {
        avoir = helper(lexicon, "avoir");
        etre = helper(lexicon, "être");
    }

    private static FrenchVerb helper(Lexicon lexicon, String infinitive) {
        return lexicon.verbs().stream().filter(verb -> verb.has(Language.FRENCH)).map(Verb::french)
                .filter(verb -> verb.infinitive().equals(infinitive)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the lexicon lacks the helping verb " + infinitive));
    }

    @Override
    public List<Token> write(Sentence sentence) {
        var words = new Words();
        for (int i = 0; i < sentence.clauses().size(); i++) {
            var clause = sentence.clauses().get(i);
            words.addJoint(sentence, i, Language.FRENCH);
            if (sentence.question()) {
                words.add("est-ce que");
            }
            words.add(clause(clause));
        }
        return elide(words.add(sentence.question() ? "?" : ".", END).tidy());
    }

    @Override
    public List<Token> headline(Clause clause) {
        return elide(clause(clause).tidy());
    }

    /** A relative clause behind its head. */
    Words relative(Clause clause) {
        var words = new Words();
        if (clause.subject() instanceof Gap gap) {
            words.add("qui", Words.sure(gap.id(), 0));
        } else if (clause.part(Role.OBJECT) instanceof Gap gap) {
            words.add("que", Words.sure(gap.id(), 0));
        }
        return words.add(clause(clause));
    }

    private static List<Token> elide(List<Token> tokens) {
        var elided = new ArrayList<Token>();
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            var next = i + 1 < tokens.size() ? tokens.get(i + 1).text() : ".";
            if (ELIDED.contains(token.text()) && (FrenchNouns.beginsWithVowel(next) || next.equals("y"))) {
                token = token.withText(token.text().substring(0, token.text().length() - 1) + "'");
            } else if (token.text().equals("si") && next.matches("ils?")) {
                token = token.withText("s'");
            }
            elided.add(token.withText(token.text().replace("!", "")));
        }
        return elided;
    }

    private Words clause(Clause clause) {
        var words = new Words();
        if (clause.front() != null) {
            words.add(part(clause, clause.front())).comma();
        }
        var verb = new FrenchVerbGroup(clause, avoir, etre);
        words.add(subject(clause));
        var frequency = clause.part(Role.FREQUENCY) instanceof Adverbial adverbial ? adverbial : null;
        if (clause.negative()) {
            words.add("ne", Words.possible(clause.id(), Words.NEGATION));
        } else if (frequency != null && isNever(frequency)) {
            words.add("ne", Words.possible(frequency.id(), 1));
        }
        words.add(verb.cliticsAtInfinitive() ? new Words() : verb.clitics()).add(verb.finite());
        if (clause.negative()) {
            words.add("pas", Words.sure(clause.id(), Words.NEGATION));
        }
        words.add(part(clause, Role.FREQUENCY));
        words.add(verb.cliticsAtInfinitive() ? verb.clitics() : new Words()).add(verb.rest());
        return words.add(behindVerb(clause));
    }

    private static boolean isNever(Adverbial adverbial) {
        return adverbial.adverb().in(Language.FRENCH).get(0).text().equals("jamais");
    }

    private Words subject(Clause clause) {
        if (clause.subject() instanceof Pronoun pronoun) {
            var agreement = FrenchNouns.agreement(pronoun);
            boolean feminine = agreement.gender() == Gender.FEMININE;
            var text = switch (agreement.index()) {
                case 0 -> "je";
                case 1 -> "tu";
                case 2 -> feminine ? "elle" : "il";
                case 3 -> "nous";
                default -> feminine ? "elles" : "ils";
            };
            return new Words().add(text, Words.sure(pronoun.id(), Words.NOUN));
        }
        boolean silent = clause.subject() instanceof Elided || clause.subject() instanceof Gap;
        return silent ? new Words() : nouns.write(clause.subject(), false);
    }

    private Words behindVerb(Clause clause) {
        var words = new Words().add(part(clause, Role.OBJECT));
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
        if (phrase instanceof Gap || FrenchVerbGroup.isClitic(clause, role)) {
            return words;
        }
        if (phrase instanceof NounPhrase noun) {
            return nounPhrase(clause, role, noun);
        }
        if (phrase instanceof Prepositional prepositional) {
            return nouns.prepositional(prepositional);
        }
        if (phrase instanceof Adverbial adverbial) {
            return words.add(adverbial.adverb(), Language.FRENCH, adverbial.id());
        }
        if (phrase instanceof Attribute attribute) {
            words.add(FrenchNouns.attribute(attribute, FrenchNouns.agreement(clause.subject()), false));
            return attribute.than() == null ? words
                    : words.add("que", Words.sure(attribute.id(), 1)).add(nouns.write(attribute.than(), false));
        }
        return phrase instanceof Dependent dependent ? dependent(clause, dependent, role) : words;
    }

    private Words nounPhrase(Clause clause, Role role, NounPhrase noun) {
        var preposition = clause.verb().french().preposition();
        if (role == Role.RECIPIENT) {
            return nouns.prepositional("à", noun, Words.sure(clause.id(), Words.RECIPIENT));
        }
        if (role != Role.PREDICATE && !preposition.isEmpty()) {
            return nouns.prepositional(preposition, noun, Words.sure(clause.id(), Words.PREPOSITION));
        }
        boolean never = clause.part(Role.FREQUENCY) instanceof Adverbial adverbial && isNever(adverbial);
        if (role == Role.OBJECT && (clause.negative() || never) && noun instanceof Nominal nominal && nominal.isIndefinite()) {
            var bare = new Nominal(nominal.id(), nominal.noun(), nominal.compound(), nominal.plural(), Determiner.NONE,
                    nominal.attributes(), nominal.after(), nominal.owner(), nominal.relative());
            return new Words().add("de", Words.sure(nominal.id(), Words.ARTICLE)).add(nouns.write(bare, false));
        }
        return nouns.write(noun, false);
    }

    private Words dependent(Clause governor, Dependent dependent, Role role) {
        var words = new Words();
        var clause = dependent.clause();
        if (role != Role.INFINITIVE && role != Role.PURPOSE) {
            return words.add(dependent.conjunction(), Language.FRENCH, dependent.id()).add(clause(clause));
        }
        if (role == Role.PURPOSE) {
            words.add("pour", Words.sure(dependent.id(), 1), Words.sure(clause.id(), Words.TO));
        } else {
            words.add(governor.verb().french().preposition(), Words.sure(clause.id(), Words.TO));
        }
        var verb = new FrenchVerbGroup(clause, avoir, etre);
        return words.add(verb.clitics())
                .add(clause.verb().french().infinitive(), Words.sure(clause.id(), Words.VERB)).add(behindVerb(clause));
    }
}
