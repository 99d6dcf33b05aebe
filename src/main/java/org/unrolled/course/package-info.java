/**
 * What a notebook of the course needs beside its subject: its mode, the figures that it asserts, exercises, {@code require} and
 * {@code say}.
 * Uses {@code backend}, {@code concurrent}, {@code files}, {@code notebook}.
 */
package org.unrolled.course;
