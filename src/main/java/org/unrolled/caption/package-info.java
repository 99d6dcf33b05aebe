/**
 * From pictures to captions: an encoder that is trained on the captions' words, and what it is trained with.
 * Uses {@code arrays}, {@code model}, {@code text}, {@code vision}.
 */
package org.unrolled.caption;
