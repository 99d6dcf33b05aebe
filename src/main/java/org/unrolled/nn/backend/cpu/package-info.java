/**
 * Fused kernels in single precision for ND4J's CPU backend: matrix products on raw addresses, native memory, vectorised loops.
 * Only {@link org.unrolled.nn.backend.cpu.CpuBackend} is seen from outside.
 * Uses {@code arrays}, {@code concurrent}, {@code nn.backend} and JavaCPP.
 */
package org.unrolled.nn.backend.cpu;
