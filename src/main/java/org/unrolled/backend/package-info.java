/**
 * The machine that the tensors live on: which ND4J backend runs, why, and how fast it is. Beside the backends of {@code nn} the
 * only package that names a device.
 * Uses {@code files}.
 */
package org.unrolled.backend;
