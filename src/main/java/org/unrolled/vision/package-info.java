/**
 * Pictures and their captions: files, resizing, COCO's and Flickr's captions, images fetched one by one, and features by networks that
 * others trained.
 * Uses {@code arrays}, {@code concurrent}, {@code data}, {@code files} and ONNX Runtime.
 */
package org.unrolled.vision;
