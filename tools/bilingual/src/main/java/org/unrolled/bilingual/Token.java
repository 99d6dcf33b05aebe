package org.unrolled.bilingual;

import java.util.List;

/** A word or punctuation mark of a sentence, with what it stands for; no marks if nothing in the other languages does. */
public record Token(String text, List<Mark> marks) {
    /** Takes a copy of the marks. */
    public Token {
        marks = List.copyOf(marks);
    }

    Token withText(String other) {
        return new Token(other, marks);
    }
}
