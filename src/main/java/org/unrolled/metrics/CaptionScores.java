package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.nd4j.common.base.Preconditions;

/**
 * How good captions are, by all the measures that papers on captioning print, as COCO's evaluation code computes them (Chen et al.
 * 2015, "Microsoft COCO Captions: Data Collection and Evaluation Server", section 4) but for {@link Meteor}'s fewer stages. Captions
 * are cut by {@link CaptionTokenizer}.
 * <pre>{@code
 * var scores = CaptionScores.of(Map.of(7L, "a dog runs"), Map.of(7L, List.of("a dog is running", "the dog runs")));
 * Show.text(scores);
 * }</pre>
 *
 * @param bleu   BLEU-1 to BLEU-4 of all captions together, 0 to 1: see {@link Bleu}, of which 100 is the most
 * @param meteor mean of the images', 0 to 1
 * @param rougeL mean of the images', 0 to 1
 * @param ciderD mean of the images', 0 to 10
 * @param images the scores of each image, in the candidates' order
 * @param <I>    what names an image: a number, or its file's name
 */
public record CaptionScores<I>(List<Double> bleu, double meteor, double rougeL, double ciderD, Map<I, OfImage> images) {
    /** One image's scores. A set's BLEU is not the mean of these. */
    public record OfImage(List<Double> bleu, double meteor, double rougeL, double ciderD) { }

    private static final Bleu COUNTS = Bleu.standard().withTokenizer(BleuTokenizer.NONE);
    private static final double BETA = 1.2;

    /** Scores a caption for each image against what people wrote, CIDEr-D with the weights of these references. */
    public static <I> CaptionScores<I> of(Map<I, String> candidates, Map<I, List<String>> references) {
        check(candidates, references);
        var words = words(references);
        return scored(candidates, words, new CiderD(words.values()));
    }

    /**
     * The same with CIDEr-D's weights from another set of images.
     *
     * @throws IllegalArgumentException if there is no image, an image has no reference, or the two aren't of the same images
     */
    public static <I> CaptionScores<I> of(Map<I, String> candidates, Map<I, List<String>> references, CiderD weights) {
        check(candidates, references);
        return scored(candidates, words(references), weights);
    }

    private static <I> CaptionScores<I> scored(Map<I, String> candidates, Map<I, List<List<String>>> references, CiderD weights) {
        var meteor = new Meteor();
        var images = new LinkedHashMap<I, OfImage>();
        var counts = new ArrayList<long[]>();
        candidates.forEach((image, caption) -> {
            var words = CaptionTokenizer.tokens(caption);
            var right = references.get(image);
            counts.add(COUNTS.counts(String.join(" ", words), right.stream().map(each -> String.join(" ", each)).toList()));
            images.put(image, new OfImage(bleu(counts.get(counts.size() - 1)), meteor.score(words, right), rougeL(words, right),
                    weights.new Image(right).score(words)));
        });
        return new CaptionScores<>(bleu(CorpusMetric.sum(counts)), mean(images, OfImage::meteor), mean(images, OfImage::rougeL),
                mean(images, OfImage::ciderD), Collections.unmodifiableMap(images));
    }

    private static <I> void check(Map<I, String> candidates, Map<I, List<String>> references) {
        Preconditions.checkArgument(!candidates.isEmpty(), "captions of no image: expected a candidate for at least one image");
        candidates.keySet().forEach(image -> Preconditions.checkArgument(references.containsKey(image), "there is a candidate for the "
                + "image %s, and no references: take it out, or give the references under the same name", image));
        references.forEach((image, captions) -> {
            Preconditions.checkArgument(!captions.isEmpty(), "image %s has no reference: expected at least one; take such images out",
                    image);
            Preconditions.checkArgument(candidates.containsKey(image), "image %s has references and no candidate: give \"\" if nothing "
                    + "was written, or take its references out", image);
        });
    }

    private static <I> Map<I, List<List<String>>> words(Map<I, List<String>> references) {
        var words = new LinkedHashMap<I, List<List<String>>>();
        references.forEach((image, captions) -> words.put(image, captions.stream().map(CaptionTokenizer::tokens).toList()));
        return words;
    }

    private static <I> double mean(Map<I, OfImage> images, ToDoubleFunction<OfImage> score) {
        return images.values().stream().mapToDouble(score).average().orElseThrow();
    }

    /** BLEU-1 to BLEU-4 of one caption, cut into words with spaces between, as its references are. */
    static List<Double> bleu(String caption, List<String> references) {
        return bleu(COUNTS.counts(caption, references));
    }

    /** From {@link Bleu}'s counts, with what COCO's code adds so that nothing is divided by 0. */
    private static List<Double> bleu(long[] counts) {
        double ratio = (counts[0] + 1e-15) / (counts[1] + 1e-9);
        double penalty = ratio < 1 ? Math.exp(1 - 1 / ratio) : 1;
        var scores = new ArrayList<Double>();
        double product = 1;
        for (int n = 1; n <= COUNTS.maxOrder(); n++) {
            product *= (counts[2 * n] + 1e-15) / (counts[2 * n + 1] + 1e-9);
            scores.add(Math.pow(product, 1.0 / n) * penalty);
        }
        return List.copyOf(scores);
    }

    /**
     * ROUGE-L (Lin 2004, "ROUGE: A Package for Automatic Evaluation of Summaries", section 3): the longest common subsequence over
     * the words of the caption, P, and of the reference, R, as F = (1 + β²) P R / (R + β² P). As in COCO's code P and R are each
     * the best over the references, and a caption without words is one empty word.
     */
    private static double rougeL(List<String> candidate, List<List<String>> references) {
        var words = candidate.isEmpty() ? List.of("") : candidate;
        double precision = 0;
        double recall = 0;
        for (var each : references) {
            var reference = each.isEmpty() ? List.of("") : each;
            double common = commonSubsequence(words, reference);
            precision = Math.max(precision, common / words.size());
            recall = Math.max(recall, common / reference.size());
        }
        return precision == 0 ? 0 : (1 + BETA * BETA) * precision * recall / (recall + BETA * BETA * precision);
    }

    private static int commonSubsequence(List<String> one, List<String> other) {
        var lengths = new int[other.size() + 1];
        for (var word : one) {
            int diagonal = 0;
            for (int j = 1; j < lengths.length; j++) {
                int above = lengths[j];
                lengths[j] = word.equals(other.get(j - 1)) ? diagonal + 1 : Math.max(above, lengths[j - 1]);
                diagonal = above;
            }
        }
        return lengths[other.size()];
    }

    /** The scores of the whole set, as COCO's code prints them. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "BLEU-1..4 %.3f %.3f %.3f %.3f  METEOR %.3f  ROUGE-L %.3f  CIDEr-D %.3f  (%d images)",
                bleu.get(0), bleu.get(1), bleu.get(2), bleu.get(3), meteor, rougeL, ciderD, images.size());
    }
}
