package org.unrolled.synthetic;

import java.util.HashMap;
import java.util.Map;

/**
 * The exact entropy and mean length of what a grammar writes.
 *
 * <p>For a symbol A with alternatives a of probability p(a), made of literals and symbols B,
 * {@code H(A) = sum_a p(a) (-log2 p(a) + sum_B H(B))} and {@code L(A) = sum_a p(a) (literal characters + sum_B L(B))}
 * (Grenander's derivational entropy; see Booth and Thompson, "Applying probability measures to abstract languages",
 * IEEE Transactions on Computers, 1973). In an unambiguous grammar the entropy of the derivation is the entropy of the
 * text. Texts that follow each other independently then have H(start) / L(start) bits a character.
 */
record GrammarEntropy(double bits, double characters) {
    private static final int MOST_ROUNDS = 10_000;
    private static final double SETTLED = 1e-13;

    static GrammarEntropy of(Grammar grammar) {
        var values = new HashMap<Grammar.Symbol, double[]>();
        for (var symbol : grammar.symbols()) {
            values.put(symbol, new double[2]);
        }
        // Recursion makes these linear equations. A rule that calls itself is solved at once; longer circles need more sweeps.
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double change = 0;
            for (var symbol : grammar.symbols()) {
                change = Math.max(change, update(symbol, values.get(symbol), values));
            }
            if (change < SETTLED) {
                var start = values.get(grammar.start());
                return new GrammarEntropy(start[0], start[1]);
            }
        }
        throw endless();
    }

    private static IllegalArgumentException endless() {
        return new IllegalArgumentException("the grammar's texts have no finite mean length: give its recursive rules "
                + "alternatives that stop, with more weight");
    }

    private static double update(Grammar.Symbol symbol, double[] value, Map<Grammar.Symbol, double[]> values) {
        double bits = 0;
        double characters = 0;
        double selfCalls = 0;
        for (var alternative : symbol.alternatives()) {
            double p = symbol.probability(alternative);
            double ownBits = -Math.log(p) / Math.log(2);
            double ownCharacters = 0;
            for (var part : alternative.parts()) {
                if (part instanceof Grammar.Part.Literal literal) {
                    ownCharacters += literal.text().length();
                } else if (part instanceof Grammar.Part.Call call && call.symbol() == symbol) {
                    selfCalls += p;
                } else if (part instanceof Grammar.Part.Call call) {
                    ownBits += values.get(call.symbol())[0];
                    ownCharacters += values.get(call.symbol())[1];
                }
            }
            bits += p * ownBits;
            characters += p * ownCharacters;
        }
        if (selfCalls >= 1) {
            throw endless();
        }
        // x = own + selfCalls x
        bits /= 1 - selfCalls;
        characters /= 1 - selfCalls;
        double change = Math.max(relative(bits, value[0]), relative(characters, value[1]));
        value[0] = bits;
        value[1] = characters;
        return change;
    }

    private static double relative(double now, double before) {
        return Math.abs(now - before) / Math.max(1, Math.abs(now));
    }
}
