/**
 * Models: a record of settings each, and the network that it builds.
 * May use nn, text, speech, vision and series.
 */
package org.unrolled.model;
