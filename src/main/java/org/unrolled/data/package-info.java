/**
 * Real data sets: the registry, the cache, download and unpacking, and small readers.
 * Uses no other package of the project.
 */
package org.unrolled.data;
