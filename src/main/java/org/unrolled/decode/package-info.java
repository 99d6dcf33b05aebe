/**
 * Decoding: from a model's probabilities to tokens, step by step: sampling, greedy and beam search; translators and writers.
 * Uses {@code arrays}, {@code concurrent}, {@code model}, {@code nn}, {@code nn.backend}, {@code text}.
 */
package org.unrolled.decode;
