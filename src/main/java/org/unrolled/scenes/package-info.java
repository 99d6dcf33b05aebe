/**
 * Rendered scenes: pictures with captions that are made from a seed, and of which all is known.
 * Uses {@code vision}.
 */
package org.unrolled.scenes;
