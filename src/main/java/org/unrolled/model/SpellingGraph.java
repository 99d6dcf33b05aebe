package org.unrolled.model;

import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.CtcOutput;

/** The graph of a {@link SpellingModel} while it grows: begins with the embedding of what is written. */
final class SpellingGraph extends EncoderDecoderGraph {
    static final String WHAT = "speech";
    /** START and END. */
    private static final int RESERVED = 2;

    private final SpellingModel<?> model;

    /** @param dropout of the embedding's vectors, the probability of dropping */
    SpellingGraph(SpellingModel<?> model, double dropout, IUpdater updater) {
        super(SpellingModel.FRAMES, InputType.recurrent(model.bands()), model.seed(), updater);
        this.model = model;
        embedding(EncoderDecoderModel.TARGET_EMBEDDING, written(), model.embedding(), dropout, EncoderDecoderModel.TARGET);
    }

    private int written() {
        return model.symbols() + RESERVED;
    }

    /** The network: the softmax on top of the decoder, and CTC on top of the memory if there is some. */
    ComputationGraph ending(String decoder, String memory, double dropout) {
        double share = model.ctcWeight();
        var softmax = softmax(written(), model.labelSmoothing(), false).lossWeight(1 - share);
        if (share == 0) {
            return ending(softmax, decoder, dropout);
        }
        return ending(softmax, decoder, dropout,
            add(SpellingModel.CTC, CtcOutput.builder().nOut(model.symbols()).lossWeight(share).build(), memory));
    }

    /** Settings that every such model has. @throws IllegalArgumentException naming the one that makes no model */
    static void require(int bands, int symbols, int embedding, int layers, double ctcWeight, double dropout, double labelSmoothing) {
        require(bands >= 1 && symbols >= 2, bands + " bands and " + symbols + " symbols", "at least 1 band and 2 symbols");
        require(WHAT, embedding, layers, dropout, labelSmoothing);
        require(ctcWeight >= 0 && ctcWeight < 1, "a CTC weight of " + ctcWeight, "a share from 0 to below 1");
    }

    static void require(boolean fits, String given, String expected) {
        require(WHAT, fits, given, expected);
    }
}
