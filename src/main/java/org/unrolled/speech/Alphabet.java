package org.unrolled.speech;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.text.Vocabulary;

/**
 * What a recogniser writes with: letters or whole words, and the blank of connectionist temporal classification (Graves et al. 2006),
 * which stands for "nothing new" and has the number 0. Letters include the blank between words, where transcripts have one.
 *
 * <pre>{@code
 * var words = Alphabet.words(EmbeddedSpeech.DIGITS.words());
 * int[] labels = words.encode(utterance);      // "three one" is 4, 2
 * String text = words.decode(labels);
 * }</pre>
 *
 * @param vocabulary symbols and their numbers, which can be saved with a model
 */
public record Alphabet(Vocabulary vocabulary) {
    /** The symbol that has the number 0. */
    public static final String BLANK = "<blank>";

    /** @throws IllegalArgumentException if the vocabulary doesn't begin with {@link #BLANK}, or has nothing else */
    public Alphabet {
        Preconditions.checkArgument(vocabulary.symbol(0).equals(BLANK) && vocabulary.size() > 1,
                "an alphabet of %s: expected the symbol %s first, then at least one more", vocabulary, BLANK);
        Preconditions.checkArgument(vocabulary.unit() != Vocabulary.Unit.SUBWORD && vocabulary.unknown().isEmpty(),
                "an alphabet of %s: expected letters or words, without %s", vocabulary, Vocabulary.UNKNOWN);
    }

    /** The letters of transcripts, in code point order. */
    public static Alphabet letters(Collection<String> transcripts) {
        return new Alphabet(Vocabulary.characters(String.join("", transcripts), BLANK));
    }

    /** The words of transcripts, in order of their first appearance. */
    public static Alphabet words(Collection<String> transcripts) {
        var words = new LinkedHashSet<>(List.of(BLANK));
        transcripts.forEach(text -> words.addAll(List.of(text.split(" "))));
        return new Alphabet(Vocabulary.of(Vocabulary.Unit.WORD, List.copyOf(words)));
    }

    /** The same symbols with the same numbers, then {@link Vocabulary#START} and {@link Vocabulary#END}: what a decoder writes. */
    public Vocabulary spelling() {
        return Vocabulary.of(vocabulary.unit(), Stream.concat(vocabulary.symbols().stream(), Stream.of(Vocabulary.START, Vocabulary.END))
            .toList());
    }

    /** How many symbols there are with the blank: as many outputs a recogniser has. */
    public int size() {
        return vocabulary.size();
    }

    /**
     * Numbers of an utterance's transcript, from 1 on.
     *
     * @throws IllegalArgumentException naming utterance and symbol if one is not in the alphabet
     */
    public int[] encode(Utterance utterance) {
        return encode(utterance.name(), utterance.text());
    }

    /** The same of a transcript. @param name what an error calls it */
    public int[] encode(String name, String text) {
        return symbols(text).mapToInt(symbol -> {
            Preconditions.checkArgument(vocabulary.contains(symbol) && !symbol.equals(BLANK), "utterance %s, \"%s\", has the symbol "
                    + "\"%s\", which is not in the alphabet of %s: leave the utterance out, or make the alphabet of transcripts that "
                    + "have it", name, text, symbol, vocabulary);
            return vocabulary.id(symbol);
        }).toArray();
    }

    private Stream<String> symbols(String text) {
        return vocabulary.unit() == Vocabulary.Unit.WORD ? Stream.of(text.split(" ")) : text.codePoints().mapToObj(Character::toString);
    }

    /**
     * The transcript that labels stand for; runs of one label are not merged.
     *
     * @param labels from 0, blanks are left out
     */
    public String decode(int... labels) {
        return vocabulary.decode(Arrays.stream(labels).filter(label -> label != 0).toArray());
    }

    @Override
    public String toString() {
        return "alphabet of " + vocabulary;
    }
}
