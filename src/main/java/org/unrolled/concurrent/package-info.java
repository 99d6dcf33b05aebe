/** The threads that share the library's arithmetic. Uses nothing of ours. */
package org.unrolled.concurrent;
