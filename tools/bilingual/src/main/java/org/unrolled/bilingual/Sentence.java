package org.unrolled.bilingual;

import java.util.List;

/**
 * Main clauses and what joins them.
 *
 * @param joints conjunctions, one fewer than clauses
 */
record Sentence(List<Phrase.Clause> clauses, List<FunctionWord> joints, boolean question) {
    Sentence {
        clauses = List.copyOf(clauses);
        joints = List.copyOf(joints);
        if (clauses.size() != joints.size() + 1) {
            throw new IllegalArgumentException(clauses.size() + " clauses and " + joints.size()
                    + " conjunctions, expected one conjunction fewer than clauses");
        }
    }
}
