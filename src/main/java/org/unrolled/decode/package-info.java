/**
 * Decoding: from a model's probabilities to tokens, step by step: sampling, greedy and beam search.
 * May use data, text, nn, model, train and backend.
 */
package org.unrolled.decode;
