package org.unrolled.bilingual;

import java.util.Set;
import org.unrolled.bilingual.Phrase.Clause;
import org.unrolled.bilingual.Phrase.Tense;

/** The English verb: a first auxiliary, which may change places with the subject, {@code not}, and the rest. */
final class EnglishVerbGroup {
    private static final Set<Tense> COPULAS = Set.of(Tense.PRESENT, Tense.HABIT, Tense.PAST);

    private final Words auxiliary = new Words();
    private final Words negation = new Words();
    private final Words rest = new Words();

    EnglishVerbGroup(Clause clause, boolean question) {
        var subject = EnglishNouns.agreement(clause.subject());
        var verb = clause.verb().english();
        var lexical = Words.sure(clause.id(), Words.VERB);
        var tense = Words.sure(clause.id(), Words.TENSE);
        var passive = Words.sure(clause.id(), Words.PASSIVE);
        boolean support = question || clause.negative();
        if (clause.negative()) {
            negation.add("not", Words.sure(clause.id(), Words.NEGATION));
        }
        if (clause.modal() != null) {
            modal(clause, subject, support);
            rest.add(clause.passive() ? "be" : "", passive).add(clause.passive() ? verb.participle() : verb.base(), lexical);
        } else if (clause.passive()) {
            if (clause.tense() == Tense.FUTURE) {
                auxiliary.add("will", tense);
                rest.add("be", passive);
            } else {
                auxiliary.add(be(subject, true), tense, passive);
            }
            rest.add(verb.participle(), lexical);
        } else if (clause.verb().frame() == Verb.Frame.COPULA && COPULAS.contains(clause.tense())) {
            auxiliary.add(be(subject, clause.isPast()), lexical, Words.possible(clause.id(), Words.TENSE));
        } else {
            active(clause, subject, support);
        }
    }

    private void active(Clause clause, Agreement subject, boolean support) {
        var verb = clause.verb().english();
        var lexical = Words.sure(clause.id(), Words.VERB);
        var tense = Words.sure(clause.id(), Words.TENSE);
        boolean progressive = clause.tense() == Tense.PRESENT && !verb.simple() || clause.tense() == Tense.PAST_PROGRESSIVE;
        if (progressive) {
            auxiliary.add(be(subject, clause.isPast()), tense);
            rest.add(verb.progressive(), lexical);
            return;
        }
        switch (clause.tense()) {
            case FUTURE -> {
                auxiliary.add("will", tense);
                rest.add(verb.base(), lexical);
            }
            case PERFECT, PLUPERFECT -> {
                boolean past = clause.tense() == Tense.PLUPERFECT;
                auxiliary.add(past ? "had" : subject.thirdSingular() ? "has" : "have", tense);
                rest.add(verb.participle(), lexical);
            }
            default -> {
                if (support) {
                    auxiliary.add(support(clause, subject), tense);
                    rest.add(verb.base(), lexical);
                } else {
                    var form = clause.isPast() ? verb.past() : subject.thirdSingular() ? verb.thirdPerson() : verb.base();
                    rest.add(form, lexical, Words.possible(clause.id(), Words.TENSE));
                }
            }
        }
    }

    private void modal(Clause clause, Agreement subject, boolean support) {
        var mark = Words.sure(clause.id(), Words.MODAL);
        var form = clause.isPast() ? clause.modal().past() : clause.modal().present();
        if (!form.endsWith(" to")) {
            auxiliary.add(form, mark);
            return;
        }
        // want to and had to are verbs like any other
        var base = form.equals("had to") ? "have to" : "want to";
        if (support) {
            auxiliary.add(support(clause, subject), Words.possible(clause.id(), Words.MODAL));
            rest.add(base, mark);
        } else {
            rest.add(clause.isPast() || !subject.thirdSingular() ? form : "wants to", mark);
        }
    }

    private static String support(Clause clause, Agreement subject) {
        return clause.isPast() ? "did" : subject.thirdSingular() ? "does" : "do";
    }

    private static String be(Agreement subject, boolean past) {
        boolean one = subject.thirdSingular();
        if (past) {
            return one || subject.person() == 1 && !subject.plural() ? "was" : "were";
        }
        return one ? "is" : subject.person() == 1 && !subject.plural() ? "am" : "are";
    }

    /** The finite auxiliary, or nothing. */
    Words auxiliary() {
        return auxiliary;
    }

    /** {@code not} or nothing. */
    Words negation() {
        return negation;
    }

    /** The other forms. */
    Words rest() {
        return rest;
    }
}
