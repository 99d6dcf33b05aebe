package org.unrolled.bilingual;

import java.util.ArrayList;
import java.util.List;
import org.unrolled.bilingual.Phrase.Attribute;
import org.unrolled.bilingual.Phrase.Determiner;
import org.unrolled.bilingual.Phrase.Joined;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Prepositional;
import org.unrolled.bilingual.Phrase.Pronoun;

/** French noun phrases: articles and their elision, agreement of adjectives and where they stand, strong pronouns. */
final class FrenchNouns {
    private final French french;

    FrenchNouns(French french) {
        this.french = french;
    }

    static Agreement agreement(NounPhrase phrase) {
        var spokenOf = phrase.referent();
        if (spokenOf instanceof Nominal nominal) {
            return new Agreement(3, nominal.plural(), nominal.noun().french().gender());
        }
        if (spokenOf instanceof Pronoun pronoun) {
            var thing = pronoun.antecedent() == null ? Gender.MASCULINE : agreement(pronoun.antecedent()).gender();
            return pronoun.who().agreement(switch (pronoun.who()) {
                case SHE -> Gender.FEMININE;
                case IT, THEY -> thing;
                default -> Gender.MASCULINE;
            });
        }
        var joined = (Joined) spokenOf;
        boolean feminine = agreement(joined.first()).gender() == Gender.FEMININE
                && agreement(joined.second()).gender() == Gender.FEMININE;
        return new Agreement(3, true, feminine ? Gender.FEMININE : Gender.MASCULINE);
    }

    /** Whether a vowel is dropped before the word: {@code l'homme}, but {@code le héros}. */
    static boolean beginsWithVowel(String word) {
        return "aeiouhâàéèêëîïôœAEIOUH".indexOf(word.charAt(0)) >= 0;
    }

    /** @param of whether {@code de} or a negation comes before, which take the place of an indefinite article */
    Words write(NounPhrase phrase, boolean of) {
        var words = new Words();
        if (phrase instanceof Pronoun pronoun) {
            return words.add(strong(pronoun), Words.sure(pronoun.id(), Words.NOUN));
        }
        if (phrase instanceof Joined joined) {
            return words.add(write(joined.first(), of)).add("et", Words.sure(joined.id(), 0)).add(write(joined.second(), of));
        }
        return phrase instanceof Nominal nominal ? nominal(nominal, of) : words;
    }

    private static String strong(Pronoun pronoun) {
        boolean feminine = agreement(pronoun).gender() == Gender.FEMININE;
        return switch (pronoun.who()) {
            case I -> "moi";
            case YOU -> "toi";
            case HE -> "lui";
            case SHE -> "elle";
            case IT -> feminine ? "elle" : "lui";
            case WE -> "nous";
            case THEY -> feminine ? "elles" : "eux";
        };
    }

    private Words nominal(Nominal nominal, boolean of) {
        var agreement = agreement(nominal);
        var inner = new Words().add(nominal.noun().french().form(nominal.plural()), Words.sure(nominal.id(), Words.NOUN));
        if (nominal.compound() != null) {
            var parts = nominal.compound().in(Language.FRENCH);
            for (var part : parts) {
                boolean last = part == parts.get(parts.size() - 1);
                inner.add(part.text(), last ? Words.sure(nominal.id(), Words.COMPOUND)
                        : Words.possible(nominal.id(), Words.COMPOUND));
            }
        }
        boolean adjectiveFirst = false;
        var attributes = new ArrayList<>(nominal.attributes());
        // The adjective next to the noun comes first in English, so it is added last in front and first behind.
        for (int i = attributes.size() - 1; i >= 0; i--) {
            var attribute = attributes.get(i);
            boolean before = attribute.adjective().french().before();
            var words = attribute(attribute, agreement, before && beginsWithVowel(inner.first().text()));
            if (before) {
                inner = words.add(inner);
                adjectiveFirst = true;
            } else {
                if (attribute.degree() == Degree.SUPERLATIVE) {
                    inner.add(nominal.plural() ? "les" : agreement.gender() == Gender.FEMININE ? "la" : "le",
                            Words.possible(attribute.id(), 0));
                }
                inner.add(words);
            }
        }
        var words = determiner(nominal, agreement, of, adjectiveFirst, inner.first().text()).add(inner);
        if (nominal.determiner() == Determiner.OF) {
            words.add(prepositional("de", nominal.owner(), Words.sure(nominal.id(), Words.OWNER)));
        }
        if (nominal.after() != null) {
            words.add(prepositional(nominal.after()));
        }
        if (nominal.relative() != null) {
            words.add(french.relative(nominal.relative()));
        }
        return words;
    }

    /** An adjective in its degree; {@code bon} becomes {@code meilleur}. */
    static Words attribute(Attribute attribute, Agreement agreement, boolean vowelNext) {
        var adjective = attribute.adjective().french();
        var words = new Words();
        if (attribute.degree() != Degree.POSITIVE && adjective.masculine().equals("bon")) {
            adjective = new FrenchAdjective("meilleur", "meilleure", true);
        } else if (attribute.degree() != Degree.POSITIVE) {
            words.add("plus", Words.sure(attribute.id(), 0));
        }
        return words.add(adjective.form(agreement.gender(), agreement.plural(), vowelNext), Words.sure(attribute.id(), 0));
    }

    private static Words determiner(Nominal nominal, Agreement agreement, boolean of, boolean adjectiveFirst, String next) {
        var words = new Words();
        var mark = Words.sure(nominal.id(), Words.ARTICLE);
        boolean feminine = agreement.gender() == Gender.FEMININE;
        boolean many = nominal.plural();
        boolean vowel = beginsWithVowel(next);
        var definite = many ? "les" : vowel ? "l'" : feminine ? "la" : "le";
        switch (nominal.determiner()) {
            case DEFINITE, OF -> words.add(definite, mark);
            case INDEFINITE -> indefinite(nominal, of, adjectiveFirst, definite, feminine, words);
            case THIS -> words.add(many ? "ces" : feminine ? "cette" : vowel ? "cet" : "ce", mark);
            case EVERY -> words.add("chaque", mark);
            case MY -> words.add(singular("m", many, feminine, vowel), mark);
            case YOUR -> words.add(singular("t", many, feminine, vowel), mark);
            case OUR -> words.add(many ? "nos" : "notre", mark);
            case OWN -> {
                var owner = agreement(nominal.owner());
                var letter = owner.person() == 1 ? "m" : owner.person() == 2 ? "t" : "s";
                var several = owner.person() == 1 ? many ? "nos" : "notre" : many ? "leurs" : "leur";
                words.add(owner.plural() ? several : singular(letter, many, feminine, vowel), mark);
            }
            case MANY -> words.add("beaucoup", mark).add(vowel ? "d'" : "de", Words.possible(nominal.id(), Words.ARTICLE));
            case SOME -> words.add("quelques", mark);
            case TWO -> words.add("deux", mark);
            case THREE -> words.add("trois", mark);
            case FOUR -> words.add("quatre", mark);
            case FIVE -> words.add("cinq", mark);
            case TEN -> words.add("dix", mark);
            case NONE -> { }
        }
        return words;
    }

    private static void indefinite(Nominal nominal, boolean of, boolean adjectiveFirst, String definite, boolean feminine,
                                   Words words) {
        var mark = Words.sure(nominal.id(), Words.ARTICLE);
        boolean one = !nominal.plural() && !nominal.isMass();
        if (of && !one) {
            return;
        }
        if (one) {
            words.add(feminine ? "une" : "un", mark);
        } else if (nominal.plural()) {
            words.add(adjectiveFirst ? "de" : "des", mark);
        } else if (definite.equals("le")) {
            words.add("du", mark);
        } else {
            words.add("de", mark).add(definite, mark);
        }
    }

    private static String singular(String letter, boolean many, boolean feminine, boolean vowel) {
        return letter + (many ? "es" : feminine && !vowel ? "a" : "on");
    }

    Words prepositional(Prepositional phrase) {
        var parts = phrase.preposition().in(Language.FRENCH);
        var words = new Words();
        for (var part : parts.subList(0, parts.size() - 1)) {
            words.add(part.text(), Words.sure(phrase.id(), 1));
        }
        return words.add(prepositional(parts.get(parts.size() - 1).text(), phrase.noun(), Words.sure(phrase.id(), 1)));
    }

    /** A preposition with its noun phrase: {@code à le} becomes {@code au}, {@code de les} becomes {@code des}. */
    Words prepositional(String preposition, NounPhrase noun, Mark mark) {
        var inner = write(noun, preposition.equals("de"));
        boolean article = inner.first().text().matches("les?");
        if (!article || !preposition.matches("à|de")) {
            return new Words().add(preposition, mark).add(inner);
        }
        boolean many = inner.first().text().equals("les");
        var merged = preposition.equals("à") ? many ? "aux" : "au" : many ? "des" : "du";
        var marks = new ArrayList<>(List.of(mark));
        marks.addAll(inner.first().marks());
        inner.setFirst(new Token(merged, marks));
        return inner;
    }
}
