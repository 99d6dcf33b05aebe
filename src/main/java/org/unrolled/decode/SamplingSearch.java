package org.unrolled.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.nd4j.common.base.Preconditions;

/**
 * Draws each token, so that results are as varied as the model. Each sample has its own stream of random numbers, which
 * begins at the sampler's seed anew for each sentence and each search: a sentence gets the same samples alone and among
 * others, and two equal sentences get equal ones. For other samples take another seed. Where a mean over the sentences is
 * estimated, samples that go wrong together make it worse: {@code apart} gives each sentence streams of its own.
 *
 * @param rules   what may be chosen and how long
 * @param sampler how tokens are drawn; only its settings and seed count, not what it has drawn before
 * @param samples how many to draw for each sentence; the most probable comes first, the score is the log-probability
 * @param apart   whether each sentence of a search has random numbers of its own: what it gets depends on its place then
 */
public record SamplingSearch(SearchRules rules, Sampler sampler, int samples, boolean apart) implements Search {
    /** @throws IllegalArgumentException if {@code samples} is below 1 */
    public SamplingSearch {
        Preconditions.checkArgument(samples >= 1, "%s samples a sentence, expected at least 1", samples);
    }

    /** The same random numbers for each sentence. */
    public SamplingSearch(SearchRules rules, Sampler sampler, int samples) {
        this(rules, sampler, samples, false);
    }

    /** One sample a sentence. */
    public SamplingSearch(SearchRules rules, Sampler sampler) {
        this(rules, sampler, 1);
    }

    @Override
    public <S> List<List<Hypothesis>> search(StepModel<S> model, S start, int... sourceLengths) {
        SearchRules.requireLengths(model.sequences(start), sourceLengths);
        int paths = Math.multiplyExact(sourceLengths.length, samples);
        var seeds = new SplittableRandom(sampler.seed()).longs(apart ? paths : samples).toArray();
        var streams = new SplittableRandom[paths];
        var sentences = new int[paths];
        var lengths = new int[paths];
        for (int path = 0; path < paths; path++) {
            streams[path] = new SplittableRandom(seeds[path % seeds.length]);
            sentences[path] = path / samples;
            lengths[path] = sourceLengths[path / samples];
        }
        var repeated = samples == 1 || paths == 0 ? start : model.select(start, sentences);
        var drawn = new SinglePaths<>(model, rules, (path, scores) -> draw(scores, streams[path]), lengths).run(repeated);
        var results = new ArrayList<List<Hypothesis>>();
        for (int from = 0; from < paths; from += samples) {
            results.add(drawn.subList(from, from + samples).stream().sorted(Comparator.comparing(Hypothesis::finished).reversed()
                .thenComparing(Comparator.comparingDouble(Hypothesis::score).reversed())).toList());
        }
        return results;
    }

    private int draw(float[] scores, SplittableRandom numbers) {
        var wide = new double[scores.length];
        boolean possible = false;
        for (int id = 0; id < scores.length; id++) {
            // Turned round, so that NaN is noticed.
            if (!(scores[id] <= 0)) {
                StepScores.require(scores[id], id);
            }
            possible |= scores[id] > Float.NEGATIVE_INFINITY;
            wide[id] = scores[id];
        }
        return possible ? sampler.draw(wide, numbers) : Path.NONE;
    }
}
