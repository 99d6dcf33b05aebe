/**
 * Showing things in a notebook: HTML, images, charts, tables, arrays, progress and live charts, on every Java kernel.
 * Uses {@code backend}, {@code concurrent}, {@code plot}, {@code train}.
 */
package org.unrolled.notebook;
