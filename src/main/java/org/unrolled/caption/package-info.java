/**
 * Captions of pictures: batches to train with, and a captioner ready for use, picture in, sentence out.
 * Uses {@code arrays}, {@code decode}, {@code nn}, {@code text}, {@code vision}.
 */
package org.unrolled.caption;
