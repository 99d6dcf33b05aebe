/**
 * Charts in the house style, and the words that describe them to a reader who cannot see them.
 * May use nothing of ours.
 */
package org.unrolled.plot;
