package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * BLEU of short and of long sentences apart: where a model without attention breaks (Bahdanau, Cho and Bengio 2015, figure
 * 2). A bucket's score is that of its sentences as a corpus. <pre>{@code
 * var byLength = BleuByLength.of(Bleu.standard(), lengths, hypotheses, references, 10, 20, 30);
 * Show.table(byLength.table());   // 1-10, 11-20, 21-30, 31 and more
 * }</pre>
 *
 * @param buckets from short to long, without those that have no sentence
 */
public record BleuByLength(List<Bucket> buckets) {
    /**
     * Sentences of {@code shortest} to {@code longest} source words, how many there are, and their score. The last bucket ends
     * with {@link Integer#MAX_VALUE}.
     */
    public record Bucket(int shortest, int longest, int sentences, BleuScore score) {
        /** Such as {@code 11-20}, or {@code 31+} for the last. */
        public String label() {
            return longest == Integer.MAX_VALUE ? shortest + "+" : shortest == longest ? "" + longest : shortest + "-" + longest;
        }
    }

    /** Keeps a copy. */
    public BleuByLength {
        buckets = List.copyOf(buckets);
    }

    /**
     * Scores the buckets.
     *
     * @param lengths    words of each source sentence
     * @param hypotheses the translations, in the same order
     * @param references one right translation for each
     * @param longest    most words of each bucket but the last, which has no end; ascending
     * @throws IllegalArgumentException if the numbers of sentences differ, a length is below 1, or the ends don't ascend
     */
    public static BleuByLength of(Bleu bleu, int[] lengths, List<String> hypotheses, List<String> references, int... longest) {
        Preconditions.checkArgument(lengths.length == hypotheses.size() && Arrays.stream(lengths).noneMatch(length -> length < 1),
                "%s lengths from %s on for %s hypotheses: expected the number of words of each source sentence, at least 1",
                lengths.length, Arrays.stream(lengths).min().orElse(0), hypotheses.size());
        var counts = bleu.counts(hypotheses, references.stream().map(List::of).toList());
        var buckets = new ArrayList<Bucket>();
        int shortest = 1;
        for (int i = 0; i <= longest.length; i++) {
            int from = shortest, to = i == longest.length ? Integer.MAX_VALUE : longest[i];
            Preconditions.checkArgument(to >= from && (i >= longest.length || to != Integer.MAX_VALUE), "buckets that end at "
                    + "%s words: expected numbers from 1 on that ascend, such as 10, 20, 30", Arrays.toString(longest));
            var inside = IntStream.range(0, lengths.length).filter(s -> lengths[s] >= from && lengths[s] <= to)
                    .mapToObj(counts::get).toList();
            if (!inside.isEmpty()) {
                buckets.add(new Bucket(from, to, inside.size(), bleu.score(CorpusMetric.sum(inside), "1")));
            }
            shortest = to + 1;
        }
        return new BleuByLength(buckets);
    }

    /** Source words, sentences, BLEU, brevity penalty: a row for each bucket. */
    public Table table() {
        return Table.create("BLEU by length",
                StringColumn.create("source words", buckets.stream().map(Bucket::label).toList()),
                IntColumn.create("sentences", buckets.stream().mapToInt(Bucket::sentences).toArray()),
                DoubleColumn.create("BLEU", buckets.stream().mapToDouble(bucket -> bucket.score().score()).toArray()),
                DoubleColumn.create("brevity penalty",
                        buckets.stream().mapToDouble(bucket -> bucket.score().brevityPenalty()).toArray()));
    }
}
