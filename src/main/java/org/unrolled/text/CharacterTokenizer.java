package org.unrolled.text;

import java.util.List;

/**
 * One token for each Unicode code point, white space included. A letter with a separate accent is two tokens; a character
 * outside the basic plane, two {@code char}s in Java, is one.
 */
public record CharacterTokenizer() implements Tokenizer {
    @Override
    public List<String> tokens(String text) {
        return text.codePoints().mapToObj(Character::toString).toList();
    }

    @Override
    public String join(List<String> tokens) {
        return String.join("", tokens);
    }

    @Override
    public Vocabulary.Unit unit() {
        return Vocabulary.Unit.CHARACTER;
    }
}
