package org.unrolled.bilingual;

/** The languages of the lexicon, in the order of its columns. */
public enum Language { ENGLISH, GERMAN, FRENCH }
