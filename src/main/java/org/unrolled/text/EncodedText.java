package org.unrolled.text;

import java.util.Arrays;
import org.nd4j.common.base.Preconditions;

/**
 * A text as ids of a vocabulary: what networks read. The array is not copied; don't change it.
 *
 * <pre>{@code
 * var text = EncodedText.of("hello hello", Vocabulary.characters("hello "));
 * var parts = text.split(0.9);                       // training first
 * for (DataSet window : TextStream.of(parts.train(), 4, 16)) { ... }
 * }</pre>
 *
 * @param vocabulary what the ids stand for
 * @param ids        one number a symbol, 0 to vocabulary.size() - 1
 */
public record EncodedText(Vocabulary vocabulary, int[] ids) {
    /** A text cut in two. Training text comes first. */
    public record Split(EncodedText train, EncodedText validation) { }

    /** @throws IllegalArgumentException if there are no ids, or one is not in the vocabulary */
    public EncodedText {
        Preconditions.checkArgument(ids.length != 0,
                "the text is empty, expected at least one symbol: was the right file read?");
        for (int i = 0; i < ids.length; i++) {
            Preconditions.checkArgument(ids[i] >= 0 && ids[i] < vocabulary.size(),
                    "id %s at place %s is not in the vocabulary of %s symbols, expected 0 to %s: encode the text with this "
                    + "vocabulary", ids[i], i, vocabulary.size(), vocabulary.size() - 1);
        }
    }

    /** Encodes a text by its characters, or words between white space; the vocabulary must know them all. */
    public static EncodedText of(String text, Vocabulary vocabulary) {
        return new EncodedText(vocabulary, vocabulary.encode(text));
    }

    /** Encodes what a tokeniser makes of a text; the vocabulary must be one for such a tokeniser, and know all symbols. */
    public static EncodedText of(String text, Tokenizer tokenizer, Vocabulary vocabulary) {
        Preconditions.checkArgument(tokenizer.unit() == vocabulary.unit(),
                "the tokeniser makes symbols of kind %s, the vocabulary holds symbols of kind %s: make both from the same "
                + "tokeniser", tokenizer.unit(), vocabulary.unit());
        return new EncodedText(vocabulary, vocabulary.encode(tokenizer.tokens(text)));
    }

    /** How many symbols the text has. */
    public int length() {
        return ids.length;
    }

    /** How many of them are {@code <unk>}. */
    public int unknown() {
        int unknown = vocabulary.unknown().orElse(-1);
        return (int) Arrays.stream(ids).filter(id -> id == unknown).count();
    }

    /** The symbols from {@code begin} up to, but without, {@code end}. */
    public EncodedText part(int begin, int end) {
        Preconditions.checkArgument(begin >= 0 && end <= ids.length && begin < end, "symbols %s to %s were asked for, "
                + "expected a part of 0 to %s with at least one symbol", begin, end, ids.length);
        return new EncodedText(vocabulary, Arrays.copyOfRange(ids, begin, end));
    }

    /**
     * Cuts after this share of the symbols, {@code 0.9} after nine tenths; two symbols must be left on each side, one to read
     * and one to predict.
     */
    public Split split(double trainFraction) {
        Preconditions.checkArgument(trainFraction > 0 && trainFraction < 1,
                "trainFraction is %s, expected a number between 0 and 1", trainFraction);
        int cut = (int) (ids.length * trainFraction);
        Preconditions.checkArgument(cut >= 2 && ids.length - cut >= 2,
                "a text of %s%s can't be cut at %s into two parts of at least two symbols: give a longer text", ids.length,
                ids.length == 1 ? " symbol" : " symbols", trainFraction);
        return new Split(part(0, cut), part(cut, ids.length));
    }

    /** The text again, with {@code <unk>} where a symbol was unknown. */
    public String text() {
        return vocabulary.decode(ids);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedText that && vocabulary.equals(that.vocabulary) && Arrays.equals(ids, that.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return ids.length + " symbols of " + vocabulary;
    }
}
