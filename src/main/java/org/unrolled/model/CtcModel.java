package org.unrolled.model;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.BidirectionalRecurrent;
import org.unrolled.nn.CtcOutput;
import org.unrolled.nn.FrameStacking;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.Records;

/**
 * A model that hears frames and says symbols, in the order in which they come: recurrent layers and connectionist temporal
 * classification (Graves, Mohamed and Hinton 2013).
 *
 * <pre>
 * frames [batch, bands, time] → stacked [batch, framesPerStep · bands, steps] → layers × cell [batch, hiddenSize, steps]
 *     → softmax p [batch, symbols, steps]
 * </pre>
 *
 * @param bands         numbers of a frame
 * @param symbols       labels and the blank, which is symbol 0
 * @param framesPerStep neighbouring frames that the network reads as one; 1 for each by itself
 * @param hiddenSize    units of a layer, of both directions together where there are two; even then
 * @param layers        recurrent layers, at least 1
 * @param cell          the recurrent cell
 * @param bidirectional whether it hears the whole before it says anything; one way it can listen to a stream
 * @param dropout       probability of <b>dropping</b> a number between layers and before the softmax, as in PyTorch
 * @param seed          of the first weights
 */
public record CtcModel(int bands, int symbols, int framesPerStep, int hiddenSize, int layers, RecurrentCell cell, boolean bidirectional,
                       double dropout, long seed) {
    /** Name of the graph's input [batch, bands, time]. */
    public static final String FRAMES = "frames";
    /** Name of the output [batch, symbols, steps]. */
    public static final String OUTPUT = "output";

    /** @throws IllegalArgumentException if a size is too small, both directions can't share hiddenSize, or dropout is no probability */
    public CtcModel {
        Objects.requireNonNull(cell, "cell");
        Preconditions.checkArgument(bands >= 1 && symbols >= 2 && framesPerStep >= 1 && hiddenSize >= 1 && layers >= 1,
                "a recogniser of %s bands, %s symbols, %s frames a step, hidden size %s and %s layers: expected at least 2 symbols and 1 of "
                        + "each other", bands, symbols, framesPerStep, hiddenSize, layers);
        Preconditions.checkArgument(!bidirectional || hiddenSize % 2 == 0,
                "hidden size %s of a bidirectional recogniser: expected an even number, half for each direction", hiddenSize);
        DropProbability.checked(dropout);
    }

    /** Two bidirectional layers of 128 GRU units that hear two frames at a time: sizes for a laptop. */
    public static CtcModel of(int bands, int symbols) {
        return new CtcModel(bands, symbols, 2, 128, 2, RecurrentCell.GRU, true, 0.2, 1);
    }

    private CtcModel with(String setting, Object value) {
        return Records.with(this, setting, value);
    }

    /** The same for frames of another size. */
    public CtcModel withBands(int numbers) {
        return with("bands", numbers);
    }

    /** The same for another alphabet. */
    public CtcModel withSymbols(int number) {
        return with("symbols", number);
    }

    /** The same with another number of frames that are read as one. */
    public CtcModel withFramesPerStep(int frames) {
        return with("framesPerStep", frames);
    }

    /** The same with another number of units. */
    public CtcModel withHiddenSize(int units) {
        return with("hiddenSize", units);
    }

    /** The same with another number of layers. */
    public CtcModel withLayers(int number) {
        return with("layers", number);
    }

    /** The same with another cell. */
    public CtcModel withCell(RecurrentCell other) {
        return with("cell", other);
    }

    /** The same hearing both ways, or one way. */
    public CtcModel withBidirectional(boolean both) {
        return with("bidirectional", both);
    }

    /** The same with another dropout. */
    public CtcModel withDropout(double probability) {
        return with("dropout", probability);
    }

    /** The same with other first weights. */
    public CtcModel withSeed(long other) {
        return with("seed", other);
    }

    /** The network, with Adam at a learning rate of 0.001. */
    public ComputationGraph build() {
        return build(new FusedAdam(1e-3));
    }

    /** The network with another updater. */
    public ComputationGraph build(IUpdater updater) {
        var parts = new NeuralNetConfiguration.Builder().seed(seed).updater(updater).graphBuilder()
            .addInputs(FRAMES).setInputTypes(InputType.recurrent(bands));
        var below = FRAMES;
        if (framesPerStep > 1) {
            parts.addVertex("stacked", new FrameStacking(framesPerStep), below);
            below = "stacked";
        }
        for (int i = 0; i < layers; i++) {
            var one = cell.layer(i == 0 ? framesPerStep * bands : hiddenSize, bidirectional ? hiddenSize / 2 : hiddenSize,
                i == 0 ? 0 : dropout);
            var name = "encoder" + i;
            parts.addLayer(name, bidirectional ? new BidirectionalRecurrent(one) : one, below);
            below = name;
        }
        parts.addLayer(OUTPUT, CtcOutput.builder().nIn(hiddenSize).nOut(symbols).dropOut(DropProbability.dropout(dropout)).build(), below)
            .setOutputs(OUTPUT);
        var graph = new ComputationGraph(parts.build());
        graph.init();
        return graph;
    }
}
