/**
 * Pictures: files, resizing, rendered scenes with captions, features by networks that others trained.
 * Uses {@code concurrent}, {@code files} and ONNX Runtime.
 */
package org.unrolled.vision;
