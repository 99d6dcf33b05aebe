/**
 * Recipes: how a full-size model is made of data, from cutting the text to the search, and trained.
 * Uses {@code arrays}, {@code audio}, {@code caption}, {@code classify}, {@code concurrent}, {@code ctc}, {@code data},
 * {@code decode}, {@code metrics}, {@code model}, {@code nn}, {@code scenes}, {@code speech}, {@code text}, {@code train},
 * {@code transcribe}, {@code vision}.
 */
package org.unrolled.recipe;
