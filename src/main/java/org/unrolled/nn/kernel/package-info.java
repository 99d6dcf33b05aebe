/**
 * The ground of the fast layers: matrix products on raw addresses, native memory, threads and element-wise functions.
 * Uses ND4J and JavaCPP, no other package of this library; knows nothing of layers.
 */
package org.unrolled.nn.kernel;
