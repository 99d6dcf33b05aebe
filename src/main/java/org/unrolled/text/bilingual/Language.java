package org.unrolled.text.bilingual;

/** The languages of the lexicon, in the order of its columns. */
public enum Language { ENGLISH, GERMAN, FRENCH }
