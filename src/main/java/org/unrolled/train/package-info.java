/**
 * Training: how it runs, what it tells its listeners, how it is stopped, and checkpoints to go on from.
 * Uses {@code arrays}, {@code concurrent}, {@code data}, {@code files}, {@code nn}, {@code nn.backend}.
 */
package org.unrolled.train;
