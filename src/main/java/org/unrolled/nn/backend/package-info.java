/**
 * Cell computations over whole sequences behind one interface: plain ND4J operations, and fused kernels for the CPU.
 * Uses {@code nn.kernel} and ND4J, nothing else of this library.
 */
package org.unrolled.nn.backend;
