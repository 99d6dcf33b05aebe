package org.unrolled.model;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.unrolled.nn.BidirectionalRecurrent;
import org.unrolled.nn.LengthRegulator;
import org.unrolled.nn.Records;
import org.unrolled.nn.TokenEmbedding;

/**
 * A model that reads letters and says how long each is spoken and how each frame sounds: FastSpeech (Ren et al. 2019) with recurrent
 * layers in place of its Transformer blocks.
 *
 * <pre>
 * letters [batch, letters], voices [batch, letters] → embedded, one below the other → bidirectional cell [batch, hiddenSize, letters]
 *     → linear: log durations [batch, 1, letters]
 *     → each letter for as many frames as it lasts, and the position within it [batch, hiddenSize + 2, time]
 *     → bidirectional cell [batch, hiddenSize, time] → linear: frames [batch, mels, time]
 * </pre>
 *
 * The loss is the squared error of the log durations plus the mean absolute error of the frames.
 *
 * @param symbols       letters and other symbols
 * @param voices        who can speak
 * @param mels          numbers of a frame
 * @param embeddingSize numbers that stand for a letter, and as many for a voice
 * @param hiddenSize    units of a layer, of both directions together; even
 * @param cell          the recurrent cell
 * @param seed          of the first weights
 */
public record SpeechSynthesisModel(int symbols, int voices, int mels, int embeddingSize, int hiddenSize, RecurrentCell cell, long seed) {
    /** Input: numbers of letters [batch, letters]. */
    public static final String LETTERS = "letters";
    /** Input: the number of the voice at each letter [batch, letters]. */
    public static final String VOICES = "voices";
    /** Input: for each frame the number of its letter within the text, from 0 [batch, 1, time]. */
    public static final String PLACES = "places";
    /** Input: for each frame the share of its letter that is over, and the logarithm of the frames of its letter [batch, 2, time]. */
    public static final String POSITIONS = "positions";
    /** Output: natural logarithms of each letter's frames [batch, 1, letters]. */
    public static final String DURATIONS = "durations";
    /** Output: frames [batch, mels, time]. */
    public static final String FRAMES = "frames";
    private static final int POSITION_NUMBERS = 2;

    /** @throws IllegalArgumentException if a size is too small, or both directions can't share hiddenSize */
    public SpeechSynthesisModel {
        Objects.requireNonNull(cell, "cell");
        Preconditions.checkArgument(symbols >= 1 && voices >= 1 && mels >= 1 && embeddingSize >= 1,
                "%s symbols, %s voices, %s mels and embeddings of %s: expected at least 1 of each", symbols, voices, mels, embeddingSize);
        Preconditions.checkArgument(hiddenSize >= 2 && hiddenSize % 2 == 0,
                "hidden size %s: expected an even number from 2, half for each direction", hiddenSize);
    }

    /** 128 GRU units a layer, 64 for each direction, and embeddings of 32: sizes for a laptop. */
    public static SpeechSynthesisModel of(int symbols, int voices, int mels) {
        return new SpeechSynthesisModel(symbols, voices, mels, 32, 128, RecurrentCell.GRU, 1);
    }

    private SpeechSynthesisModel with(String setting, Object value) {
        return Records.with(this, setting, value);
    }

    /** The same with another number of units. */
    public SpeechSynthesisModel withHiddenSize(int units) {
        return with("hiddenSize", units);
    }

    /** The same with other first weights. */
    public SpeechSynthesisModel withSeed(long other) {
        return with("seed", other);
    }

    /** The network, with an updater. */
    public ComputationGraph build(IUpdater updater) {
        var parts = new NeuralNetConfiguration.Builder().seed(seed).updater(updater).graphBuilder()
            .addInputs(LETTERS, VOICES, PLACES, POSITIONS)
            .setInputTypes(InputType.recurrent(1), InputType.recurrent(1), InputType.recurrent(1), InputType.recurrent(POSITION_NUMBERS))
            .addLayer("letterTable", TokenEmbedding.builder().nIn(symbols).nOut(embeddingSize).build(), LETTERS)
            .addLayer("voiceTable", TokenEmbedding.builder().nIn(voices).nOut(embeddingSize).build(), VOICES)
            .addVertex("spoken", new MergeVertex(), "letterTable", "voiceTable")
            .addLayer("reader", layer(2 * embeddingSize), "spoken")
            .addLayer(DURATIONS, output(hiddenSize, 1, LossFunctions.LossFunction.MSE), "reader")
            .addVertex("repeated", new LengthRegulator(), "reader", PLACES)
            .addVertex("placed", new MergeVertex(), "repeated", POSITIONS)
            .addLayer("speaker", layer(hiddenSize + POSITION_NUMBERS), "placed")
            .addLayer(FRAMES, output(hiddenSize, mels, LossFunctions.LossFunction.MEAN_ABSOLUTE_ERROR), "speaker")
            .setOutputs(DURATIONS, FRAMES);
        var graph = new ComputationGraph(parts.build());
        graph.init();
        return graph;
    }

    private BidirectionalRecurrent layer(int inputs) {
        return new BidirectionalRecurrent(cell.layer(inputs, hiddenSize / 2, 0));
    }

    private static RnnOutputLayer output(int inputs, int outputs, LossFunctions.LossFunction loss) {
        return new RnnOutputLayer.Builder(loss).activation(Activation.IDENTITY).nIn(inputs).nOut(outputs).build();
    }
}
