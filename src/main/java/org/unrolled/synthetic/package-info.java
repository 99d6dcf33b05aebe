/**
 * Data from seeds, of which the best possible result is known: the grammar that wrote the corpus, nested, tagged and labelled
 * sentences, number series, tasks that only a memory solves.
 * Uses {@code data}, {@code files}, {@code text} and Tablesaw.
 */
package org.unrolled.synthetic;
