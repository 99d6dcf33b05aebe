package org.unrolled.bilingual;

import java.util.List;
import java.util.Map;
import org.unrolled.bilingual.Phrase.Determiner;
import org.unrolled.bilingual.Phrase.Gap;
import org.unrolled.bilingual.Phrase.Joined;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.NounPhrase;
import org.unrolled.bilingual.Phrase.Prepositional;
import org.unrolled.bilingual.Phrase.Pronoun;

/** German noun phrases: articles, endings of adjectives, pronouns, prepositions that merge with the article. */
final class GermanNouns {
    /** Rows: nominative, accusative, dative, genitive. Columns: masculine, feminine, neuter, plural. */
    private static final String[][] DEFINITE = table("der die das die", "den die das die", "dem der dem den", "des der des der");
    private static final String[][] INDEFINITE = table("- e - e", "en e - e", "em er em en", "es er es er");
    private static final String[][] STRONG = table("er e es e", "en e es e", "em er em en", "en er en er");
    private static final String[][] MIXED = table("er e es en", "en e es en", "en en en en", "en en en en");
    private static final String[][] WEAK = table("e e e en", "en e e en", "en en en en", "en en en en");
    private static final String[][] RELATIVE = table("der die das die", "den die das die", "dem der dem denen",
            "dessen deren dessen deren");
    /** Rows as above. Columns: ich du er sie es wir sie. */
    private static final String[][] PRONOUN = table("ich du er sie es wir sie", "mich dich ihn sie es uns sie",
            "mir dir ihm ihr ihm uns ihnen", "meiner deiner seiner ihrer seiner unser ihrer");
    private static final Map<String, String> MERGED = Map.of("in dem", "im", "in das", "ins", "an dem", "am", "an das", "ans",
            "zu dem", "zum", "zu der", "zur", "von dem", "vom");

    private final German german;

    GermanNouns(German german) {
        this.german = german;
    }

    private static String[][] table(String... rows) {
        var table = new String[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            table[i] = rows[i].split(" ");
        }
        return table;
    }

    static Agreement agreement(NounPhrase phrase) {
        var spokenOf = phrase.referent();
        if (spokenOf instanceof Nominal nominal) {
            return new Agreement(3, nominal.plural(), nominal.noun().german().gender());
        }
        if (spokenOf instanceof Pronoun pronoun) {
            return switch (pronoun.who()) {
                case SHE -> pronoun.who().agreement(Gender.FEMININE);
                case IT -> pronoun.antecedent() == null ? pronoun.who().agreement(Gender.NEUTER)
                        : agreement(pronoun.antecedent());
                default -> pronoun.who().agreement(Gender.MASCULINE);
            };
        }
        return new Agreement(3, true, Gender.MASCULINE);
    }

    private static int column(Agreement agreement) {
        return agreement.plural() ? 3 : agreement.gender().ordinal();
    }

    /** @param negated whether an indefinite article becomes {@code kein} */
    Words write(NounPhrase phrase, Case role, Mark negated) {
        var words = new Words();
        if (phrase instanceof Pronoun pronoun) {
            return words.add(pronoun(agreement(pronoun), role), Words.sure(pronoun.id(), 0));
        }
        if (phrase instanceof Joined joined) {
            return words.add(write(joined.first(), role, null)).add("und", Words.sure(joined.id(), 0))
                    .add(write(joined.second(), role, null));
        }
        if (phrase instanceof Gap gap) {
            return words.add(RELATIVE[role.ordinal()][column(agreement(gap))], Words.sure(gap.id(), 0));
        }
        return phrase instanceof Nominal nominal ? nominal(nominal, role, negated) : words;
    }

    private static String pronoun(Agreement who, Case role) {
        int column = switch (who.person()) {
            case 1 -> who.plural() ? 5 : 0;
            case 2 -> 1;
            default -> who.plural() ? 6 : 2 + who.gender().ordinal();
        };
        return PRONOUN[role.ordinal()][column];
    }

    private Words nominal(Nominal nominal, Case role, Mark negated) {
        var words = new Words();
        int column = column(agreement(nominal));
        boolean nameFirst = nominal.determiner() == Determiner.OF && nominal.owner() instanceof Nominal owner
                && owner.noun().isName();
        var endings = WEAK;
        if (nameFirst) {
            var owner = (Nominal) nominal.owner();
            words.add(owner.noun().german().singular() + "s", Words.sure(owner.id(), Words.NOUN),
                    Words.sure(nominal.id(), Words.OWNER));
            endings = STRONG;
        } else {
            endings = determiner(nominal, role, negated, words);
        }
        for (var attribute : nominal.attributes()) {
            words.add(attribute.adjective().german().attribute(attribute.degree(), endings[role.ordinal()][column]),
                    Words.sure(attribute.id(), 0));
        }
        var noun = nominal.noun().german();
        if (nominal.compound() == null) {
            words.add(noun.form(role, nominal.plural()), Words.sure(nominal.id(), Words.NOUN));
        } else {
            var first = nominal.compound().in(Language.GERMAN).get(0).text();
            words.add(noun.behind(first).form(role, nominal.plural()), Words.sure(nominal.id(), Words.NOUN), Words.sure(nominal.id(), Words.COMPOUND));
        }
        if (nominal.determiner() == Determiner.OF && !nameFirst) {
            words.add(write(nominal.owner(), Case.GENITIVE, null));
        }
        if (nominal.after() != null) {
            words.add(prepositional(nominal.after()));
        }
        if (nominal.relative() != null) {
            words.comma().add(german.relative(nominal.relative())).comma();
        }
        return words;
    }

    /** Adds the determiner and returns the endings that the adjectives behind it take. */
    private String[][] determiner(Nominal nominal, Case role, Mark negated, Words words) {
        var agreement = agreement(nominal);
        int row = role.ordinal();
        int column = column(agreement);
        var mark = Words.sure(nominal.id(), Words.ARTICLE);
        var like = INDEFINITE[row][column].replace("-", "");
        switch (nominal.determiner()) {
            case DEFINITE, OF -> words.add(DEFINITE[row][column], mark);
            case THIS -> words.add("dies" + strongArticle(row, column), mark);
            case EVERY -> words.add("jed" + strongArticle(row, column), mark);
            case INDEFINITE -> {
                if (negated != null) {
                    words.add("kein" + like, negated, mark);
                    return MIXED;
                }
                if (nominal.plural() || nominal.isMass()) {
                    return STRONG;
                }
                words.add("ein" + like, mark);
                return MIXED;
            }
            case MY -> words.add("mein" + like, mark);
            case YOUR -> words.add("dein" + like, mark);
            case OUR -> words.add("unser" + like, mark);
            case OWN -> words.add(possessive(agreement(nominal.owner())) + like, mark);
            case MANY -> words.add("viel" + STRONG[row][3], mark);
            case SOME -> words.add("einig" + STRONG[row][3], mark);
            case TWO -> words.add("zwei", mark);
            case THREE -> words.add("drei", mark);
            case FOUR -> words.add("vier", mark);
            case FIVE -> words.add("fünf", mark);
            case TEN -> words.add("zehn", mark);
            case NONE -> { }
        }
        return switch (nominal.determiner()) {
            case DEFINITE, OF, THIS, EVERY -> WEAK;
            case MY, YOUR, OUR, OWN -> MIXED;
            default -> STRONG;
        };
    }

    /** The endings of dieser and jeder. */
    private static String strongArticle(int row, int column) {
        return row == Case.GENITIVE.ordinal() && (column == 0 || column == 2) ? "es" : STRONG[row][column];
    }

    private static String possessive(Agreement owner) {
        return switch (owner.person()) {
            case 1 -> owner.plural() ? "unser" : "mein";
            case 2 -> "dein";
            default -> owner.plural() || owner.gender() == Gender.FEMININE ? "ihr" : "sein";
        };
    }

    Words prepositional(Prepositional phrase) {
        var preposition = phrase.preposition();
        var text = preposition.in(Language.GERMAN).get(0).text();
        return prepositional(text, preposition.governs(), phrase.noun(), Words.sure(phrase.id(), 1));
    }

    /** A preposition with its noun phrase; {@code in dem} becomes {@code im}. */
    Words prepositional(String preposition, Case role, NounPhrase noun, Mark mark) {
        var inner = write(noun, role, null);
        boolean article = noun instanceof Nominal nominal && (nominal.determiner() == Determiner.DEFINITE
                || nominal.determiner() == Determiner.OF);
        var merged = article ? MERGED.get(preposition + " " + inner.first().text()) : null;
        if (merged == null) {
            return new Words().add(preposition, mark).add(inner);
        }
        var marks = new java.util.ArrayList<>(List.of(mark));
        marks.addAll(inner.first().marks());
        inner.setFirst(new Token(merged, marks));
        return inner;
    }
}
