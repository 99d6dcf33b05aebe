package org.unrolled.bilingual;

import java.util.List;
import org.unrolled.bilingual.Phrase.Adverbial;
import org.unrolled.bilingual.Phrase.Attribute;
import org.unrolled.bilingual.Phrase.Clause;
import org.unrolled.bilingual.Phrase.Dependent;
import org.unrolled.bilingual.Phrase.Elided;
import org.unrolled.bilingual.Phrase.Gap;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Prepositional;
import org.unrolled.bilingual.Phrase.Pronoun;
import org.unrolled.bilingual.Phrase.Role;
import org.unrolled.bilingual.Phrase.Tense;

/** German clauses: the finite verb second, first in questions, last in subordinate clauses, and what stands between. */
final class German implements Writer {
    private enum Form { MAIN, QUESTION, VERB_LAST, INFINITIVE }

    /** What stands between the two parts of the verb, in this order; subject, pronouns and negation are added. */
    private static final List<Role> BEFORE_NEGATION = List.of(Role.TIME, Role.CIRCUMSTANCE, Role.FREQUENCY, Role.OBJECT,
            Role.MANNER);
    /** {@code kauft heimlich ein Buch}, but {@code kauft das Buch heimlich}. */
    private static final List<Role> BEFORE_NEW_OBJECT = List.of(Role.TIME, Role.CIRCUMSTANCE, Role.FREQUENCY, Role.MANNER,
            Role.OBJECT);
    private static final List<Role> BEHIND_NEGATION = List.of(Role.ARGUMENT, Role.COMPANION, Role.LOCATION, Role.AGENT,
            Role.PREDICATE, Role.DIRECTION);
    private static final List<Role> BEHIND_VERB = List.of(Role.THAT, Role.INFINITIVE, Role.PURPOSE, Role.SUBORDINATE);

    private final GermanNouns nouns = new GermanNouns(this);
    private final GermanVerb haben;
    private final GermanVerb sein;
    private final GermanVerb werden;

    German(Lexicon lexicon) {
        haben = helper(lexicon, "haben");
        sein = helper(lexicon, "sein");
        werden = helper(lexicon, "werden");
    }

    private static GermanVerb helper(Lexicon lexicon, String infinitive) {
        return lexicon.verbs().stream().map(Verb::german).filter(verb -> verb.infinitive().equals(infinitive)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the lexicon lacks the helping verb " + infinitive));
    }

    @Override
    public List<Token> write(Sentence sentence) {
        var words = new Words();
        for (int i = 0; i < sentence.clauses().size(); i++) {
            words.addJoint(sentence, i, Language.GERMAN);
            words.add(clause(sentence.clauses().get(i), sentence.question() ? Form.QUESTION : Form.MAIN));
        }
        return words.add(sentence.question() ? "?" : ".", END).tidy();
    }

    @Override
    public List<Token> headline(Clause clause) {
        return clause(clause, Form.MAIN).tidy();
    }

    /** A relative clause; its gap comes first. */
    Words relative(Clause clause) {
        return clause(clause, Form.VERB_LAST);
    }

    private Words clause(Clause clause, Form form) {
        var verb = new VerbGroup(clause, form == Form.INFINITIVE, form == Form.VERB_LAST);
        var words = new Words();
        if (form == Form.MAIN || form == Form.QUESTION) {
            if (clause.front() != null) {
                words.add(part(clause, clause.front()));
            } else if (form == Form.MAIN) {
                words.add(subject(clause));
            }
            words.add(verb.finite);
            if (clause.front() != null || form == Form.QUESTION) {
                words.add(clause.subject() instanceof Pronoun ? subject(clause).add(reflexive(clause))
                        : reflexive(clause).add(subject(clause)));
            } else {
                words.add(reflexive(clause));
            }
        } else if (form == Form.VERB_LAST) {
            clause.parts().forEach((role, phrase) -> {
                if (phrase instanceof Gap && role != Role.SUBJECT) {
                    words.add(part(clause, role));
                }
            });
            words.add(subject(clause)).add(reflexive(clause));
        } else {
            words.add(reflexive(clause));
        }
        words.add(middle(clause)).add(verb.closing);
        if (form == Form.VERB_LAST) {
            words.add(verb.finite);
        }
        for (var role : BEHIND_VERB) {
            if (role != clause.front()) {
                words.add(part(clause, role));
            }
        }
        return words;
    }

    private Words subject(Clause clause) {
        return clause.subject() instanceof Elided ? new Words() : nouns.write(clause.subject(), Case.NOMINATIVE, null);
    }

    private Words middle(Clause clause) {
        var words = new Words();
        // The verb alone decides whether an object with an English preposition is a plain object in German.
        var object = clause.verb().german().preposition().isEmpty() && clause.part(Role.ARGUMENT) != null
                ? Role.ARGUMENT : Role.OBJECT;
        early(clause, object, words);
        early(clause, Role.RECIPIENT, words);
        if (!isEarly(clause.part(Role.RECIPIENT))) {
            words.add(unlessGap(clause, Role.RECIPIENT));
        }
        boolean known = !(clause.part(object) instanceof Nominal nominal) || nominal.isKnown();
        for (var role : known ? BEFORE_NEGATION : BEFORE_NEW_OBJECT) {
            var here = role == Role.OBJECT ? object : role;
            if (role != clause.front() && !(here == object && isEarly(clause.part(here)))) {
                words.add(unlessGap(clause, here));
            }
        }
        if (clause.negative() && !clause.negatesObject()) {
            words.add("nicht", Words.sure(clause.id(), Words.NEGATION));
        }
        for (var role : BEHIND_NEGATION) {
            if (role != clause.front() && role != object) {
                words.add(unlessGap(clause, role));
            }
        }
        return words;
    }

    /** Pronouns and names stand before the adverbs, other objects behind: {@code hat Anna oft gesehen}. */
    private static boolean isEarly(Phrase phrase) {
        return phrase instanceof Pronoun || phrase instanceof Nominal nominal && nominal.noun().isName();
    }

    private void early(Clause clause, Role role, Words words) {
        if (isEarly(clause.part(role))) {
            words.add(part(clause, role));
        }
    }

    private Words unlessGap(Clause clause, Role role) {
        return clause.part(role) instanceof Gap ? new Words() : part(clause, role);
    }

    private static Words reflexive(Clause clause) {
        var words = new Words();
        if (clause.verb().german().reflexive()) {
            var subject = GermanNouns.agreement(clause.subject());
            var text = switch (subject.person()) {
                case 1 -> subject.plural() ? "uns" : "mich";
                case 2 -> "dich";
                default -> "sich";
            };
            words.add(text, Words.sure(clause.id(), Words.REFLEXIVE), Words.possible(clause.id(), Words.VERB));
        }
        return words;
    }

    private Words part(Clause clause, Role role) {
        var phrase = clause.part(role);
        var negated = clause.negatesObject() ? Words.sure(clause.id(), Words.NEGATION) : null;
        if (phrase instanceof NounPhrase noun) {
            return switch (role) {
                case OBJECT -> nouns.write(noun, clause.verb().frame() == Verb.Frame.DATIVE ? Case.DATIVE : Case.ACCUSATIVE,
                        negated);
                case RECIPIENT -> nouns.write(noun, Case.DATIVE, null);
                case PREDICATE -> nouns.write(noun, Case.NOMINATIVE, negated);
                case ARGUMENT -> argument(clause, noun);
                default -> throw new IllegalStateException("a noun phrase as " + role);
            };
        }
        if (phrase instanceof Prepositional prepositional) {
            return nouns.prepositional(prepositional);
        }
        if (phrase instanceof Adverbial adverbial) {
            return new Words().add(adverbial.adverb(), Language.GERMAN, adverbial.id());
        }
        if (phrase instanceof Attribute attribute) {
            return predicate(attribute);
        }
        return phrase instanceof Dependent dependent ? dependent(dependent, role) : new Words();
    }

    private Words argument(Clause clause, NounPhrase noun) {
        var verb = clause.verb().german();
        return verb.preposition().isEmpty() ? nouns.write(noun, verb.object(), null)
                : nouns.prepositional(verb.preposition(), verb.object(), noun, Words.sure(clause.id(), Words.PREPOSITION));
    }

    private Words predicate(Attribute attribute) {
        var words = new Words().add(attribute.adjective().german().predicate(attribute.degree()), Words.sure(attribute.id(), 0));
        if (attribute.than() != null) {
            words.add("als", Words.sure(attribute.id(), 1)).add(nouns.write(attribute.than(), Case.NOMINATIVE, null));
        }
        return words;
    }

    private Words dependent(Dependent dependent, Role role) {
        var words = new Words().comma();
        if (dependent.conjunction() != null) {
            words.add(dependent.conjunction(), Language.GERMAN, dependent.id());
        }
        boolean infinitive = role == Role.INFINITIVE || role == Role.PURPOSE;
        return words.add(clause(dependent.clause(), infinitive ? Form.INFINITIVE : Form.VERB_LAST)).comma();
    }

    /** The finite verb and what closes the clause. */
    private final class VerbGroup {
        private final Words finite = new Words();
        private final Words closing = new Words();

        VerbGroup(Clause clause, boolean infinitive, boolean last) {
            var verb = clause.verb().german();
            var lexical = Words.sure(clause.id(), Words.VERB);
            var tense = Words.sure(clause.id(), Words.TENSE);
            if (infinitive) {
                var to = Words.sure(clause.id(), Words.TO);
                if (verb.prefix().isEmpty()) {
                    closing.add("zu", to).add(verb.infinitive(), lexical);
                } else {
                    closing.add(verb.prefix() + "zu" + verb.infinitive(), lexical, to);
                }
                return;
            }
            var subject = GermanNouns.agreement(clause.subject());
            if (clause.modal() != null) {
                finite.add(clause.modal().german().finite(subject, clause.isPast()), Words.sure(clause.id(), Words.MODAL));
                whole(clause);
            } else if (clause.passive() && clause.tense() == Tense.PAST) {
                finite.add(werden.finite(subject, true), tense, Words.sure(clause.id(), Words.PASSIVE));
                closing.add(verb.participle(), lexical);
            } else if (clause.tense() == Tense.FUTURE) {
                finite.add(werden.finite(subject, false), tense);
                whole(clause);
            } else if (clause.tense() == Tense.PERFECT || clause.tense() == Tense.PLUPERFECT) {
                finite.add((verb.sein() ? sein : haben).finite(subject, clause.tense() == Tense.PLUPERFECT), tense);
                closing.add(verb.participle(), lexical);
            } else {
                var form = verb.finite(subject, clause.isPast());
                if (last) {
                    finite.add(verb.prefix() + form, lexical, Words.possible(clause.id(), Words.TENSE));
                } else {
                    finite.add(form, lexical, Words.possible(clause.id(), Words.TENSE));
                    closing.add(verb.prefix(), lexical);
                }
            }
        }

        private void whole(Clause clause) {
            var verb = clause.verb().german();
            if (clause.passive()) {
                closing.add(verb.participle(), Words.sure(clause.id(), Words.VERB)).add("werden", Words.sure(clause.id(), Words.PASSIVE));
            } else {
                closing.add(verb.wholeInfinitive(), Words.sure(clause.id(), Words.VERB));
            }
        }
    }
}
