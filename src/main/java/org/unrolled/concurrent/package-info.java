/**
 * The threads that share the library's arithmetic, and the answer to the stop button.
 * Uses no other package of ours.
 */
package org.unrolled.concurrent;
