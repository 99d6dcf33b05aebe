package org.unrolled.bilingual;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.unrolled.text.AlignedPair;
import org.unrolled.text.Link;

/**
 * Collects different pairs of one part and of certain lengths, and finds the links between their words.
 *
 * @param what     how the pairs are called in an error
 * @param shortest fewest words of either side
 * @param longest  most words of either side
 */
record PairCollector(String what, Part part, int shortest, int longest, boolean trueCase) {
    private static final int MOST_PAIRS = 1_000_000;
    private static final int MOST_REJECTED = 20_000;

    /** @throws IllegalArgumentException if the count is out of range, or no new pair comes for a long time */
    List<AlignedPair> collect(int count, Supplier<Exchange> next) {
        if (count < 1 || count > MOST_PAIRS) {
            throw new IllegalArgumentException("count is " + count + ", expected 1 to " + MOST_PAIRS + " pairs");
        }
        var pairs = new ArrayList<AlignedPair>(count);
        var sources = new HashSet<List<String>>();
        int rejected = 0;
        while (pairs.size() < count) {
            var exchange = next.get();
            if (Part.of(exchange.content()) == part && fits(exchange)) {
                var pair = pair(exchange.source(), exchange.target());
                if (sources.add(pair.source())) {
                    pairs.add(pair);
                    rejected = 0;
                    continue;
                }
            }
            if (++rejected == MOST_REJECTED) {
                throw new IllegalArgumentException(what + " gave " + pairs.size() + " different pairs of " + shortest + " to "
                        + longest + " words and then none in " + MOST_REJECTED + " tries, expected " + count
                        + ": ask for fewer, or for other lengths or another level");
            }
        }
        return List.copyOf(pairs);
    }

    private boolean fits(Exchange exchange) {
        int source = exchange.source().size();
        int target = exchange.target().size();
        return Math.min(source, target) >= shortest && Math.max(source, target) <= longest;
    }

    private AlignedPair pair(List<Token> source, List<Token> target) {
        var links = new ArrayList<Link>();
        for (int i = 0; i < source.size(); i++) {
            for (int j = 0; j < target.size(); j++) {
                link(source.get(i), target.get(j), i, j, links);
            }
        }
        return new AlignedPair(words(source), words(target), links);
    }

    /** A link is sure if one of the things that both words stand for is sure on both sides. */
    private static void link(Token source, Token target, int i, int j, List<Link> links) {
        boolean possible = false;
        boolean sure = false;
        for (var mark : source.marks()) {
            for (var other : target.marks()) {
                if (mark.key() == other.key()) {
                    possible = true;
                    sure |= mark.sure() && other.sure();
                }
            }
        }
        if (possible) {
            links.add(new Link(i, j, sure));
        }
    }

    private List<String> words(List<Token> tokens) {
        var words = new ArrayList<String>(tokens.size());
        boolean first = true;
        for (var token : tokens) {
            var text = token.text();
            words.add(!trueCase ? text.toLowerCase(Locale.ROOT)
                    : first ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) : text);
            first = text.equals(".") || text.equals("?");
        }
        return words;
    }
}
