package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nd4j.common.base.Preconditions;

/**
 * How much of what was said a recogniser gets wrong: the fewest words that have to be replaced, inserted or deleted to turn the
 * reference into what was recognised, over the number of words of the reference. It can be above 1.
 * <pre>
 *   word error rate = (substitutions + deletions + insertions) / (hits + substitutions + deletions)
 * </pre>
 * The same over characters is the character error rate. The rate of a corpus is that of the sums, as longer sentences count for more.
 * <pre>{@code
 * var rate = ErrorRate.words(references, hypotheses);
 * System.out.printf("WER %.1f %%%n", 100 * rate.rate());
 * System.out.println(ErrorRate.ofWords("the cat sat", "a cat sat down").shown());
 * }</pre>
 *
 * <p>Counts and alignments equal those of jiwer, with two exceptions. Words are what stands between white space, where jiwer divides at
 * spaces alone. And a rate of nothing said is refused, where jiwer gives the number of insertions. Case and punctuation count.
 * {@link WordAccuracy} says how far a rate depends on the test set.
 *
 * @param edits how the reference becomes the hypothesis, in order. Several ways may be equally short: common beginnings and ends are
 *              hits, and what is between is read from its end, a deletion taken where there can be one, then an insertion if that leaves
 *              fewer errors before it than a hit or substitution, as RapidFuzz does, on which jiwer stands
 */
public record ErrorRate(List<Edit> edits) {
    /** What became of a word. */
    public enum Kind {
        /** It was recognised. */
        HIT(' '),
        /** Another was recognised in its place. */
        SUBSTITUTION('S'),
        /** It is missing. */
        DELETION('D'),
        /** It was recognised, and nobody said it. */
        INSERTION('I');

        private final char mark;

        Kind(char mark) {
            this.mark = mark;
        }
    }

    /**
     * One step of an alignment.
     *
     * @param reference  what was said; empty for an insertion
     * @param hypothesis what was recognised; empty for a deletion
     */
    public record Edit(Kind kind, String reference, String hypothesis) {
    }

    /** Not to be changed. */
    public ErrorRate {
        edits = List.copyOf(edits);
    }

    /** Aligns the words of a sentence. */
    public static ErrorRate ofWords(String reference, String hypothesis) {
        return of(split(reference), split(hypothesis));
    }

    /** Aligns the characters (code points) of a sentence, blanks included, those at its ends not. */
    public static ErrorRate ofCharacters(String reference, String hypothesis) {
        return of(characters(reference), characters(hypothesis));
    }

    /** The words of all sentences. @throws IllegalArgumentException unless there are as many hypotheses as references */
    public static ErrorRate words(List<String> references, List<String> hypotheses) {
        return all(references, hypotheses, ErrorRate::ofWords);
    }

    /** The characters of all sentences. @throws IllegalArgumentException unless there are as many hypotheses as references */
    public static ErrorRate characters(List<String> references, List<String> hypotheses) {
        return all(references, hypotheses, ErrorRate::ofCharacters);
    }

    private interface Alignment {
        ErrorRate of(String reference, String hypothesis);
    }

    private static ErrorRate all(List<String> references, List<String> hypotheses, Alignment alignment) {
        Preconditions.checkArgument(references.size() == hypotheses.size(),
                "%s references and %s hypotheses: expected as many of both, sentence by sentence", references.size(), hypotheses.size());
        var edits = new ArrayList<Edit>();
        for (int i = 0; i < references.size(); i++) {
            edits.addAll(alignment.of(references.get(i), hypotheses.get(i)).edits);
        }
        return new ErrorRate(edits);
    }

    private static List<String> split(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private static List<String> characters(String text) {
        return text.strip().codePoints().mapToObj(Character::toString).toList();
    }

    /** Aligns symbols (Levenshtein 1966; Wagner and Fischer 1974). */
    public static ErrorRate of(List<String> reference, List<String> hypothesis) {
        int begin = 0;
        int n = reference.size();
        int m = hypothesis.size();
        while (begin < Math.min(n, m) && reference.get(begin).equals(hypothesis.get(begin))) {
            begin++;
        }
        while (n > begin && m > begin && reference.get(n - 1).equals(hypothesis.get(m - 1))) {
            n--;
            m--;
        }
        var edits = new ArrayList<Edit>();
        reference.subList(0, begin).forEach(word -> edits.add(new Edit(Kind.HIT, word, word)));
        edits.addAll(between(reference.subList(begin, n), hypothesis.subList(begin, m)));
        reference.subList(n, reference.size()).forEach(word -> edits.add(new Edit(Kind.HIT, word, word)));
        return new ErrorRate(edits);
    }

    private static List<Edit> between(List<String> reference, List<String> hypothesis) {
        var cost = costs(reference, hypothesis);
        var edits = new ArrayList<Edit>();
        int i = reference.size();
        int j = hypothesis.size();
        while (i > 0 || j > 0) {
            if (i > 0 && cost[i][j] == cost[i - 1][j] + 1) {
                edits.add(new Edit(Kind.DELETION, reference.get(--i), ""));
            } else if (i == 0 || cost[i][j - 1] < cost[i - 1][j - 1]) {
                edits.add(new Edit(Kind.INSERTION, "", hypothesis.get(--j)));
            } else {
                var said = reference.get(--i);
                var heard = hypothesis.get(--j);
                edits.add(new Edit(said.equals(heard) ? Kind.HIT : Kind.SUBSTITUTION, said, heard));
            }
        }
        Collections.reverse(edits);
        return edits;
    }

    /** The fewest errors between the first i symbols of one and the first j of the other. */
    private static int[][] costs(List<String> reference, List<String> hypothesis) {
        var cost = new int[reference.size() + 1][hypothesis.size() + 1];
        for (int i = 0; i < cost.length; i++) {
            for (int j = 0; j < cost[0].length; j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                } else {
                    int replaced = cost[i - 1][j - 1] + (reference.get(i - 1).equals(hypothesis.get(j - 1)) ? 0 : 1);
                    cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                }
            }
        }
        return cost;
    }

    /** How often something happened. */
    public long count(Kind kind) {
        return edits.stream().filter(edit -> edit.kind == kind).count();
    }

    /** Substitutions, deletions and insertions. */
    public long errors() {
        return edits.size() - count(Kind.HIT);
    }

    /** How many words, or characters, the references have. */
    public long length() {
        return edits.size() - count(Kind.INSERTION);
    }

    /**
     * Errors over the length of the references; 0 if both are empty.
     *
     * @throws IllegalStateException if something was recognised and the references have nothing
     */
    public double rate() {
        return rate(errors(), length());
    }

    static double rate(long errors, long length) {
        Preconditions.checkState(length > 0 || errors == 0,
                "%s errors and no reference to divide them by: put these sentences together with others, or leave them out", errors);
        return length == 0 ? 0 : errors / (double) length;
    }

    /** Which words were taken for which, the most frequent first, then in order of their appearance: "three → tree". */
    public Map<String, Long> confusions() {
        var counts = edits.stream().filter(edit -> edit.kind == Kind.SUBSTITUTION).collect(Collectors.groupingBy(
            edit -> edit.reference + " → " + edit.hypothesis, LinkedHashMap::new, Collectors.counting()));
        var sorted = new LinkedHashMap<String, Long>();
        counts.entrySet().stream().sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }

    /** The alignment in three lines: reference, hypothesis, and S, D or I under what went wrong; stars where nothing stands. */
    public String shown() {
        var lines = new StringBuilder[] {new StringBuilder("REF:"), new StringBuilder("HYP:"), new StringBuilder("    ")};
        for (var edit : edits) {
            int width = Math.max(1, Math.max(width(edit.reference), width(edit.hypothesis)));
            lines[0].append(' ').append(filled(edit.reference, width));
            lines[1].append(' ').append(filled(edit.hypothesis, width));
            lines[2].append(' ').append(edit.kind.mark).append(" ".repeat(width - 1));
        }
        return lines[0].toString().stripTrailing() + "\n" + lines[1].toString().stripTrailing() + "\n" + lines[2].toString().stripTrailing();
    }

    private static int width(String word) {
        return word.codePointCount(0, word.length());
    }

    private static String filled(String word, int width) {
        return word.isEmpty() ? "*".repeat(width) : word + " ".repeat(width - width(word));
    }
}
