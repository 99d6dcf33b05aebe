package org.unrolled.bilingual;

import java.util.List;

/**
 * A text and what is to be made of it.
 *
 * @param content as in {@link Composition#content}
 */
public record Exchange(List<Token> source, List<Token> target, String content) { }
