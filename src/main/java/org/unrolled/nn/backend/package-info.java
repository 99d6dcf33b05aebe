/**
 * What the layers compute, behind one interface, and the choice of who computes it. A backend is a package of its own below this
 * one and a line in {@link org.unrolled.nn.backend.Backends}: {@code nd4j}, plain operations, and {@code cpu}, fused kernels.
 * Uses {@code arrays}, {@code concurrent} and ND4J, nothing else of this library.
 */
package org.unrolled.nn.backend;

