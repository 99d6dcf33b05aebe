/**
 * Real data sets: the registry, the cache, download and unpacking, and small readers.
 * Uses {@code org.unrolled.files} only.
 */
package org.unrolled.data;
