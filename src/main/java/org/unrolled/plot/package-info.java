/**
 * Charts in the house style, and the words that describe them to a reader who cannot see them.
 * Takes plain numbers, lists of names and ND4J arrays; may use nothing of ours.
 */
package org.unrolled.plot;
