/**
 * Text: the embedded corpus and pairs, readers of sentences, tokenisers and vocabularies, and what turns text into batches.
 * Uses {@code arrays}, {@code data}, {@code files}.
 */
package org.unrolled.text;
