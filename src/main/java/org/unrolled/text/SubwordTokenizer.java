package org.unrolled.text;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Words of a {@link WordTokenizer}, cut further into pieces by a {@link BytePairEncoding}: a rare word becomes several
 * pieces in place of an unknown word.
 *
 * <pre>{@code
 * var german = SubwordTokenizer.learn(new WordTokenizer().withLowerCase(), sentences, 8000);
 * german.tokens("Ein Antriebsradsystem.");   // " ein", " antriebs", "rad", "system", " ."
 * german.join(german.tokens("Ein Rad."));    // "ein rad."
 * }</pre>
 *
 * <p>Every word, the first of a sentence too, is encoded with a space before it, and no piece goes across words: the words
 * that come back from pieces are those that went in, line breaks included if the words keep them.
 *
 * @param words  cuts text into words and puts words together
 * @param pieces cuts words
 */
public record SubwordTokenizer(WordTokenizer words, BytePairEncoding pieces) implements Tokenizer {
    private static final Pattern WORD = Pattern.compile("\n|[^ \n]+");

    /** Learns the pieces from sentences, merging so many pairs at most, see {@link BytePairEncoding#learn}. */
    public static SubwordTokenizer learn(WordTokenizer words, List<String> sentences, int merges) {
        var text = sentences.stream().map(sentence -> spaced(words.tokens(sentence))).collect(Collectors.joining("\n"));
        return new SubwordTokenizer(words, BytePairEncoding.learn(text, merges));
    }

    private static String spaced(List<String> words) {
        return words.stream().map(word -> " " + word).collect(Collectors.joining());
    }

    @Override
    public List<String> tokens(String text) {
        return pieces.tokens(spaced(words.tokens(text)));
    }

    /** The words that pieces make; a line break is one by itself. */
    public List<String> wordsOf(List<String> tokens) {
        return WORD.matcher(pieces.join(tokens)).results().map(MatchResult::group).toList();
    }

    @Override
    public String join(List<String> tokens) {
        return words.join(wordsOf(tokens));
    }

    @Override
    public Vocabulary.Unit unit() {
        return Vocabulary.Unit.SUBWORD;
    }
}
