/**
 * Models: a record of settings each, and the network that it builds.
 * May use nn, text, speech and vision.
 */
package org.unrolled.model;
