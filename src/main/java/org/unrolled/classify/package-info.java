/**
 * Classifiers of sentences: a trained network with all it takes to use it, and the simple ones that it has to beat, naive Bayes and
 * logistic regression on a bag of words.
 * Uses {@code model}, {@code nn}, {@code text}.
 */
package org.unrolled.classify;
