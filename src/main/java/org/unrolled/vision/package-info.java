/**
 * Photographs with captions: COCO's, Karpathy's and Flickr's files, splits, and images fetched one by one.
 * Uses {@code data}, {@code files}.
 */
package org.unrolled.vision;
