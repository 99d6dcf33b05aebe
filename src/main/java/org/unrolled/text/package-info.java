/**
 * Text: the embedded corpus and pairs, readers of sentences, tokenisers and vocabularies, and what turns text into batches.
 * Uses {@code org.unrolled.data} only, and ND4J for batches and for checks of arguments.
 */
package org.unrolled.text;
