package org.unrolled.bilingual;

/**
 * What a verb, a participle or a possessive agrees with.
 *
 * @param person 1, 2 or 3
 */
record Agreement(int person, boolean plural, Gender gender) {
    /** The place in a list of forms for I, you, he/she/it, we and they. */
    int index() {
        if (plural) {
            return person == 1 ? 3 : 4;
        }
        return person - 1;
    }

    boolean thirdSingular() {
        return person == 3 && !plural;
    }
}
