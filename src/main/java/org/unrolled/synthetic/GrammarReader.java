package org.unrolled.synthetic;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.common.base.Preconditions;

/**
 * Reads text character by character and keeps every unfinished derivation with its probability: a pushdown automaton that
 * follows all branches at once. The sum of the kept probabilities is the probability of the text so far.
 */
final class GrammarReader {
    private static final int DEEPEST = 1_000;

    /** A place inside an alternative, and where to go on when it ends; null is the end of a text. */
    private record Place(List<Grammar.Part> parts, int part, int offset, Place after) {
        Place next() {
            var literal = (Grammar.Part.Literal) parts.get(part);
            return offset + 1 < literal.text().length()
                    ? new Place(parts, part, offset + 1, after)
                    : new Place(parts, part + 1, 0, after);
        }

        char character() {
            return ((Grammar.Part.Literal) parts.get(part)).text().charAt(offset);
        }
    }

    private record Branch(Place place, double weight) { }

    private final Grammar grammar;
    private List<Branch> branches = new ArrayList<>();
    private int wholeTexts;

    GrammarReader(Grammar grammar) {
        this.grammar = grammar;
        begin();
    }

    private void begin() {
        branches = new ArrayList<>();
        wholeTexts = 1;
        call(grammar.start(), null, 1, branches, 0);
    }

    /** How many derivations end exactly here. */
    int wholeTexts() {
        return wholeTexts;
    }

    /** Moves on by one character and returns its probability given all before; 0 if it can't stand here. */
    double accept(char c) {
        double before = 0;
        double matched = 0;
        for (var branch : branches) {
            before += branch.weight();
            if (branch.place().character() == c) {
                matched += branch.weight();
            }
        }
        var alive = new ArrayList<Branch>();
        wholeTexts = 0;
        double finished = 0;
        for (var branch : branches) {
            if (branch.place().character() == c) {
                // Weights are made relative to the text so far; the product of thousands would be too small for a double.
                finished += settle(branch.place().next(), branch.weight() / matched, alive, 0);
            }
        }
        if (finished > 0) {
            call(grammar.start(), null, finished, alive, 0);
        }
        branches = alive;
        return before == 0 ? 0 : matched / before;
    }

    /** Adds the branches that can write the next character from here; returns the weight of those that end the text. */
    private double settle(Place place, double weight, List<Branch> into, int depth) {
        var at = place;
        while (at != null && at.part() == at.parts().size()) {
            at = at.after();
        }
        if (at == null) {
            wholeTexts++;
            return weight;
        }
        if (at.parts().get(at.part()) instanceof Grammar.Part.Call call) {
            return call(call.symbol(), new Place(at.parts(), at.part() + 1, 0, at.after()), weight, into, depth + 1);
        }
        into.add(new Branch(at, weight));
        return 0;
    }

    private double call(Grammar.Symbol symbol, Place after, double weight, List<Branch> into, int depth) {
        Preconditions.checkArgument(depth <= DEEPEST,
                "rule %s calls itself before it writes anything: let it write a character first", symbol);
        double finished = 0;
        for (var alternative : symbol.alternatives()) {
            finished += settle(new Place(alternative.parts(), 0, 0, after), weight * symbol.probability(alternative),
                    into, depth);
        }
        return finished;
    }
}
