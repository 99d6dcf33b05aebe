/**
 * Number series whose best possible forecast error is known, and tasks that only a memory solves, both from seeds.
 * Uses {@code org.unrolled.data}, Tablesaw and ND4J's arrays and data sets.
 */
package org.unrolled.series;
