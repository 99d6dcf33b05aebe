package org.unrolled.model;

import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.BidirectionalRecurrent;
import org.unrolled.nn.FinalState;
import org.unrolled.nn.RecurrentConfiguration;
import org.unrolled.nn.RecurrentDecoder;

/** The parts that the graphs of recurrent models share: encoder, its final states, the decoder that begins with them. */
final class RecurrentTranslationGraph extends TranslationGraph {
    private final RecurrentTranslation<?> model;

    RecurrentTranslationGraph(RecurrentTranslation<?> model, IUpdater updater) {
        super(model, model.dropout(), updater);
        this.model = model;
    }

    static void requireEven(int hiddenSize) {
        requireEven(WHAT, hiddenSize);
    }

    /** Adds the encoder with each layer's final state. @return the name of its last layer */
    String encoder() {
        boolean lstm = model.cell() == RecurrentCell.LSTM;
        var below = TranslationModel.SOURCE_EMBEDDING;
        for (int i = 0; i < model.layers(); i++) {
            var cell = model.cell().layer(0, model.hiddenSize() / 2, i == 0 ? 0 : model.dropout());
            below = add("encoder" + i, new BidirectionalRecurrent(cell), below);
            add("state" + i, FinalState.builder().bidirectional(true).cellStateOf(lstm ? below : null).build(), below);
            if (model.bridge()) {
                add("bridge" + i, dense(lstm ? 2 * model.hiddenSize() : model.hiddenSize()), "state" + i);
            }
        }
        return below;
    }

    DenseLayer dense(int units) {
        return new DenseLayer.Builder().nOut(units).activation(Activation.TANH)
            .dropOut(DropProbability.dropout(model.dropout())).build();
    }

    /** Adds the first layers of the decoder. @param size numbers of a vector from below @return the name of the last */
    String decoder(int layers, String below, int size) {
        var last = below;
        for (int i = 0; i < layers; i++) {
            last = add("decoder" + i, new RecurrentDecoder(decoderCell(i, size)), last, firstState(i));
        }
        return last;
    }

    /** @param size numbers of a vector from below the decoder */
    RecurrentConfiguration decoderCell(int layer, int size) {
        return layer == 0 ? model.cell().layer(size, model.hiddenSize(), 0)
            : model.cell().layer(model.hiddenSize(), model.hiddenSize(), model.dropout());
    }

    /** What a decoder layer's first state comes from. */
    String firstState(int layer) {
        return (model.bridge() ? "bridge" : "state") + layer;
    }
}
