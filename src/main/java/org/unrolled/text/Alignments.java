package org.unrolled.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.unrolled.text.bilingual.Token;

/** Turns two texts whose words know what they stand for into a pair with links. */
final class Alignments {
    private Alignments() { }

    static AlignedPair pair(List<Token> source, List<Token> target, boolean trueCase) {
        var links = new ArrayList<Link>();
        for (int i = 0; i < source.size(); i++) {
            for (int j = 0; j < target.size(); j++) {
                link(source.get(i), target.get(j), i, j, links);
            }
        }
        return new AlignedPair(words(source, trueCase), words(target, trueCase), links);
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

    static List<String> words(List<Token> tokens, boolean trueCase) {
        var words = new ArrayList<String>(tokens.size());
        boolean first = true;
        for (var token : tokens) {
            var text = token.text();
            words.add(!trueCase ? text.toLowerCase(Locale.ROOT)
                    : first ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) : text);
            first = text.matches("[.?]");
        }
        return words;
    }
}
