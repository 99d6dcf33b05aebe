/**
 * Plain ND4J operations: slow and simple, for every ND4J backend and data type; the oracle for the other backends. Only
 * {@link org.unrolled.nn.backend.nd4j.Nd4jBackend} is seen from outside.
 * Uses {@code arrays}, {@code nn.backend}.
 */
package org.unrolled.nn.backend.nd4j;
