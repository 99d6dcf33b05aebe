/**
 * How good a model is, in numbers: cross-entropy and perplexity, spans of tagged sentences, confusion matrices.
 * Uses ND4J and Tablesaw, nothing of ours.
 */
package org.unrolled.metrics;
