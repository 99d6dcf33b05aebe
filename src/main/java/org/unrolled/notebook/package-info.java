/**
 * Showing things in a notebook: HTML, images, charts, tables, arrays, progress and live charts, on every Java kernel.
 * May use plot, train and backend.
 */
package org.unrolled.notebook;
