package org.unrolled.synthetic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import org.unrolled.text.Corpus;

/**
 * Writes text from a probabilistic grammar, and knows how well the best possible model can predict it.
 *
 * <p>The text is an endless row of independent texts of the grammar (for the embedded corpus: little stories, each of
 * which ends with an empty line). No model, however large, can have a mean loss below {@link #bitsPerCharacter()} on it.
 *
 * <pre>{@code
 * var stories = GrammarText.stories();
 * String text = stories.generate(42, 10_000);
 * double best = stories.bitsPerCharacter();      // the true entropy rate
 * double[] bits = stories.surprise(text);        // the perfect model's loss, character by character
 * }</pre>
 */
public final class GrammarText {
    private static final double LN2 = Math.log(2);
    private static final int LONGEST = 20_000_000;

    private final Grammar grammar;
    private final GrammarEntropy entropy;

    /** @throws IllegalArgumentException if the grammar's texts have no finite mean length */
    public GrammarText(Grammar grammar) {
        this.grammar = grammar;
        this.entropy = GrammarEntropy.of(grammar);
    }

    /** The stories of the embedded corpus. */
    public static GrammarText stories() {
        return new GrammarText(Grammar.stories());
    }

    /** Writes whole stories until there are at least so many characters: one seed, one text, on every machine. */
    public String generate(long seed, int characters) {
        if (characters < 1 || characters > LONGEST) {
            throw new IllegalArgumentException("characters is " + characters + ", expected 1 to " + LONGEST);
        }
        var random = new Random(seed);
        var text = new StringBuilder(characters + 1000);
        while (text.length() < characters) {
            write(random, text);
        }
        return text.toString();
    }

    /** The true entropy rate of the text in bits a character: the mean loss of the best possible model. */
    public double bitsPerCharacter() {
        return entropy.bits() / entropy.characters();
    }

    /** The mean length of one story in characters. */
    public double charactersPerStory() {
        return entropy.characters();
    }

    /** The entropy of one story in bits. */
    public double bitsPerStory() {
        return entropy.bits();
    }

    /**
     * The natural logarithm of the probability that the stream of stories begins with this text, which must start where a
     * story starts; negative infinity if the grammar can't write it.
     */
    public double logProbability(String text) {
        double bits = 0;
        for (double each : surprise(text)) {
            bits += each;
        }
        return text.isEmpty() ? 0 : -bits * LN2;
    }

    /**
     * The loss of the perfect model, character by character, in bits: {@code -log2 p(text[i] | text[0..i-1])}. The text
     * must start where a story starts. After a character that the grammar can't write all values are infinite.
     */
    public double[] surprise(String text) {
        var reader = new GrammarReader(grammar);
        var bits = new double[text.length()];
        Arrays.setAll(bits, i -> -Math.log(reader.accept(text.charAt(i))) / LN2);
        return bits;
    }

    /**
     * How many derivations the grammar has for one story: 1 for each story that it can write, 0 for other texts. More than
     * one would mean that the grammar is ambiguous, and that its texts have less entropy than its derivations.
     */
    public int derivations(String story) {
        var reader = new GrammarReader(grammar);
        return story.chars().allMatch(c -> reader.accept((char) c) > 0) ? reader.wholeTexts() : 0;
    }

    /** One story. */
    String write(Random random) {
        var text = new StringBuilder();
        write(random, text);
        return text.toString();
    }

    private void write(Random random, StringBuilder text) {
        var waiting = new ArrayDeque<Grammar.Part>();
        waiting.push(new Grammar.Part.Call(grammar.start()));
        while (!waiting.isEmpty()) {
            var part = waiting.pop();
            if (part instanceof Grammar.Part.Literal literal) {
                text.append(literal.text());
            } else if (part instanceof Grammar.Part.Call call) {
                var parts = choose(call.symbol(), random).parts();
                for (int i = parts.size() - 1; i >= 0; i--) {
                    waiting.push(parts.get(i));
                }
            }
        }
    }

    private static Grammar.Alternative choose(Grammar.Symbol symbol, Random random) {
        // A symbol with one alternative draws nothing, so that adding such a rule keeps the text of a seed.
        var alternatives = symbol.alternatives();
        if (alternatives.size() == 1) {
            return alternatives.get(0);
        }
        int left = random.nextInt(symbol.totalWeight());
        for (var alternative : alternatives) {
            left -= alternative.weight();
            if (left < 0) {
                return alternative;
            }
        }
        throw new IllegalStateException("weights of " + symbol + " do not add up");
    }

    /** Writes the embedded text of {@link Corpus} again, into the file that the one argument names. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            System.out.println("usage: java org.unrolled.synthetic.GrammarText FILE");
            System.exit(2);
        }
        var text = stories().generate(Corpus.SEED, Corpus.CHARACTERS);
        Files.writeString(Path.of(arguments[0]), text);
        System.out.printf(Locale.ROOT, "%s: %,d characters, seed %d, true entropy %.4f bits a character%n", arguments[0],
                text.length(), Corpus.SEED, stories().bitsPerCharacter());
    }
}
