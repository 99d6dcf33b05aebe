package org.unrolled.metrics;

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

    /** 0 to 10 for one image, of words. */
    double score(List<String> candidate, List<List<String>> references) {
        var said = weights(candidate);
        double sum = 0;
        for (var reference : references) {
            var right = weights(reference);
            double longer = Math.max(0, candidate.size() - 1) - Math.max(0, reference.size() - 1);
            for (int n = 0; n < ORDERS; n++) {
                double norms = norm(said.get(n)) * norm(right.get(n));
                sum += norms == 0 ? 0 : Math.exp(-longer * longer / (2 * SIGMA * SIGMA)) * common(said.get(n), right.get(n)) / norms;
            }
        }
        return 10 * sum / ORDERS / references.size();
    }

    private List<Map<List<String>, Double>> weights(List<String> caption) {
        return NGrams.upTo(ORDERS, caption).stream().map(grams -> {
            var weights = new HashMap<List<String>, Double>();
            grams.forEach((gram, count) -> weights.put(gram, count * (logImages - Math.log(documents.getOrDefault(gram, 1)))));
            return (Map<List<String>, Double>) weights;
        }).toList();
    }

    private static double norm(Map<List<String>, Double> weights) {
        return Math.sqrt(weights.values().stream().mapToDouble(weight -> weight * weight).sum());
    }

    private static double common(Map<List<String>, Double> said, Map<List<String>, Double> right) {
        return said.entrySet().stream().mapToDouble(gram -> {
            double other = right.getOrDefault(gram.getKey(), 0.0);
            return Math.min(gram.getValue(), other) * other;
        }).sum();
    }
}
