/**
 * Figures that move: a picture that the reader steps through, or sets with a slider, in the page itself and without a kernel.
 * Uses {@code decode}, {@code files}, {@code notebook}.
 */
package org.unrolled.notebook.moving;
