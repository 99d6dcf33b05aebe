/**
 * The machine that the tensors live on: which ND4J backend runs, why, and how fast it is. The only package that names
 * a device. May use nothing of ours.
 */
package org.unrolled.backend;
