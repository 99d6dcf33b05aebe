package org.unrolled.decode;

import java.util.List;

/**
 * A way to find what a model most likely says, or one thing that it may say: {@link GreedySearch}, {@link BeamSearch},
 * {@link SamplingSearch}. Works on a batch of sentences at once; those that have ended leave it. What a sentence gets does not
 * depend on the others in its batch, save for the last digits of the model's own arithmetic, and for samples that are drawn
 * {@link SamplingSearch#apart}.
 */
public sealed interface Search permits GreedySearch, BeamSearch, SamplingSearch {
    /**
     * Writes on from a state, for each of its sequences. <pre>{@code
     * var model = StepModel.of(decoder);
     * var best = search.search(model, decoder.start(inputs, masks), lengths).get(0).get(0);
     * }</pre>
     *
     * @param start         the state before the first token, with one sequence a sentence
     * @param sourceLengths number of tokens of each sentence's source: decides how long a result may get, and how much of
     *                      the attention is kept
     * @return for each sentence its hypotheses, at least one, the best first and finished ones before all others
     * @throws IllegalArgumentException if the model gives NaN or what can't be log-probabilities, or numbers don't fit
     * @throws org.unrolled.concurrent.Interrupted if the thread is interrupted
     */
    <S> List<List<Hypothesis>> search(StepModel<S> model, S start, int... sourceLengths);
}
