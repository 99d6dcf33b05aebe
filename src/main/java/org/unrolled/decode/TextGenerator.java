package org.unrolled.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.base.Preconditions;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.text.CharacterTokenizer;
import org.unrolled.text.SpaceTokenizer;
import org.unrolled.text.Tokenizer;
import org.unrolled.text.Vocabulary;

/**
 * Lets a language model write: it reads a beginning, then each of its own draws. <pre>{@code
 * var generator = TextGenerator.of(network, vocabulary);
 * String text = generator.generate("The ", 300, Sampler.builder().temperature(0.8).seed(1).build());
 * }</pre>
 *
 * <p>Begins each text from a state of zeros and leaves the network's states as they were, so it may be called between the
 * steps of a training. Several threads may use generators of one network: they take turns. Not while another thread trains
 * the network.
 */
public final class TextGenerator {
    private static final int NAMED = 10;

    private final LanguageModel<?> model;
    private final Vocabulary vocabulary;
    private final Tokenizer tokenizer;

    private TextGenerator(LanguageModel<?> model, Vocabulary vocabulary, Tokenizer tokenizer) {
        Preconditions.checkArgument(tokenizer.unit() == vocabulary.unit(),
                "the tokeniser makes symbols of kind %s, the vocabulary holds symbols of kind %s: take the tokeniser of the "
                        + "training, of(model, vocabulary, tokenizer)", tokenizer.unit(), vocabulary.unit());
        if (model.vocabularySize() != vocabulary.size()) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, "the vocabulary has %,d symbols, the model was"
                + " trained with %,d: load both from the same checkpoint", vocabulary.size(), model.vocabularySize()));
        }
        this.model = model;
        this.vocabulary = vocabulary;
        this.tokenizer = tokenizer;
    }

    /**
     * A network that takes ids (or one-hot vectors) of the vocabulary's symbols and ends in a softmax over them. The symbols
     * are characters, or words between white space.
     *
     * @throws IllegalArgumentException if the vocabulary has another size than the network, or the network is bidirectional
     */
    public static TextGenerator of(MultiLayerNetwork network, Vocabulary vocabulary) {
        return of(LanguageModel.of(network), vocabulary);
    }

    /**
     * A network over the symbols of a tokeniser.
     *
     * @throws IllegalArgumentException also if the tokeniser makes other symbols than the vocabulary's
     */
    public static TextGenerator of(MultiLayerNetwork network, Vocabulary vocabulary, Tokenizer tokenizer) {
        return of(LanguageModel.of(network), vocabulary, tokenizer);
    }

    /** Any other model, such as a graph ({@link LanguageModel}) or one written out in a notebook. */
    public static TextGenerator of(LanguageModel<?> model, Vocabulary vocabulary) {
        return of(model, vocabulary, vocabulary.unit() == Vocabulary.Unit.CHARACTER ? new CharacterTokenizer() : new SpaceTokenizer());
    }

    /** Any other model, over the symbols of a tokeniser. */
    public static TextGenerator of(LanguageModel<?> model, Vocabulary vocabulary, Tokenizer tokenizer) {
        return new TextGenerator(model, vocabulary, tokenizer);
    }

    /**
     * A text: the prime, then {@code length} further symbols, or fewer if {@link Vocabulary#END} is drawn before. If the
     * vocabulary has {@link Vocabulary#START}, the model reads that first, as in its training.
     *
     * @param prime how the text begins; may be empty if the vocabulary has {@link Vocabulary#START}
     * @param length how many symbols (characters, words, pieces) to draw, 0 or more
     * @throws IllegalArgumentException naming the prime's symbols that the vocabulary doesn't know, unless it has
     *         {@link Vocabulary#UNKNOWN}
     * @throws Interrupted if the thread is interrupted
     */
    public String generate(String prime, int length, Sampler sampler) {
        int[] drawn = generate(begun(prime), length, sampler);
        var symbols = new ArrayList<>(tokenizer.tokens(prime));
        Arrays.stream(drawn).mapToObj(vocabulary::symbol).forEach(symbols::add);
        return tokenizer.join(symbols);
    }

    /**
     * The ids that follow these, {@code length} of them, or fewer if {@link Vocabulary#END} is drawn, which is left out.
     *
     * @param prime all that the model reads before; if empty, {@link Vocabulary#START}, if the vocabulary has it
     */
    public int[] generate(int[] prime, int length, Sampler sampler) {
        Preconditions.checkArgument(length >= 0, "a text of %s further symbols: expected 0 or more", length);
        return write(model, prime, length, sampler);
    }

    private <S> int[] write(LanguageModel<S> model, int[] prime, int length, Sampler sampler) {
        var drawn = new int[length];
        var step = model.read(model.start(), beginning(prime));
        for (int i = 0; i < length; i++) {
            Interrupted.check();
            int id = sampler.next(step.logProbabilities().getRow(0).toDoubleVector());
            if (vocabulary.symbol(id).equals(Vocabulary.END)) {
                return Arrays.copyOf(drawn, i);
            }
            drawn[i] = id;
            if (i + 1 < length) {
                step = model.step(step.state(), id);
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
        return model.logProbabilities(beginning(begun(text)));
    }

    private int[] beginning(int[] ids) {
        if (ids.length > 0) {
            return ids;
        }
        if (!vocabulary.contains(Vocabulary.START)) {
            throw new IllegalArgumentException("the prime is empty: give at least one "
                + vocabulary.unit().name().toLowerCase(Locale.ROOT) + " to begin with");
        }
        return new int[] {vocabulary.id(Vocabulary.START)};
    }

    private int[] begun(String prime) {
        int[] ids = encode(prime);
        return vocabulary.contains(Vocabulary.START)
            ? IntStream.concat(IntStream.of(vocabulary.id(Vocabulary.START)), IntStream.of(ids)).toArray() : ids;
    }

    private int[] encode(String text) {
        var symbols = tokenizer.tokens(text);
        var unknown = symbols.stream().filter(symbol -> !vocabulary.contains(symbol)).distinct().toList();
        if (!unknown.isEmpty() && vocabulary.unknown().isEmpty()) {
            throw new IllegalArgumentException("the prime has " + unknown.stream().limit(NAMED).map(TextGenerator::shown)
                .collect(Collectors.joining(", ")) + (unknown.size() > NAMED ? " and " + (unknown.size() - NAMED) + " more" : "")
                + ", unknown to the model: expected only what its training text had, " + vocabulary);
        }
        return vocabulary.encode(symbols);
    }

    /** In quotes; what can't be seen by its number. */
    private static String shown(String symbol) {
        int first = symbol.codePointAt(0);
        var hidden = Character.isISOControl(first) || Character.isWhitespace(first)
            || Character.getType(first) == Character.FORMAT;
        return hidden && symbol.codePointCount(0, symbol.length()) == 1 ? String.format(Locale.ROOT, "U+%04X", first) : "'" + symbol + "'";
    }
}
