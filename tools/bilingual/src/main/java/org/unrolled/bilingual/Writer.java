package org.unrolled.bilingual;

import java.util.List;

/** Writes a sentence in one language. */
interface Writer {
    /** The words with small first letter, a full stop or question mark at the end. */
    List<Token> write(Sentence sentence);

    /** A clause without a full stop. */
    List<Token> headline(Phrase.Clause clause);

    /** The mark of the last punctuation mark, the same in all languages. */
    Mark END = new Mark(Words.key(0, 1), true);
}
