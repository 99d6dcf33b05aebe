package org.unrolled.bilingual;

/**
 * What a word stands for; words of two languages with the same key are linked.
 *
 * @param sure whether a link made by this mark is beyond doubt
 */
public record Mark(int key, boolean sure) { }
