/**
 * Speech with its transcript: embedded words, corpora of recordings, strings of words joined on the fly, alphabets, and batches of
 * frames and labels for a recogniser. Uses {@code arrays}, {@code audio}, {@code concurrent}, {@code data}, {@code files}, {@code text}.
 */
package org.unrolled.speech;
