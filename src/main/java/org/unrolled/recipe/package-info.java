/**
 * Recipes: how a full-size model is made of data, from cutting the text to the search, and trained.
 * May use text, nn, model, train and decode.
 */
package org.unrolled.recipe;
