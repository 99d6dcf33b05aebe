package org.unrolled.text;

import java.util.Arrays;
import java.util.List;

/**
 * Tokens are what stands between white space: for text that is cut already, with single spaces when it is put together again.
 */
public record SpaceTokenizer() implements Tokenizer {
    @Override
    public List<String> tokens(String text) {
        return Arrays.stream(text.split("\\s+")).filter(token -> !token.isEmpty()).toList();
    }

    @Override
    public String join(List<String> tokens) {
        return String.join(" ", tokens);
    }
}
