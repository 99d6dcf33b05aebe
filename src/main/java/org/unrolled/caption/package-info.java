/**
 * From pictures to captions: an encoder that is trained on the captions' words, batches to train a captioner with, from people's captions
 * or from its own and what they are worth, and a captioner ready for use, picture in, sentence out.
 * Uses {@code arrays}, {@code decode}, {@code files}, {@code model}, {@code nn}, {@code text}, {@code vision}.
 */
package org.unrolled.caption;
