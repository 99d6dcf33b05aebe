/**
 * Pictures: files, resizing, rendered scenes with captions, features by networks that others trained.
 * Uses {@code files}.
 */
package org.unrolled.vision;
