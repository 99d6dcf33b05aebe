/**
 * Recipes: how a full-size model is made of data, from cutting the text to the search, and trained.
 * Uses {@code model}, {@code nn}, {@code text}.
 */
package org.unrolled.recipe;
