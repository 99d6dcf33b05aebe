package org.unrolled.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A model with made-up but fixed probabilities for each sentence after each beginning, so that the truth can be had by
 * listing everything that it can say.
 */
final class PrefixModel implements StepModel<PrefixModel.State> {
    /** Which sentence each sequence belongs to, and what it has read so far. */
    record State(int[] sentences, int[][] read) {
    }

    private final int vocabulary;
    private final int[] sourceLengths;
    private final long seed;
    /** Rows of each step that was taken. */
    final List<Integer> rowsAsked = new ArrayList<>();

    PrefixModel(int vocabulary, long seed, int... sourceLengths) {
        this.vocabulary = vocabulary;
        this.sourceLengths = sourceLengths;
        this.seed = seed;
    }

    State start(int... sentences) {
        return new State(sentences, new int[sentences.length][0]);
    }

    int[] lengths(int... sentences) {
        return Arrays.stream(sentences).map(sentence -> sourceLengths[sentence]).toArray();
    }

    @Override
    public int vocabularySize() {
        return vocabulary;
    }

    @Override
    public int sequences(State state) {
        return state.sentences.length;
    }

    @Override
    public Step<State> step(State state, int... tokens) {
        int n = tokens.length;
        rowsAsked.add(n);
        var read = new int[n][];
        var logs = new double[n][];
        var attention = new double[n][];
        int widest = Arrays.stream(state.sentences).map(sentence -> sourceLengths[sentence]).max().orElse(0);
        for (int i = 0; i < n; i++) {
            read[i] = IntStream.concat(IntStream.of(state.read[i]), IntStream.of(tokens[i])).toArray();
            logs[i] = logProbabilities(state.sentences[i], read[i]);
            attention[i] = Arrays.copyOf(attention(state.sentences[i], read[i]), widest);
        }
        return Step.of(new State(state.sentences, read), logs, attention);
    }

    @Override
    public State select(State state, int... rows) {
        return new State(Arrays.stream(rows).map(row -> state.sentences[row]).toArray(),
            Arrays.stream(rows).mapToObj(row -> state.read[row]).toArray(int[][]::new));
    }

    /** After the start token and what follows it; shape [vocabulary]. */
    double[] logProbabilities(int sentence, int... read) {
        var shares = distribution(vocabulary, 2.5, new SplittableRandom(seed + 31L * sentence + 1_000_003L * Arrays.hashCode(read)));
        return Arrays.stream(shares).map(Math::log).toArray();
    }

    /** Where the model looks after these tokens; shape [source length]. */
    double[] attention(int sentence, int... read) {
        return distribution(sourceLengths[sentence], 4, new SplittableRandom(seed + 7 + 31L * sentence + 997L * Arrays.hashCode(read)));
    }

    private static double[] distribution(int size, double spread, SplittableRandom random) {
        var weights = IntStream.range(0, size).mapToDouble(i -> Math.exp(spread * random.nextDouble())).toArray();
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }
}
