/**
 * Sound: one channel of samples, from files and into them, and the features that a recogniser reads.
 * Uses no other package of ours.
 */
package org.unrolled.audio;
