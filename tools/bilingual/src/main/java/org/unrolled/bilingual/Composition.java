package org.unrolled.bilingual;

import java.util.List;
import java.util.TreeSet;
import org.unrolled.bilingual.Phrase.Attribute;
import org.unrolled.bilingual.Phrase.Clause;
import org.unrolled.bilingual.Phrase.Dependent;
import org.unrolled.bilingual.Phrase.Joined;
import org.unrolled.bilingual.Phrase.Nominal;
import org.unrolled.bilingual.Phrase.Prepositional;

/** A sentence that can be written in any language of its composer. */
public final class Composition {
    private final Writers writers;
    private final Sentence sentence;

    Composition(Writers writers, Sentence sentence) {
        this.writers = writers;
        this.sentence = sentence;
    }

    Sentence sentence() {
        return sentence;
    }

    /** Its words; only nouns and names that are always written so begin with a capital letter. */
    public List<Token> in(Language language) {
        return writers.of(language).write(sentence);
    }

    /**
     * Its nouns, verbs and adjectives, in alphabetical order. Sentences with different contents differ in all languages, so
     * that a split by content has no sentence in two parts, on neither side.
     */
    public String content() {
        return content(sentence);
    }

    static String content(Sentence sentence) {
        var content = new TreeSet<String>();
        sentence.clauses().forEach(clause -> collect(clause, content));
        return String.join(" ", content);
    }

    private static void collect(Phrase phrase, TreeSet<String> content) {
        if (phrase instanceof Clause clause) {
            content.add(clause.verb().english().base());
            clause.parts().values().forEach(part -> collect(part, content));
        } else if (phrase instanceof Nominal nominal) {
            content.add(nominal.noun().english().singular());
            nominal.attributes().forEach(attribute -> collect(attribute, content));
            for (var part : new Phrase[] {nominal.after(), nominal.determiner() == Phrase.Determiner.OF ? nominal.owner() : null,
                nominal.relative()}) {
                collect(part, content);
            }
            if (nominal.compound() != null) {
                content.add(nominal.compound().name());
            }
        } else if (phrase instanceof Attribute attribute) {
            content.add(attribute.adjective().english().base());
            collect(attribute.than(), content);
        } else if (phrase instanceof Joined joined) {
            collect(joined.first(), content);
            collect(joined.second(), content);
        } else if (phrase instanceof Prepositional prepositional) {
            collect(prepositional.noun(), content);
        } else if (phrase instanceof Dependent dependent) {
            collect(dependent.clause(), content);
        }
    }
}
