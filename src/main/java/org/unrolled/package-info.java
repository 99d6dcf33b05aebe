/** Unrolled, a course on recurrent neural networks: this package holds nothing but the subjects below it. */
package org.unrolled;
