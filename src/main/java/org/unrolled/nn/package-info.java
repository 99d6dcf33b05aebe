/**
 * Recurrent layers, attention and the Transformer for DL4J networks: configurations, their runtimes and parameters; decoding step
 * by step; Adam and dropout.
 * Uses {@code arrays}, {@code nn.backend}, {@code nn.rows}.
 */
package org.unrolled.nn;
