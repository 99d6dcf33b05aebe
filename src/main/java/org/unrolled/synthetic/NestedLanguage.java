package org.unrolled.synthetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.unrolled.text.PairBatches;
import org.unrolled.text.Vocabulary;

/**
 * A made-up language of words, brackets and quotes with long dependencies, whose true entropy is known. A sentence of it:
 * {@code ba di ( ba " fu [ ba ] di " ba ) di .}
 *
 * <p>One rule writes everything. With probability p the innermost open group closes, by its own symbol; with nothing open
 * that is the full stop, which ends the sentence. With probability p a group opens, of any kind alike, as long as fewer
 * than {@code depth} are open. Otherwise comes a word; word number r (from 1) has a probability in proportion to 1/r. A
 * quotation mark opens and closes with the same symbol, so its kind is not opened again while it is open. From the text
 * so far follows what is open, so the probability of each next token is known exactly.
 *
 * <p>As p is the rate of opening and of closing, each group above the greatest depth holds one other group on average.
 * So the mean distance from an opening to its closing symbol is {@code (depth + 1 - d) / p} for a group at depth d, and
 * {@code (depth + 1) / (2 p)} over all; a sentence has {@code (depth + 1) / p} tokens on average; and equally many tokens
 * are drawn with 0, 1, ... depth groups open.
 *
 * <pre>{@code
 * var language = NestedLanguage.of(3, 15, 10);
 * int[] ids = language.generate(1, 1000);
 * language.vocabulary().decode(ids);              // text, tokens with a space between
 * language.natsPerToken();                        // no model's mean loss can be lower
 * language.closings(ids).get(0).distance();       // tokens from an opening symbol to its closing one
 * }</pre>
 */
public final class NestedLanguage {
    /**
     * A closing symbol at a place in the ids, predicted by a model's output at {@code position - 1}; {@code distance} tokens
     * before it its group opened, and {@code depth} groups were open before it, its own included.
     */
    public record Closing(int position, int distance, int depth, int id) { }

    private static final List<String> BRACKETS = List.of("( )", "[ ]", "{ }", "< >");
    private static final List<String> QUOTES = List.of("\"", "'", "`");
    private static final String CONSONANTS = "bdfghjklmnprstvz";
    private static final String VOWELS = "aiuoe";
    private static final int LONGEST = 20_000_000;
    private static final double HIGHEST_RATE = 0.4;

    private final NestedRules rules;
    private final Vocabulary vocabulary;

    private NestedLanguage(NestedRules rules, Vocabulary vocabulary) {
        this.rules = rules;
        this.vocabulary = vocabulary;
    }

    /** A language with three kinds of brackets and two of quotes. */
    public static NestedLanguage of(int depth, double meanDistance, int words) {
        return of(depth, meanDistance, words, 3, 2);
    }

    /**
     * A language to measure.
     *
     * @param depth        the most groups that are open at a time, 1 to 20
     * @param meanDistance the mean number of tokens from an opening symbol to its closing one, over all depths
     * @param words        different words, 1 to 80
     * @param brackets     kinds of brackets, 1 to 4
     * @param quotes       kinds of quotes, 0 to 3
     * @throws IllegalArgumentException naming the one that doesn't fit and what was expected
     */
    public static NestedLanguage of(int depth, double meanDistance, int words, int brackets, int quotes) {
        between("depth", depth, 1, 20);
        between("words", words, 1, CONSONANTS.length() * VOWELS.length());
        between("brackets", brackets, 1, BRACKETS.size());
        between("quotes", quotes, 0, QUOTES.size());
        double rate = (depth + 1) / (2 * meanDistance);
        if (!(rate > 0 && rate <= HIGHEST_RATE)) {
            throw new IllegalArgumentException("meanDistance is " + meanDistance + " for a depth of " + depth
                    + ", expected a number from " + (depth + 1) / (2 * HIGHEST_RATE) + " on, to leave room for words");
        }
        double[] shares = IntStream.rangeClosed(1, words).mapToDouble(rank -> 1.0 / rank).toArray();
        double sum = Arrays.stream(shares).sum();
        var symbols = new ArrayList<>(List.of("."));
        BRACKETS.subList(0, brackets).forEach(pair -> symbols.addAll(List.of(pair.split(" "))));
        symbols.addAll(QUOTES.subList(0, quotes));
        IntStream.range(0, words).mapToObj(NestedLanguage::word).forEach(symbols::add);
        return new NestedLanguage(
                new NestedRules(depth, brackets, quotes, rate, Arrays.stream(shares).map(w -> w / sum).toArray()),
                Vocabulary.of(Vocabulary.Unit.WORD, symbols));
    }

    private static int between(String name, int value, int low, int high) {
        Preconditions.checkArgument(value >= low && value <= high, "%s is %s, expected %s to %s", name, value, low, high);
        return value;
    }

    private static String word(int number) {
        int consonants = CONSONANTS.length();
        return "" + CONSONANTS.charAt(number % consonants) + VOWELS.charAt((number + number / consonants) % VOWELS.length());
    }

    /** All tokens: the full stop, brackets in pairs, quotation marks, words from the most frequent to the rarest. */
    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /** The most groups that are open at a time. */
    public int depth() {
        return rules.depth();
    }

    /** The symbol that opens each kind, brackets first. */
    public List<String> openingSymbols() {
        return IntStream.range(0, rules.kinds()).mapToObj(kind -> vocabulary.symbol(rules.opening(kind))).toList();
    }

    /** The symbol that closes each kind, in the order of {@link #openingSymbols()}. */
    public List<String> closingSymbols() {
        return IntStream.range(0, rules.kinds()).mapToObj(kind -> vocabulary.symbol(rules.closing(kind))).toList();
    }

    /** The probability p at each place that the innermost open group closes, and that another one opens. */
    public double rate() {
        return rules.rate();
    }

    /** The mean length of a sentence in tokens, its full stop included. */
    public double tokensPerSentence() {
        return (rules.depth() + 1) / rules.rate();
    }

    /**
     * The true entropy of the language in nats a token: the mean loss of the best possible model. It is the mean of
     * the entropies of the next token over all places, which differ by the number of open groups and of open quotes.
     */
    public double natsPerToken() {
        return rules.entropy();
    }

    /** Writes whole sentences until there are at least so many tokens: one seed, one text, on every machine. */
    public int[] generate(long seed, int tokens) {
        return write(new Random(seed), between("tokens", tokens, 1, LONGEST), true);
    }

    /** Independent texts, shape [rows, tokens]. Each begins with a sentence; its last sentence is cut. */
    public int[][] rows(long seed, int rows, int tokens) {
        var random = new Random(seed);
        between("tokens", tokens, 1, LONGEST);
        return IntStream.range(0, between("rows", rows, 1, LONGEST)).mapToObj(row -> write(random, tokens, false))
                .toArray(int[][]::new);
    }

    /** What a network learns from: tokens of fresh {@link #rows}, and as labels those that follow, both [rows, steps]. */
    public DataSet batch(long seed, int rows, int steps) {
        return batch(rows(seed, rows, steps + 1));
    }

    /** The same from rows that are at hand, [rows, steps + 1]. */
    public static DataSet batch(int[][] rows) {
        int steps = rows[0].length - 1;
        return new DataSet(ids(rows, row -> Arrays.copyOf(row, steps)), ids(rows, row -> Arrays.copyOfRange(row, 1, steps + 1)));
    }

    private static INDArray ids(int[][] rows, UnaryOperator<int[]> part) {
        return PairBatches.padded(Arrays.stream(rows).map(part).toList())[0];
    }

    private int[] write(Random random, int tokens, boolean whole) {
        var ids = new int[tokens];
        var open = rules.nothingOpen();
        for (int at = 0; at < tokens || whole && ids[at - 1] != NestedRules.FULL_STOP; at++) {
            if (at == ids.length) {
                ids = Arrays.copyOf(ids, at + at / 8 + 100);
            }
            ids[at] = draw(random.nextDouble(), open.probabilities());
            open.accept(ids[at]);
            tokens = Math.max(tokens, at + 1);
        }
        return Arrays.copyOf(ids, tokens);
    }

    private static int draw(double u, double[] probabilities) {
        int last = 0;
        for (int id = 0; id < probabilities.length; id++) {
            if (probabilities[id] > 0) {
                last = id;
                u -= probabilities[id];
                if (u < 0) {
                    break;
                }
            }
        }
        return last;
    }

    /** The perfect model's probability of each token of the vocabulary after a prefix, the start of a sentence or nothing. */
    public double[] next(int... prefix) {
        var open = rules.nothingOpen();
        Arrays.stream(prefix).forEach(open::accept);
        return open.probabilities();
    }

    /**
     * The perfect model's loss token by token from the start of a sentence, {@code -ln p(ids[i] | ids[0..i-1])} in nats; infinite
     * from the first token on that can't stand there.
     */
    public double[] perfectLoss(int[] ids) {
        var loss = new double[ids.length];
        var open = rules.nothingOpen();
        for (int i = 0; i < ids.length; i++) {
            loss[i] = -Math.log(open.probability(ids[i]));
            if (Double.isInfinite(loss[i])) {
                Arrays.fill(loss, i, ids.length, Double.POSITIVE_INFINITY);
                break;
            }
            open.accept(ids[i]);
        }
        return loss;
    }

    /** All closing symbols of a text that this language can write from the start of a sentence on, full stops left out. */
    public List<Closing> closings(int[] ids) {
        var closings = new ArrayList<Closing>();
        var open = rules.nothingOpen();
        for (int i = 0; i < ids.length; i++) {
            int before = open.count();
            int opened = open.innermostOpenedAt();
            open.accept(ids[i]);
            if (open.count() < before) {
                closings.add(new Closing(i, i - opened, before, ids[i]));
            }
        }
        return List.copyOf(closings);
    }

    /**
     * Whether a prediction has the right symbol in front among those that can close a group. When a group closes can't be
     * foreseen, but with which symbol can, so a perfect model is always right.
     *
     * @param probabilities for each token of the vocabulary, or their logarithms
     */
    public boolean right(Closing closing, double[] probabilities) {
        Preconditions.checkArgument(probabilities.length == vocabulary.size(), "the prediction has %s numbers, expected one "
                + "for each of the %s tokens", probabilities.length, vocabulary.size());
        return IntStream.range(0, rules.kinds()).map(rules::closing)
                .allMatch(id -> id == closing.id() || probabilities[id] < probabilities[closing.id()]);
    }

    /** How many groups are open after each token of a text that begins with a sentence. */
    public int[] openGroups(int[] ids) {
        var open = rules.nothingOpen();
        return Arrays.stream(ids).map(id -> open.accept(id).count()).toArray();
    }

    /** 1 after each token at which a group with this opening symbol is open, else 0; the text begins with a sentence. */
    public int[] inside(int[] ids, String openingSymbol) {
        int kind = openingSymbols().indexOf(openingSymbol);
        Preconditions.checkArgument(kind >= 0, "'%s' opens nothing, expected one of %s", openingSymbol, openingSymbols());
        var open = rules.nothingOpen();
        return Arrays.stream(ids).map(id -> open.accept(id).isOpen(kind) ? 1 : 0).toArray();
    }
}
