/**
 * Text: the embedded corpus and the grammar that wrote it, vocabularies, and what turns text into numbers.
 * Uses {@code org.unrolled.data} only.
 */
package org.unrolled.text;
