package org.unrolled.model;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.BidirectionalRecurrent;
import org.unrolled.nn.FrameStacking;
import org.unrolled.nn.Pooling;
import org.unrolled.nn.Records;
import org.unrolled.nn.SequencePooling;
import org.unrolled.nn.SoftmaxOutput;

/**
 * A model that hears frames and says who speaks. It is trained to tell known speakers apart; the vector before its softmax, the
 * embedding, is then used for speakers that it has never heard (Variani et al. 2014, who call it d-vector; Snyder et al. 2018,
 * x-vector).
 *
 * <pre>
 * frames [batch, bands, time] → stacked [batch, framesPerStep · bands, steps] → bidirectional GRU [batch, hiddenSize, steps]
 *     → pooling [batch, hiddenSize] → embedding e = tanh(W h + b) [batch, embedding] → softmax p [batch, speakers]
 * </pre>
 *
 * @param bands         numbers of a frame
 * @param speakers      how many are known, at least 2
 * @param framesPerStep neighbouring frames that the network reads as one; 1 for each by itself
 * @param hiddenSize    units of both directions together, even
 * @param embedding     numbers of an embedding
 * @param pooling       how one vector is made of the states
 * @param dropout       probability of <b>dropping</b> a number of the pooled vector in training, as in PyTorch; from 0 to below 1
 * @param seed          of the first weights
 */
public record SpeakerModel(int bands, int speakers, int framesPerStep, int hiddenSize, int embedding, Pooling pooling, double dropout,
                           long seed) {
    /** Name of the graph's input [batch, bands, time]. */
    public static final String FRAMES = "frames";
    /** Name of the layer whose output [batch, embedding] stands for a voice. */
    public static final String EMBEDDING = "embedding";
    /** Name of the output [batch, speakers]. */
    public static final String OUTPUT = "output";

    /** @throws IllegalArgumentException if a size is too small, hiddenSize is odd, or dropout is no probability */
    public SpeakerModel {
        Objects.requireNonNull(pooling, "pooling");
        Preconditions.checkArgument(bands >= 1 && speakers >= 2 && framesPerStep >= 1 && hiddenSize >= 2 && embedding >= 1,
                "a model of %s bands, %s speakers, %s frames a step, hidden size %s and embedding %s: expected at least 2 speakers, a "
                        + "hidden size of 2 and 1 of each other", bands, speakers, framesPerStep, hiddenSize, embedding);
        Preconditions.checkArgument(hiddenSize % 2 == 0, "hidden size %s: expected an even number, half for each direction", hiddenSize);
        DropProbability.checked(dropout);
    }

    /** 64 GRU units that hear two frames at a time, their mean, and an embedding of 32 numbers: sizes for a laptop. */
    public static SpeakerModel of(int bands, int speakers) {
        return new SpeakerModel(bands, speakers, 2, 64, 32, Pooling.MEAN, 0.2, 1);
    }

    /** The same with other first weights. */
    public SpeakerModel withSeed(long other) {
        return Records.with(this, "seed", other);
    }

    /** The network, with an updater. */
    public ComputationGraph build(IUpdater updater) {
        var parts = new NeuralNetConfiguration.Builder().seed(seed).updater(updater).graphBuilder()
            .addInputs(FRAMES).setInputTypes(InputType.recurrent(bands));
        var below = FRAMES;
        if (framesPerStep > 1) {
            parts.addVertex("stacked", new FrameStacking(framesPerStep), below);
            below = "stacked";
        }
        parts.addLayer("encoder", new BidirectionalRecurrent(RecurrentCell.GRU.layer(framesPerStep * bands, hiddenSize / 2, 0)), below)
            .addVertex("pooled", SequencePooling.builder().pooling(pooling).size(hiddenSize).bidirectional(true).build(), "encoder")
            .addLayer(EMBEDDING, new DenseLayer.Builder().nIn(hiddenSize).nOut(embedding).activation(Activation.TANH)
                .dropOut(DropProbability.dropout(dropout)).build(), "pooled")
            .addLayer(OUTPUT, SoftmaxOutput.builder().perExample(true).nIn(embedding).nOut(speakers).build(), EMBEDDING)
            .setOutputs(OUTPUT);
        var graph = new ComputationGraph(parts.build());
        graph.init();
        return graph;
    }
}
