package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.common.base.Preconditions;

/**
 * Some tokens next to each other that belong together, such as a name.
 *
 * @param type  what they are, such as PER
 * @param begin place of the first token, counted from 0
 * @param end   place after the last token
 */
public record Span(String type, int begin, int end) {
    /** @throws IllegalArgumentException if it has no token or no type */
    public Span {
        Preconditions.checkArgument(begin >= 0 && end > begin,
                "a span from %s to before %s: expected at least one token", begin, end);
        Preconditions.checkArgument(!type.isEmpty() && type.chars().noneMatch(Character::isWhitespace),
                "a span of type \"%s\": expected a word", type);
    }

    /** How many tokens it has. */
    public int length() {
        return end - begin;
    }

    /** Its part of the sentence. */
    public List<String> tokens(List<String> tokens) {
        return tokens.subList(begin, end);
    }

    /** Whether both have a token in common. */
    public boolean overlaps(Span other) {
        return begin < other.end && other.begin < end;
    }

    /**
     * The spans of a sentence's tags, read as the evaluation script of CoNLL-2000 reads them, which takes any order of tags
     * for what it most likely means: a span ends before O, before B and before a change of type, and an I that follows none
     * begins one. So IOB1, IOB2 and what a model makes of them are read alike. BIOES adds: E ends a span, S is one by
     * itself. For reading that insists on one scheme see {@link TagScheme#spans}.
     *
     * @param tags such as O, B-PER, I-PER
     * @throws IllegalArgumentException naming the first tag that is neither O nor one of B, I, E, S with a type
     */
    public static List<Span> read(List<String> tags) {
        var spans = new ArrayList<Span>();
        var open = -1;
        var last = Tag.OUTSIDE;
        for (var i = 0; i < tags.size(); i++) {
            var tag = Tag.read(tags, i);
            if (open >= 0 && tag.startsAfter(last)) {
                spans.add(new Span(last.type(), open, i));
                open = -1;
            }
            if (open < 0 && !tag.outside()) {
                open = i;
            }
            last = tag;
        }
        if (open >= 0) {
            spans.add(new Span(last.type(), open, tags.size()));
        }
        return List.copyOf(spans);
    }
}
