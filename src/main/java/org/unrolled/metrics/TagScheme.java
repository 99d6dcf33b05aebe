package org.unrolled.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * How spans are written as one tag a token (Ramshaw and Marcus 1995; Tjong Kim Sang and Veenstra 1999). Two spans of type
 * LOC, of two tokens and one, then a token of none:
 * <pre>
 * IOB1   I-LOC I-LOC B-LOC O
 * IOB2   B-LOC I-LOC B-LOC O
 * BIOES  B-LOC E-LOC S-LOC O
 * </pre>
 */
public enum TagScheme {
    /** I everywhere; B only where a span follows another of its type at once. CoNLL-2003 was published so. */
    IOB1,
    /** B on each first token, I on the others; also called BIO. */
    IOB2,
    /** B first, I within, E last, S for a span of one token; also called IOBES. */
    BIOES;

    /** Spans, in any order, as tags of so many tokens; spans that overlap or end after the last token are refused. */
    public List<String> tags(List<Span> spans, int length) {
        var tags = new String[length];
        Arrays.fill(tags, "O");
        Span before = null;
        for (var span : spans.stream().sorted(Comparator.comparingInt(Span::begin)).toList()) {
            if (span.end() > length || before != null && before.overlaps(span)) {
                throw new IllegalArgumentException(span + (span.end() > length ? " ends after the last of " + length + " tokens"
                        : " overlaps " + before) + ": expected spans within the sentence, each token in one at most");
            }
            for (var i = span.begin(); i < span.end(); i++) {
                tags[i] = part(span, i, before) + "-" + span.type();
            }
            before = span;
        }
        return List.of(tags);
    }

    private char part(Span span, int at, Span before) {
        var first = at == span.begin();
        var last = at == span.end() - 1;
        return switch (this) {
            case IOB1 -> first && before != null && before.end() == at && before.type().equals(span.type()) ? 'B' : 'I';
            case IOB2 -> first ? 'B' : 'I';
            case BIOES -> first && last ? 'S' : first ? 'B' : last ? 'E' : 'I';
        };
    }

    /** Tags as spans; the first tag that this scheme would not have written is refused, {@link Span#read} reads those too. */
    public List<Span> spans(List<String> tags) {
        var spans = Span.read(tags);
        var wanted = tags(spans, tags.size());
        for (var i = 0; i < tags.size(); i++) {
            if (!tags.get(i).equals(wanted.get(i))) {
                throw new IllegalArgumentException("tag " + tags.get(i) + " at place " + i
                        + (i == 0 ? "" : ", after " + tags.get(i - 1) + ",") + " breaks the rules of " + this + ", which writes "
                        + wanted.get(i) + " there: check the scheme, or read the tags of a model with Span.read");
            }
        }
        return spans;
    }

    /** Whether this scheme could have written the tags: it writes each span in one way only. */
    public boolean accepts(List<String> tags) {
        return tags(Span.read(tags), tags.size()).equals(tags);
    }
}
