package org.unrolled.bilingual;

/** The degrees of an adjective. */
enum Degree { POSITIVE, COMPARATIVE, SUPERLATIVE }
