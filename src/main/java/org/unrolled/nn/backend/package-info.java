/**
 * What the layers compute, behind one interface, and the choice of who computes it. A backend is a package of its own below this
 * one and a line in {@code META-INF/services}: {@code nd4j}, plain operations, and {@code cpu}, fused kernels.
 * Uses {@code concurrent}.
 */
package org.unrolled.nn.backend;
