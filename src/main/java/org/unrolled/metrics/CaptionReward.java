package org.unrolled.metrics;

import java.util.List;
import java.util.stream.Stream;
import org.nd4j.common.base.Preconditions;

/**
 * What a caption is worth to a training that follows a score: CIDEr-D against what people wrote of the picture, of which all that
 * doesn't depend on the caption is computed once. 320 captions of Flickr8k's photographs take two hundredths of a second.
 * <pre>{@code
 * var reward = CaptionReward.of(references);
 * double worth = reward.of(7, "a dog runs");                 // of the eighth picture
 * }</pre>
 *
 * <p><b>The end counts</b> as one more word of captions and references, as in the public code for self-critical sequence training: a
 * caption that breaks off at "a dog on a" lacks the pairs and triples with which captions end. {@link #plain} is without it, and equals
 * {@link CaptionScores}.
 */
public final class CaptionReward {
    /** In the end's place: no word has a space. */
    private static final String END = " ";

    private final List<CiderD.Image> images;
    private final List<List<String>> references;
    private final boolean ends;
    private final double bleu;

    private CaptionReward(List<CiderD.Image> images, List<List<String>> references, boolean ends, double bleu) {
        this.images = images;
        this.references = references;
        this.ends = ends;
        this.bleu = bleu;
    }

    /**
     * CIDEr-D with the end as a word, its weights from these references.
     *
     * @param references captions of each picture
     * @throws IllegalArgumentException if there are fewer than two pictures, as all weights are 0 then, or one has no caption
     */
    public static CaptionReward of(List<List<String>> references) {
        return of(references, true);
    }

    /** The same without the end: exactly {@link CaptionScores}'s CIDEr-D. */
    public static CaptionReward plain(List<List<String>> references) {
        return of(references, false);
    }

    private static CaptionReward of(List<List<String>> references, boolean ends) {
        Preconditions.checkArgument(references.size() >= 2, "rewards by the captions of %s pictures: CIDEr-D weighs words by how many "
                + "pictures they are said of, and needs at least 2", references.size());
        for (int i = 0; i < references.size(); i++) {
            Preconditions.checkArgument(!references.get(i).isEmpty(), "picture %s has no caption to reward others by: take it out", i);
        }
        var words = references.stream().map(own -> own.stream().map(CaptionTokenizer::tokens).toList()).toList();
        var counted = words.stream().map(own -> own.stream().map(each -> ended(each, ends)).toList()).toList();
        var weights = new CiderD(counted);
        return new CaptionReward(counted.stream().map(own -> weights.new Image(own)).toList(),
            words.stream().map(own -> own.stream().map(each -> String.join(" ", each)).toList()).toList(), ends, 0);
    }

    /**
     * The same and, so many times, the caption's BLEU-4, 0 to 1, as {@link CaptionScores.OfImage} has it: 0 for a caption that has no
     * four words in a row in common with a reference.
     *
     * @throws IllegalArgumentException if the weight is negative or no number
     */
    public CaptionReward withBleu(double weight) {
        Preconditions.checkArgument(weight >= 0 && Double.isFinite(weight), "BLEU-4 with the weight %s: expected 0 or above",
                String.valueOf(weight));
        return new CaptionReward(images, references, ends, weight);
    }

    /** How many pictures there are. */
    public int pictures() {
        return images.size();
    }

    /** What a caption of a picture is worth. @param picture its number in the references, from 0 */
    public double of(int picture, String caption) {
        var words = CaptionTokenizer.tokens(caption);
        double cider = images.get(picture).score(ended(words, ends));
        return bleu == 0 ? cider : cider + bleu * CaptionScores.bleu(String.join(" ", words), references.get(picture)).get(3);
    }

    private static List<String> ended(List<String> words, boolean ends) {
        return ends ? Stream.concat(words.stream(), Stream.of(END)).toList() : words;
    }
}
