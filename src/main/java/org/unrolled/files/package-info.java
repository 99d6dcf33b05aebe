/**
 * Lines of text, whole writes, the library's own resources, paths that the environment names.
 * Uses no other package of ours.
 */
package org.unrolled.files;
