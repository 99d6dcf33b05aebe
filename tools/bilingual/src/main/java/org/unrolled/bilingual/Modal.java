package org.unrolled.bilingual;

/** A modal verb; the English forms may have two words, such as {@code had to}, and the past may be missing (empty). */
record Modal(String name, boolean core, String present, String past, GermanVerb german, FrenchVerb french)
        implements Lexicon.Entry {
    @Override
    public boolean has(Language language) {
        return language != Language.FRENCH || french != null;
    }
}
