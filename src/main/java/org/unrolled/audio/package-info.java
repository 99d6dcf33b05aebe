/**
 * Sound: one channel of samples, from files and into them, the features that a recogniser reads, and the way back from them.
 * Uses {@code arrays}, {@code concurrent}, {@code files}.
 */
package org.unrolled.audio;
