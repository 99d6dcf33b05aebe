/**
 * Data from seeds, of which the best possible result is known: the grammar that wrote the corpus, nested and tagged sentences,
 * number series, tasks that only a memory solves. Uses {@code org.unrolled.text}, Tablesaw and ND4J's arrays and data sets.
 */
package org.unrolled.synthetic;
