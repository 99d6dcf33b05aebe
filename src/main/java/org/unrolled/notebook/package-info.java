/**
 * Showing things in a notebook: HTML, images, pictures, charts, tables, arrays, sounds, progress and live charts, on every Java kernel.
 * Uses {@code audio}, {@code backend}, {@code concurrent}, {@code plot}, {@code train}, {@code vision}.
 */
package org.unrolled.notebook;
