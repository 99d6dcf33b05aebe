/**
 * Real data sets: the registry, the cache, download and unpacking, and small readers.
 * Uses {@code files}.
 */
package org.unrolled.data;
