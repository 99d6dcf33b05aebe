/**
 * From the output of connectionist temporal classification to labels: greedy and prefix beam search over frames as they come, with a
 * language model or a lexicon, and where labels that are known were said.
 * Uses {@code decode}, {@code nn.backend}.
 */
package org.unrolled.ctc;
