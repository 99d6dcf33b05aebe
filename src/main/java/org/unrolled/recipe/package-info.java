/**
 * Recipes: how a full-size model is made of data, from cutting the text to the search, and trained.
 * Uses {@code classify}, {@code data}, {@code model}, {@code nn}, {@code text}, {@code train}.
 */
package org.unrolled.recipe;
