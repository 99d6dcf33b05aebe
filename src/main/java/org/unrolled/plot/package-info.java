/**
 * Charts and graphs of calculations in the house style, and the words that describe them to a reader who cannot see them. They
 * take plain numbers, lists of names and ND4J arrays.
 * Uses no other package of ours.
 */
package org.unrolled.plot;
