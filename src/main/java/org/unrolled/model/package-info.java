/**
 * Models: a record of settings each, and the network that it builds.
 * Uses {@code arrays}, {@code files}, {@code nn}, {@code nn.backend}, {@code text}.
 */
package org.unrolled.model;
