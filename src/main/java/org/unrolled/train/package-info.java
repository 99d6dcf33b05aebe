/**
 * Training: how it runs, what it tells its listeners, and how it is stopped.
 * May use data, text, speech, vision, nn, model and backend.
 */
package org.unrolled.train;
