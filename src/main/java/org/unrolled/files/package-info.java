/**
 * Files at the bottom of everything: lines of text, whole writes, the library's own resources, paths that the environment names.
 * Uses no other package of the project.
 */
package org.unrolled.files;
