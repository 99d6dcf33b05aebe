package org.unrolled.caption;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.text.Tokenizer;

/**
 * Which words the captions of a picture have: what a network can learn to see without anybody having drawn a box (Fang et al. 2015,
 * "From Captions to Visual Concepts and Back", section 3). <pre>{@code
 * var presence = WordPresence.of(captions, new WordTokenizer(), 20);     // captions: those of each picture for training
 * INDArray targets = presence.targets(captions);                         // [pictures, presence.size()]
 * }</pre>
 */
public final class WordPresence {
    private final Tokenizer tokenizer;
    private final List<String> words;
    private final Map<String, Integer> places = new HashMap<>();

    private WordPresence(Tokenizer tokenizer, List<String> words) {
        this.tokenizer = tokenizer;
        this.words = List.copyOf(words);
        this.words.forEach(word -> places.put(word, places.size()));
    }

    /**
     * The words of captions.
     *
     * @param captions those of each picture
     * @param least    pictures in whose captions a word has to be; a word that all pictures have says nothing and is left out
     * @throws IllegalArgumentException if no word is left
     */
    public static WordPresence of(List<List<String>> captions, Tokenizer tokenizer, int least) {
        var pictures = new TreeMap<String, Integer>();
        for (var some : captions) {
            var seen = new HashSet<String>();
            some.forEach(caption -> seen.addAll(tokenizer.tokens(caption)));
            seen.forEach(word -> pictures.merge(word, 1, Integer::sum));
        }
        var words = new ArrayList<String>();
        pictures.forEach((word, count) -> {
            if (count >= least && count < captions.size()) {
                words.add(word);
            }
        });
        Preconditions.checkArgument(!words.isEmpty(), "%s pictures with %s different words, of which none is in the captions of %s "
                + "pictures and not of all: give more pictures, or fewer that a word has to be in", captions.size(), pictures.size(),
                least);
        return new WordPresence(tokenizer, words);
    }

    /** The words in the order of the targets: the alphabet's. */
    public List<String> words() {
        return words;
    }

    /** How many words there are. */
    public int size() {
        return words.size();
    }

    /** Where a word stands among the targets. @throws IllegalArgumentException if it isn't one of them */
    public int place(String word) {
        var place = places.get(word);
        Preconditions.checkArgument(place != null, "'%s' is none of the %s words", word, size());
        return place;
    }

    /**
     * What a network is to say of pictures.
     *
     * @param captions those of each picture
     * @return the share of a picture's captions that have the word, [pictures, words]
     */
    public INDArray targets(List<List<String>> captions) {
        var targets = new float[captions.size()][size()];
        for (int i = 0; i < targets.length; i++) {
            for (var caption : captions.get(i)) {
                for (var word : new HashSet<>(tokenizer.tokens(caption))) {
                    var place = places.get(word);
                    if (place != null) {
                        targets[i][place] += 1f / captions.get(i).size();
                    }
                }
            }
        }
        return Nd4j.create(targets);
    }
}
