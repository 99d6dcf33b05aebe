/**
 * English, German and French from one meaning: the lexicon, inflection, the random composer of sentences, their word order.
 * Uses nothing but the JDK; {@code org.unrolled.text} makes pairs with word alignments from it.
 */
package org.unrolled.text.bilingual;
