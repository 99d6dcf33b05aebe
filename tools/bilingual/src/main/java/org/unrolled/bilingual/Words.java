package org.unrolled.bilingual;

import java.util.ArrayList;
import java.util.List;

/** The words of a sentence as they are put together. */
final class Words {
    /** The aspects of a clause that have words of their own; those of a noun phrase are its noun, article, compound, owner. */
    static final int VERB = 0;
    static final int TENSE = 1;
    static final int MODAL = 2;
    static final int NEGATION = 3;
    static final int REFLEXIVE = 4;
    static final int TO = 5;
    static final int PREPOSITION = 6;
    static final int PASSIVE = 7;
    static final int JOINT = 8;
    static final int RECIPIENT = 9;
    static final int NOUN = 0;
    static final int ARTICLE = 1;
    static final int COMPOUND = 2;
    static final int OWNER = 3;

    private static final int SLOTS = 16;

    private final List<Token> tokens = new ArrayList<>();

    /** The key of one aspect of a phrase: its noun, its article, ... */
    static int key(int id, int slot) {
        return id * SLOTS + slot;
    }

    static Mark sure(int id, int slot) {
        return new Mark(key(id, slot), true);
    }

    static Mark possible(int id, int slot) {
        return new Mark(key(id, slot), false);
    }

    /** Adds the words of a text; an empty text adds nothing. */
    Words add(String text, Mark... marks) {
        if (!text.isEmpty()) {
            for (var word : text.split(" ")) {
                tokens.add(new Token(word, List.of(marks)));
            }
        }
        return this;
    }

    Words add(Words other) {
        tokens.addAll(other.tokens);
        return this;
    }

    /** Adds what joins clause {@code i} to the one before, with a comma unless it is "and"; nothing before the first clause. */
    void addJoint(Sentence sentence, int i, Language language) {
        if (i > 0) {
            var joint = sentence.joints().get(i - 1);
            if (!joint.name().equals("and")) {
                comma();
            }
            add(joint.in(language).get(0).text(), sure(sentence.clauses().get(i).id(), JOINT));
        }
    }

    /** Adds a preposition, adverb or conjunction; its words' links follow the lexicon. */
    Words add(FunctionWord function, Language language, int id) {
        for (var part : function.in(language)) {
            add(part.text(), part.link() == 0 ? new Mark[0] : new Mark[] {sure(id, part.link())});
        }
        return this;
    }

    Words comma() {
        return add(",");
    }

    boolean isEmpty() {
        return tokens.isEmpty();
    }

    int size() {
        return tokens.size();
    }

    Token first() {
        return tokens.get(0);
    }

    Token last() {
        return tokens.get(tokens.size() - 1);
    }

    void setFirst(Token token) {
        tokens.set(0, token);
    }

    void append(Token token) {
        tokens.add(token);
    }

    /** The words without a comma at the beginning, twice in a row or before a sentence's end. */
    List<Token> tidy() {
        var tidy = new ArrayList<Token>();
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            boolean comma = token.text().equals(",");
            boolean last = i + 1 == tokens.size();
            if (comma && (tidy.isEmpty() || last || ",.?".contains(tokens.get(i + 1).text()))) {
                continue;
            }
            tidy.add(token);
        }
        return tidy;
    }
}
