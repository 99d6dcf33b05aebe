/**
 * Simple classifiers of sentences, without a network: what a network has to beat. Naive Bayes, and logistic regression on a bag of
 * words.
 * Uses no other package of ours.
 */
package org.unrolled.classify;
