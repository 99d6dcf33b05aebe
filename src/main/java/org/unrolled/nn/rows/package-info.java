/**
 * Parts of networks that work on rows: linear map, layer normalisation, attention, dropout; each forwards and backwards.
 * Uses {@code nn.backend}, {@code arrays} and ND4J; knows nothing of DL4J's graphs.
 */
package org.unrolled.nn.rows;

