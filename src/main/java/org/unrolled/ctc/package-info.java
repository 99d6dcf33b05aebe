/**
 * From the output of connectionist temporal classification to labels: greedy and prefix beam search over frames as they come, with a
 * language model or a lexicon, and the best alignment of labels that are known.
 * Uses {@code decode}.
 */
package org.unrolled.ctc;
