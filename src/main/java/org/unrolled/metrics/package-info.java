/**
 * How good a model is, in numbers: cross-entropy and perplexity, spans of tagged sentences, confusion matrices, BLEU and
 * chrF of translations, alignments.
 * Uses {@code text} and Tablesaw.
 */
package org.unrolled.metrics;
