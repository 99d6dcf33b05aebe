/**
 * Sound: one channel of samples, from files and into them, and the features that a recogniser reads.
 * Uses {@code concurrent}, {@code files}.
 */
package org.unrolled.audio;
