/**
 * From a sound to its transcript, or to who speaks: a trained recogniser with all it takes to use it.
 * Uses {@code arrays}, {@code audio}, {@code concurrent}, {@code ctc}, {@code decode}, {@code model}, {@code nn}, {@code speech},
 * {@code text}.
 */
package org.unrolled.transcribe;
