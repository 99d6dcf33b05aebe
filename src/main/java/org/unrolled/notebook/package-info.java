/**
 * Showing things in a notebook: HTML, images, charts, tables, arrays, progress and live charts, on every Java kernel.
 * May use plot, train, backend and concurrent.
 */
package org.unrolled.notebook;
