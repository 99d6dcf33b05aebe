package org.unrolled.bilingual;

import org.unrolled.bilingual.Phrase.Determiner;
import org.unrolled.bilingual.Phrase.Joined;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Prepositional;
import org.unrolled.bilingual.Phrase.Pronoun;

/** English noun phrases: articles, pronouns, possessives by natural gender. */
final class EnglishNouns {
    private final English english;

    EnglishNouns(English english) {
        this.english = english;
    }

    /** The gender is that of the pronoun. */
    static Agreement agreement(NounPhrase phrase) {
        var spokenOf = phrase.referent();
        if (spokenOf instanceof Nominal nominal) {
            return new Agreement(3, nominal.plural(), nominal.noun().naturalGender());
        }
        if (spokenOf instanceof Pronoun pronoun) {
            return pronoun.who().agreement(switch (pronoun.who()) {
                case HE -> Gender.MASCULINE;
                case SHE -> Gender.FEMININE;
                default -> Gender.NEUTER;
            });
        }
        return new Agreement(3, true, Gender.NEUTER);
    }

    Words write(NounPhrase phrase, boolean subject) {
        var words = new Words();
        if (phrase instanceof Pronoun pronoun) {
            return words.add(pronoun(pronoun.who(), subject), Words.sure(pronoun.id(), Words.NOUN));
        }
        if (phrase instanceof Joined joined) {
            return words.add(write(joined.first(), subject)).add("and", Words.sure(joined.id(), 0))
                    .add(write(joined.second(), subject));
        }
        return phrase instanceof Nominal nominal ? nominal(nominal) : words;
    }

    private static String pronoun(Phrase.Who who, boolean subject) {
        return switch (who) {
            case I -> subject ? "I" : "me";
            case YOU -> "you";
            case HE -> subject ? "he" : "him";
            case SHE -> subject ? "she" : "her";
            case IT -> "it";
            case WE -> subject ? "we" : "us";
            case THEY -> subject ? "they" : "them";
        };
    }

    private Words nominal(Nominal nominal) {
        var inner = new Words();
        for (var attribute : nominal.attributes()) {
            inner.add(attribute.adjective().english().form(attribute.degree()), Words.sure(attribute.id(), 0));
        }
        if (nominal.compound() != null) {
            inner.add(nominal.compound().in(Language.ENGLISH).get(0).text(), Words.sure(nominal.id(), Words.COMPOUND));
        }
        inner.add(nominal.noun().english().form(nominal.plural()), Words.sure(nominal.id(), Words.NOUN));
        var words = new Words();
        if (nominal.determiner() == Determiner.OF) {
            words.add(write(nominal.owner(), false)).add(endsInS(nominal.owner()) ? "'" : "'s",
                    Words.sure(nominal.id(), Words.OWNER));
        } else {
            words.add(determiner(nominal, inner.first().text()), Words.sure(nominal.id(), Words.ARTICLE));
        }
        words.add(inner);
        if (nominal.after() != null) {
            words.add(prepositional(nominal.after()));
        }
        if (nominal.relative() != null) {
            words.add(english.relative(nominal.relative()));
        }
        return words;
    }

    private static boolean endsInS(NounPhrase owner) {
        return owner instanceof Nominal nominal && nominal.plural() && nominal.noun().english().plural().endsWith("s");
    }

    private static String determiner(Nominal nominal, String next) {
        return switch (nominal.determiner()) {
            case DEFINITE -> "the";
            case INDEFINITE -> nominal.plural() || nominal.isMass() ? "" : article(next);
            case THIS -> nominal.plural() ? "these" : "this";
            case EVERY -> "every";
            case MY -> "my";
            case YOUR -> "your";
            case OUR -> "our";
            case OWN -> possessive(agreement(nominal.owner()));
            case MANY -> "many";
            case SOME -> "some";
            case TWO -> "two";
            case THREE -> "three";
            case FOUR -> "four";
            case FIVE -> "five";
            case TEN -> "ten";
            case OF, NONE -> "";
        };
    }

    static String article(String next) {
        return next.matches("([aeiouAEIOU]|honest).*") && !next.startsWith("uni") && !next.startsWith("use") ? "an" : "a";
    }

    private static String possessive(Agreement owner) {
        return switch (owner.person()) {
            case 1 -> owner.plural() ? "our" : "my";
            case 2 -> "your";
            default -> owner.plural() ? "their" : switch (owner.gender()) {
                case MASCULINE -> "his";
                case FEMININE -> "her";
                case NEUTER -> "its";
            };
        };
    }

    Words prepositional(Prepositional phrase) {
        return new Words().add(phrase.preposition(), Language.ENGLISH, phrase.id()).add(write(phrase.noun(), false));
    }
}
