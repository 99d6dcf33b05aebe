package org.unrolled.bilingual;

import org.unrolled.bilingual.FrenchVerb.Form;
import org.unrolled.bilingual.Phrase.Clause;
import org.unrolled.bilingual.Phrase.Gap;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Pronoun;
import org.unrolled.bilingual.Phrase.Role;

/** The French verb: weak pronouns, the finite form, and participle or infinitive. */
final class FrenchVerbGroup {
    private final Words clitics = new Words();
    private final Words finite = new Words();
    private final Words rest = new Words();
    private final Clause clause;
    private final FrenchVerb avoir;
    private final FrenchVerb etre;
    private final Agreement subject;
    private final Mark lexical;
    private final Mark tense;
    private final Mark passive;

    FrenchVerbGroup(Clause clause, FrenchVerb avoir, FrenchVerb etre) {
        this.clause = clause;
        this.avoir = avoir;
        this.etre = etre;
        subject = FrenchNouns.agreement(clause.subject());
        lexical = Words.sure(clause.id(), Words.VERB);
        tense = Words.sure(clause.id(), Words.TENSE);
        passive = Words.sure(clause.id(), Words.PASSIVE);
        addClitics();
        addForms();
    }

    private void addForms() {
        var verb = clause.verb().french();
        if (clause.modal() != null) {
            var form = clause.isPast() ? Form.IMPERFECT : Form.PRESENT;
            finite.add(clause.modal().french().form(form, subject.index()), Words.sure(clause.id(), Words.MODAL));
            if (clause.passive()) {
                rest.add("être", passive).add(participle(verb, subject), lexical);
            } else {
                rest.add(verb.infinitive(), lexical);
            }
        } else if (clause.passive()) {
            if (clause.tense() == Phrase.Tense.FUTURE) {
                finite.add(etre.form(Form.FUTURE, subject.index()), tense, passive);
            } else {
                finite.add(avoir.form(Form.PRESENT, subject.index()), tense);
                rest.add("été", passive);
            }
            rest.add(participle(verb, subject), lexical);
        } else {
            addActive(verb);
        }
    }

    private void addActive(FrenchVerb verb) {
        var weakTense = Words.possible(clause.id(), Words.TENSE);
        boolean state = clause.verb().english().state();
        switch (clause.tense()) {
            case PRESENT, HABIT -> finite.add(verb.form(Form.PRESENT, subject.index()), lexical, weakTense);
            case FUTURE -> finite.add(verb.form(Form.FUTURE, subject.index()), lexical, weakTense);
            case PAST_PROGRESSIVE -> finite.add(verb.form(Form.IMPERFECT, subject.index()), lexical, weakTense);
            case PAST -> {
                if (state) {
                    finite.add(verb.form(Form.IMPERFECT, subject.index()), lexical, weakTense);
                } else {
                    addCompound(verb, Form.PRESENT);
                }
            }
            case PERFECT -> addCompound(verb, Form.PRESENT);
            case PLUPERFECT -> addCompound(verb, Form.IMPERFECT);
        }
    }

    /** With être the participle agrees with the subject, with avoir with an object that stands before it. */
    private void addCompound(FrenchVerb verb, Form form) {
        finite.add((verb.etre() ? etre : avoir).form(form, subject.index()), tense);
        var object = direct();
        var before = object instanceof Gap || object instanceof Pronoun ? FrenchNouns.agreement((NounPhrase) object) : null;
        var agreement = verb.etre() ? subject : before;
        rest.add(agreement == null ? verb.participle() : participle(verb, agreement), lexical);
    }

    /** The object without a preposition in French, or null. */
    private Phrase direct() {
        if (!clause.verb().french().preposition().isEmpty()) {
            return null;
        }
        return clause.part(Role.OBJECT) != null ? clause.part(Role.OBJECT) : clause.part(Role.ARGUMENT);
    }

    private static String participle(FrenchVerb verb, Agreement agreement) {
        var form = verb.participle().replace("dû", agreement.plural() || agreement.gender() == Gender.FEMININE ? "du" : "dû");
        form = agreement.gender() == Gender.FEMININE ? form + "e" : form;
        return agreement.plural() ? FrenchNoun.withPlural(form) : form;
    }

    /** Whether this part is a weak pronoun, which stands before the verb. */
    static boolean isClitic(Clause clause, Role role) {
        if (!(clause.part(role) instanceof Pronoun)) {
            return false;
        }
        var preposition = clause.verb().french().preposition();
        return switch (role) {
            case RECIPIENT -> true;
            case OBJECT -> preposition.isEmpty() || preposition.equals("à");
            case ARGUMENT -> preposition.isEmpty();
            default -> false;
        };
    }

    private void addClitics() {
        if (clause.verb().french().reflexive()) {
            var text = switch (subject.index()) {
                case 0 -> "me";
                case 1 -> "te";
                case 3 -> "nous";
                default -> "se";
            };
            clitics.add(text, Words.sure(clause.id(), Words.REFLEXIVE), Words.possible(clause.id(), Words.VERB));
        }
        for (var role : new Role[] {Role.OBJECT, Role.ARGUMENT, Role.RECIPIENT}) {
            if (isClitic(clause, role)) {
                var pronoun = (Pronoun) clause.part(role);
                boolean indirect = role == Role.RECIPIENT || !clause.verb().french().preposition().isEmpty();
                clitics.add(clitic(FrenchNouns.agreement(pronoun), indirect), Words.sure(pronoun.id(), Words.NOUN));
            }
        }
    }

    private static String clitic(Agreement who, boolean indirect) {
        return switch (who.index()) {
            case 0 -> "me";
            case 1 -> "te";
            case 2 -> indirect ? "lui" : who.gender() == Gender.FEMININE ? "la" : "le";
            case 3 -> "nous";
            default -> indirect ? "leur" : "les";
        };
    }

    /** Behind a modal verb the pronouns stand before the infinitive. */
    boolean cliticsAtInfinitive() {
        return clause.modal() != null;
    }

    Words clitics() {
        return clitics;
    }

    Words finite() {
        return finite;
    }

    Words rest() {
        return rest;
    }
}
