/**
 * Decoding: from a network's probabilities to tokens, by sampling, one step after the other.
 * May use data, text, nn, model, train and backend.
 */
package org.unrolled.decode;
