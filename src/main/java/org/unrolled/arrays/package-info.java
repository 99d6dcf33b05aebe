/**
 * ND4J arrays on their way: batches, and arrays that outlive DL4J's workspaces.
 * Uses ND4J, nothing of ours.
 */
package org.unrolled.arrays;
