/**
 * Recurrent layers, attention and the Transformer for DL4J networks: configurations, their runtimes and parameter initialisers.
 * Uses {@code nn.backend}, {@code nn.rows}, {@code arrays}, DL4J and ND4J; nothing else of this library.
 */
package org.unrolled.nn;

