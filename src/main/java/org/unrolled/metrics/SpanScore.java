package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.common.base.Preconditions;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * How many spans a tagger found, counted as the evaluation script of the CoNLL-2000 and CoNLL-2003 shared tasks counts: a
 * span is right if its first token, its last token and its type are; half a span is worth nothing. Where nothing can be
 * divided, a score is 0. <pre>{@code
 * var score = SpanScore.of(goldTags, foundTags);
 * double f1 = score.f1(), persons = score.types().get("PER").f1();
 * Show.table(score.table());
 * }</pre>
 *
 * @param expected spans in the gold standard
 * @param found    spans that the tagger made
 * @param correct  spans that are in both
 * @param types    the same for each type, in alphabetical order; empty in the score of a type
 */
public record SpanScore(long expected, long found, long correct, Map<String, SpanScore> types) {
    /** Keeps a copy. */
    public SpanScore {
        types = Collections.unmodifiableMap(new TreeMap<>(types));
    }

    /** Scores tags, one list a sentence and one tag a token on both sides, in any schemes, read by {@link Span#read}. */
    public static SpanScore of(List<List<String>> gold, List<List<String>> found) {
        requireAsMany(gold.size(), found.size());
        for (var i = 0; i < gold.size(); i++) {
            Preconditions.checkArgument(gold.get(i).size() == found.get(i).size(), "sentence %s has %s gold tags and %s of "
                    + "the tagger: expected one of each for each token", i, gold.get(i).size(), found.get(i).size());
        }
        return ofSpans(gold.stream().map(Span::read).toList(), found.stream().map(Span::read).toList());
    }

    /** Scores spans, one list a sentence. */
    public static SpanScore ofSpans(List<List<Span>> gold, List<List<Span>> found) {
        requireAsMany(gold.size(), found.size());
        var counts = new TreeMap<String, long[]>();
        for (var i = 0; i < gold.size(); i++) {
            var right = new HashSet<>(gold.get(i));
            var both = new HashSet<>(found.get(i));
            right.forEach(span -> count(counts, span)[0]++);
            both.forEach(span -> count(counts, span)[1]++);
            both.retainAll(right);
            both.forEach(span -> count(counts, span)[2]++);
        }
        var types = new TreeMap<String, SpanScore>();
        counts.forEach((type, n) -> types.put(type, new SpanScore(n[0], n[1], n[2], Map.of())));
        return new SpanScore(types.values().stream().mapToLong(SpanScore::expected).sum(),
                types.values().stream().mapToLong(SpanScore::found).sum(),
                types.values().stream().mapToLong(SpanScore::correct).sum(), types);
    }

    private static long[] count(Map<String, long[]> counts, Span span) {
        return counts.computeIfAbsent(span.type(), type -> new long[3]);
    }

    private static void requireAsMany(int gold, int found) {
        Preconditions.checkArgument(gold == found,
                "%s gold sentences and %s of the tagger: expected as many of both", gold, found);
    }

    /** Share of the found spans that are right, 0 to 1. */
    public double precision() {
        return found == 0 ? 0 : (double) correct / found;
    }

    /** Share of the expected spans that were found, 0 to 1. */
    public double recall() {
        return expected == 0 ? 0 : (double) correct / expected;
    }

    /** Harmonic mean of precision and recall, 0 to 1. */
    public double f1() {
        return expected + found == 0 ? 0 : 2.0 * correct / (expected + found);
    }

    /** Mean of the types' F1, each type counting alike however rare; 0 if there is none. */
    public double macroF1() {
        return types.values().stream().mapToDouble(SpanScore::f1).average().orElse(0);
    }

    /** Precision, recall, F1 and the numbers of spans, a row for each type and one for all. */
    public Table table() {
        var names = new ArrayList<>(types.keySet());
        var scores = new ArrayList<>(types.values());
        names.add("all");
        scores.add(this);
        return Table.create("Spans",
                StringColumn.create("type", names),
                DoubleColumn.create("precision", scores.stream().mapToDouble(SpanScore::precision).toArray()),
                DoubleColumn.create("recall", scores.stream().mapToDouble(SpanScore::recall).toArray()),
                DoubleColumn.create("F1", scores.stream().mapToDouble(SpanScore::f1).toArray()),
                LongColumn.create("expected", scores.stream().mapToLong(SpanScore::expected).toArray()),
                LongColumn.create("found", scores.stream().mapToLong(SpanScore::found).toArray()),
                LongColumn.create("correct", scores.stream().mapToLong(SpanScore::correct).toArray()));
    }
}
