package org.unrolled.text.bilingual;

/** The degrees of an adjective. */
enum Degree { POSITIVE, COMPARATIVE, SUPERLATIVE }
