/**
 * Parts of networks that work on rows: linear map, layer normalisation, attention, dropout; each forwards and backwards. They know
 * nothing of DL4J's graphs.
 * Uses {@code arrays}, {@code nn.backend}.
 */
package org.unrolled.nn.rows;
