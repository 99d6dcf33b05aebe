/**
 * Pictures and their captions: files, resizing, rendered scenes, COCO's and Flickr's captions, images fetched one by one.
 * Uses {@code data}, {@code files}.
 */
package org.unrolled.vision;
