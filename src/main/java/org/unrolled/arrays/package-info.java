/**
 * ND4J arrays on their way: batches, features brought to one scale, and arrays that outlive DL4J's workspaces.
 * Uses no other package of ours.
 */
package org.unrolled.arrays;
