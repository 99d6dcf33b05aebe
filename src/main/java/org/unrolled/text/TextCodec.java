package org.unrolled.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * How text of one language becomes ids, and how it comes back.
 *
 * <pre>{@code
 * var german = new TextCodec(new WordTokenizer().withLowerCase(), corpus.sourceVocabulary(2));
 * }</pre>
 *
 * @param tokenizer  cuts text and puts it together
 * @param vocabulary ids of the tokens
 */
public record TextCodec(Tokenizer tokenizer, Vocabulary vocabulary) {
    private static final Set<String> INVISIBLE = Set.of(Vocabulary.PADDING, Vocabulary.START, Vocabulary.END);

    /** Ids of the text's tokens, then {@link Vocabulary#END}: what an encoder reads. */
    public int[] source(String text) {
        return EncodedPairs.source(vocabulary, tokenizer.tokens(text));
    }

    /** The tokens of ids; padding, start and end are left out. */
    public List<String> tokens(int... ids) {
        return Arrays.stream(ids).mapToObj(vocabulary::symbol).filter(symbol -> !INVISIBLE.contains(symbol)).toList();
    }

    /** The text of ids. */
    public String text(int... ids) {
        return tokenizer.join(tokens(ids));
    }

    /** Tokens of a text that the vocabulary doesn't know, each once, in order. */
    public List<String> unknown(String text) {
        var unknown = new ArrayList<>(tokenizer.tokens(text));
        unknown.removeIf(vocabulary::contains);
        return unknown.stream().distinct().toList();
    }

    /** The words of tokens: the same for a tokeniser of words, put together from pieces else. */
    public List<String> words(List<String> tokens) {
        return tokenizer instanceof SubwordTokenizer subwords ? subwords.wordsOf(tokens) : tokens;
    }

    /** Writes a tokeniser of this library and the vocabulary into files of a folder whose names begin with this one. */
    public void save(Path folder, String name) throws IOException {
        TokenizerFile.save(tokenizer, folder, name);
        vocabulary.save(folder.resolve(name + ".vocabulary"));
    }

    /** Reads what {@link #save} wrote; fails if a file is missing or isn't what it should be. */
    public static TextCodec load(Path folder, String name) throws IOException {
        return new TextCodec(TokenizerFile.load(folder, name), Vocabulary.load(folder.resolve(name + ".vocabulary")));
    }
}
