package org.unrolled.text;

import java.util.List;

/**
 * Cuts text into tokens, the symbols of a {@link Vocabulary}, and puts tokens together again.
 *
 * <pre>{@code
 * var words = new WordTokenizer();
 * List<String> tokens = words.tokens("Don't stop.");   // Don't, stop, .
 * String text = words.join(tokens);                    // Don't stop.
 * }</pre>
 *
 * <p>For all tokenisers here {@code tokens(join(tokens(text)))} equals {@code tokens(text)}. {@link CharacterTokenizer} and
 * {@link BytePairEncoding} give back every text exactly; {@link WordTokenizer} doesn't keep how wide a space was.
 */
public interface Tokenizer {
    /** The tokens of a text in order; no token is empty, and an empty text has none. */
    List<String> tokens(String text);

    /** The text of tokens. */
    String join(List<String> tokens);

    /** What kind of symbol a token is, for the {@link Vocabulary}. */
    default Vocabulary.Unit unit() {
        return Vocabulary.Unit.WORD;
    }
}
