/**
 * Showing things in a notebook: HTML, images, charts, tables, arrays, sounds, progress and live charts, on every Java kernel.
 * Uses {@code audio}, {@code backend}, {@code concurrent}, {@code plot}, {@code train}.
 */
package org.unrolled.notebook;
