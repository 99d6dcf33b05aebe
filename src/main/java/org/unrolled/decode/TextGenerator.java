package org.unrolled.decode;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.unrolled.text.Vocabulary;
import org.unrolled.train.TrainingInterrupted;

/**
 * Lets a language model write: it reads a beginning, then each of its own draws. {@snippet :
 * var generator = TextGenerator.of(network, vocabulary);
 * String text = generator.generate("The ", 300, Sampler.builder().temperature(0.8).seed(1).build());
 * }
 *
 * <p>Begins each text from a state of zeros and leaves the network's states as they were, so it may be called between the
 * steps of a training. Not for use by several threads at once.
 */
public final class TextGenerator {
    private static final int NAMED = 10;

    private final TokenModel model;
    private final Vocabulary vocabulary;

    private TextGenerator(TokenModel model, Vocabulary vocabulary) {
        if (model.vocabularySize() != vocabulary.size()) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "the vocabulary has %,d symbols, the model was"
                + " trained with %,d: load both from the same checkpoint", vocabulary.size(), model.vocabularySize()));
        }
        this.model = model;
        this.vocabulary = vocabulary;
    }

    /**
     * A network that takes ids (or one-hot vectors) of the vocabulary's symbols and ends in a softmax over them.
     *
     * @throws IllegalArgumentException if the vocabulary has another size than the network, or the network is bidirectional
     */
    public static TextGenerator of(MultiLayerNetwork network, Vocabulary vocabulary) {
        return new TextGenerator(TokenModel.of(network), vocabulary);
    }

    /** A graph with one input and one output, as for {@link #of(MultiLayerNetwork, Vocabulary)}. */
    public static TextGenerator of(ComputationGraph graph, Vocabulary vocabulary) {
        return new TextGenerator(TokenModel.of(graph), vocabulary);
    }

    /** Any other model, such as one written out in a notebook. */
    public static TextGenerator of(TokenModel model, Vocabulary vocabulary) {
        return new TextGenerator(model, vocabulary);
    }

    /**
     * A text: the prime, then {@code length} further symbols, or fewer if {@link Vocabulary#END} is drawn before.
     *
     * @param prime how the text begins; may be empty if the vocabulary has {@link Vocabulary#START}
     * @param length how many symbols (characters or words) to draw, 0 or more
     * @throws IllegalArgumentException naming the prime's symbols that the vocabulary doesn't know, unless it has
     *         {@link Vocabulary#UNKNOWN}
     * @throws TrainingInterrupted if the thread is interrupted
     */
    public String generate(String prime, int length, Sampler sampler) {
        int[] given = encode(prime);
        int[] drawn = generate(given, length, sampler);
        int[] all = Arrays.copyOf(given, given.length + drawn.length);
        System.arraycopy(drawn, 0, all, given.length, drawn.length);
        return vocabulary.decode(all);
    }

    /**
     * The ids that follow these, {@code length} of them, or fewer if {@link Vocabulary#END} is drawn, which is left out.
     *
     * @param prime may be empty if the vocabulary has {@link Vocabulary#START}, which is then read first
     */
    public int[] generate(int[] prime, int length, Sampler sampler) {
        if (length < 0) {
            throw new IllegalArgumentException("a text of " + length + " further symbols: expected 0 or more");
        }
        var drawn = new int[length];
        var scores = read(prime);
        for (int i = 0; i < length; i++) {
            TrainingInterrupted.check();
            int id = sampler.next(scores);
            if (vocabulary.symbol(id).equals(Vocabulary.END)) {
                return Arrays.copyOf(drawn, i);
            }
            drawn[i] = id;
            if (i + 1 < length) {
                scores = model.read(id);
            }
        }
        return drawn;
    }

    /**
     * What may come after a text.
     *
     * @return log-probabilities (nats) of the vocabulary's symbols, shape [vocabulary]
     */
    public double[] logProbabilities(String text) {
        return read(encode(text));
    }

    private double[] read(int[] ids) {
        model.forget();
        if (ids.length > 0) {
            return model.read(ids);
        }
        if (!vocabulary.contains(Vocabulary.START)) {
            throw new IllegalArgumentException("the prime is empty, and the vocabulary has no " + Vocabulary.START
                + " to begin with: give at least one " + unit());
        }
        return model.read(vocabulary.id(Vocabulary.START));
    }

    private int[] encode(String text) {
        var symbols = symbols(text);
        var unknown = symbols.stream().filter(symbol -> !vocabulary.contains(symbol)).distinct().toList();
        if (!unknown.isEmpty() && vocabulary.unknown().isEmpty()) {
            throw new IllegalArgumentException("the prime has " + unknown.stream().limit(NAMED).map(TextGenerator::shown)
                .collect(Collectors.joining(", ")) + (unknown.size() > NAMED ? " and " + (unknown.size() - NAMED) + " more" : "")
                + ", unknown to the model: expected only what its training text had, " + vocabulary);
        }
        return vocabulary.encode(symbols);
    }

    private List<String> symbols(String text) {
        if (vocabulary.unit() == Vocabulary.Unit.CHARACTER) {
            return text.codePoints().mapToObj(Character::toString).toList();
        }
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+"));
    }

    private String unit() {
        return vocabulary.unit() == Vocabulary.Unit.CHARACTER ? "character" : "word";
    }

    /** In quotes; what can't be seen by its number. */
    private static String shown(String symbol) {
        int first = symbol.codePointAt(0);
        var hidden = Character.isISOControl(first) || Character.isWhitespace(first)
            || Character.getType(first) == Character.FORMAT;
        return hidden && symbol.codePointCount(0, symbol.length()) == 1 ? String.format("U+%04X", first) : "'" + symbol + "'";
    }
}
