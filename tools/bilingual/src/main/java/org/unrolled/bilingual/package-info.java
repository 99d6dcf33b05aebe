/**
 * The tool that wrote {@code data/pairs.txt.gz}: English, German and French from one meaning, with the links between their words.
 * No part of the library, of which it uses {@code org.unrolled.text} (pairs and links) only.
 */
package org.unrolled.bilingual;
