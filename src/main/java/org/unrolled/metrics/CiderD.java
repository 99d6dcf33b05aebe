package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.nd4j.common.base.Preconditions;

/**
 * CIDEr-D, how much of what a caption says all people say of the picture (Vedantam, Zitnick and Parikh 2015, "CIDEr: Consensus-based
 * Image Description Evaluation", sections 4 and 6). Each n-gram weighs by how often it stands in the caption, and the more the fewer
 * images it is said of; of candidate c and reference s with weights g, word by word longer by l, the mean over n = 1..4 and references is
 * <pre>
 *   10 · exp(-l² / (2 · 6²)) · min(g(c), g(s)) · g(s) / (|g(c)| |g(s)|)        weight: count · log(images / images with the n-gram)
 * </pre>
 * As COCO's code does, a caption's length is its number of pairs, and an n-gram of no image counts as one of one image. In a set
 * of one image all weights, and so all scores, are 0.
 */
public final class CiderD {
    private static final int ORDERS = 4;
    private static final double SIGMA = 6;

    private final Map<List<String>, Integer> documents = new HashMap<>();
    private final double logImages;

    /** Weights from the references, tokenised, of a set of images. */
    CiderD(Collection<List<List<String>>> references) {
        Preconditions.checkArgument(!references.isEmpty(), "CIDEr-D's weights of no image: expected the references of at least one");
        logImages = Math.log(references.size());
        for (var image : references) {
            var said = new HashSet<List<String>>();
            image.forEach(caption -> NGrams.upTo(ORDERS, caption).forEach(grams -> said.addAll(grams.keySet())));
            said.forEach(gram -> documents.merge(gram, 1, Integer::sum));
        }
    }

    /** Weights from the references of a set of images, usually a larger one than that which is scored. */
    public static CiderD of(Collection<List<String>> references) {
        return new CiderD(references.stream().map(each -> each.stream().map(CaptionTokenizer::tokens).toList()).toList());
    }

    private double weight(List<String> gram, int count) {
        return count * (logImages - Math.log(documents.getOrDefault(gram, 1)));
    }

    /** What people said of one image, weighed once, so that many captions of it can be scored: what a training does with its samples. */
    final class Image {
        /** By order: n-gram to its weight in each reference. */
        private final List<Map<List<String>, double[]>> weights = new ArrayList<>();
        /** By order and reference. */
        private final double[][] norms;
        private final int[] pairs;

        /** @param references words */
        Image(List<List<String>> references) {
            int count = references.size();
            norms = new double[ORDERS][count];
            pairs = references.stream().mapToInt(CiderD::pairs).toArray();
            var grams = references.stream().map(reference -> NGrams.upTo(ORDERS, reference)).toList();
            for (int n = 0; n < ORDERS; n++) {
                var byGram = new HashMap<List<String>, double[]>();
                for (int r = 0; r < count; r++) {
                    int reference = r;
                    grams.get(r).get(n).forEach((gram, times) ->
                        byGram.computeIfAbsent(gram, key -> new double[count])[reference] = weight(gram, times));
                    norms[n][r] = norm(byGram.values().stream().mapToDouble(each -> each[reference]).toArray());
                }
                weights.add(byGram);
            }
        }

        /** 0 to 10. @param candidate words */
        double score(List<String> candidate) {
            var grams = NGrams.upTo(ORDERS, candidate);
            double sum = 0;
            for (int n = 0; n < ORDERS; n++) {
                var common = new double[pairs.length];
                var own = new double[grams.get(n).size()];
                int i = 0;
                for (var gram : grams.get(n).entrySet()) {
                    own[i] = weight(gram.getKey(), gram.getValue());
                    var right = weights.get(n).get(gram.getKey());
                    for (int r = 0; right != null && r < common.length; r++) {
                        common[r] += Math.min(own[i], right[r]) * right[r];
                    }
                    i++;
                }
                double norm = norm(own);
                for (int r = 0; r < common.length; r++) {
                    double longer = pairs(candidate) - pairs[r];
                    double product = norm * norms[n][r];
                    sum += product == 0 ? 0 : Math.exp(-longer * longer / (2 * SIGMA * SIGMA)) * common[r] / product;
                }
            }
            return 10 * sum / ORDERS / pairs.length;
        }
    }

    private static int pairs(List<String> caption) {
        return Math.max(0, caption.size() - 1);
    }

    private static double norm(double... weights) {
        double sum = 0;
        for (double weight : weights) {
            sum += weight * weight;
        }
        return Math.sqrt(sum);
    }
}
