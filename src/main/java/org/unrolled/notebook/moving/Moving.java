package org.unrolled.notebook.moving;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.unrolled.decode.BeamStep;
import org.unrolled.notebook.Kernel;
import org.unrolled.notebook.MimeBundle;

/**
 * Shows figures that move: the reader steps, slides or points, and the page itself answers, without a kernel and without a network,
 * in a saved page too. Where scripts don't run, each stands still. <pre>{@code
 * Moving.lstmCell();
 * Moving.attention(translation.sourceTokens(), translation.targetTokens(), weights);
 * }</pre>
 *
 * <p>All refuse what doesn't fit together, numbers that aren't finite, and what would make the notebook larger than 200 kB a figure.
 */
public final class Moving {
    private Moving() {
    }

    /**
     * A recurrent network step by step over a text: letter, one-hot vector, hidden state, the five best guesses, target.
     *
     * @param text          what is read, and one character more, the last target
     * @param states        hidden states, shape [characters read, units]; the first 12 units are shown
     * @param probabilities of the next character, shape [characters read, vocabulary]
     * @param vocabulary    its characters, in the order of their ids
     */
    public static void unrolled(String text, double[][] states, double[][] probabilities, String vocabulary) {
        show(new UnrolledFigure(text, states, probabilities, vocabulary).bundle());
    }

    /** One unit of an LSTM, with sliders for x, h', c' and the biases of the gates. */
    public static void lstmCell() {
        show(GatesFigure.lstm());
    }

    /** One unit of a GRU, with sliders for x, h' and the biases, and a switch for what the reset gate is applied to. */
    public static void gruCell() {
        show(GatesFigure.gru());
    }

    /**
     * The gradient's length by lag, with a slider for the spectral radius.
     *
     * @param radii of the recurrent weights, rising
     * @param norms for each curve's name the lengths that were measured, shape [radii, lags]
     */
    public static void gradientByLag(double[] radii, Map<String, double[][]> norms) {
        show(new GradientFigure(radii, norms).bundle());
    }

    /**
     * The probabilities of the next token under temperature, top-k and nucleus, which {@code Sampler} applies in this order.
     *
     * @param logProbabilities of each of the tokens
     */
    public static void sampling(List<String> tokens, double... logProbabilities) {
        show(new SamplingFigure(tokens, logProbabilities).bundle());
    }

    /** Where each target token looks in its source. @param weights shape [target, source], each row sums to 1 */
    public static void attention(List<String> source, List<String> target, double[][] weights) {
        attention(source, target, new double[][][] {weights});
    }

    /** The same for several heads, to choose from. @param heads shape [heads, target, source] */
    public static void attention(List<String> source, List<String> target, double[][][] heads) {
        show(new AttentionFigure(source, target, heads).bundle());
    }

    /**
     * A beam search as a growing tree. <pre>{@code
     * var steps = new ArrayList<BeamStep>();
     * translator.withSearch(BeamSearch.builder(rules).width(3).watch(steps::add).build()).translate("a sentence");
     * Moving.beam(steps, vocabulary::symbol);
     * }</pre>
     *
     * @param steps  of one sentence
     * @param symbol a token's text
     */
    public static void beam(List<BeamStep> steps, IntFunction<String> symbol) {
        show(new BeamFigure(steps, symbol).bundle());
    }

    /**
     * The states of any model while it reads, under a cursor.
     *
     * @param states shape [tokens, units]
     * @param units  which to show, the first 64; none for all, or 64 evenly taken if there are more
     */
    public static void states(List<String> tokens, double[][] states, int... units) {
        show(new StatesFigure(tokens, states, units).bundle());
    }

    private static void show(MimeBundle figure) {
        Kernel.display().show(figure);
    }
}
