/**
 * Number series from seeded generators whose best possible forecast error is known, where it exists.
 * Uses {@code org.unrolled.data} and Tablesaw.
 */
package org.unrolled.series;
