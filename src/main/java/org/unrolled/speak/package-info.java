/**
 * From a text to its sound: what a synthesiser's network is trained with, and a trained one with all it takes to use it.
 * Uses {@code arrays}, {@code audio}, {@code concurrent}, {@code ctc}, {@code model}, {@code speech}, {@code text}, {@code transcribe}.
 */
package org.unrolled.speak;
