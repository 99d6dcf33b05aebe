package org.unrolled.model;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.activations.Activation;
import org.unrolled.nn.FusedAdam;

/**
 * A small convolutional network that looks at pictures: of each place of a grid it tells features, and of the whole their mean.
 *
 * <pre>
 * pictures [batch, 3, side, side] → blocks × (convolution 3 x 3, normalisation over the batch, ReLU, maximum over 2 x 2)
 *     → grid [batch, features, side / 2^blocks, side / 2^blocks] → mean [batch, features]
 * </pre>
 *
 * @param side     rows and columns of a picture, a multiple of 2 to the number of blocks
 * @param channels of each block's convolution; the last one's are the features
 * @param seed     of the first weights
 */
public record PictureEncoder(int side, List<Integer> channels, long seed) {
    /** Name of the graph's input. */
    public static final String PICTURES = "pictures";
    /** Name of the grid of features. */
    public static final String GRID = "grid";
    /** Name of the mean over the grid. */
    public static final String GLOBAL = "global";

    /** @throws IllegalArgumentException if there is no block, a block has no channel, or the side can't be halved so often */
    public PictureEncoder {
        channels = List.copyOf(channels);
        Preconditions.checkArgument(!channels.isEmpty() && channels.stream().allMatch(each -> each >= 1), "channels %s of the blocks: "
                + "expected one block or more with at least 1 each", channels);
        Preconditions.checkArgument(channels.size() < 16 && side >= 1 && side % (1 << channels.size()) == 0, "pictures of side %s for %s "
                + "blocks, each of which halves it: expected a multiple of 2 to the number of blocks", side, channels.size());
    }

    /** Four blocks of 16 to 96 channels: a grid of 4 x 4 places for pictures of 64 x 64. */
    public static PictureEncoder of(int side) {
        return new PictureEncoder(side, List.of(16, 32, 64, 96), 1);
    }

    /** Numbers of a place. */
    public int features() {
        return channels.get(channels.size() - 1);
    }

    /** Rows and columns of the grid. */
    public int grid() {
        return side >> channels.size();
    }

    /** What a graph's builder has to know of the input. */
    public InputType inputType() {
        return InputType.convolutional(side, side, 3);
    }

    /** Adds the layers to a graph, the last ones as {@link #GRID} and {@link #GLOBAL}. @param input name of what it looks at */
    public void addTo(GraphBuilder parts, String input) {
        var below = input;
        for (int i = 0; i < channels.size(); i++) {
            parts.addLayer("convolution" + i, new ConvolutionLayer.Builder(3, 3).nOut(channels.get(i)).convolutionMode(ConvolutionMode.Same)
                    .hasBias(false).weightInit(WeightInit.RELU).activation(Activation.IDENTITY).build(), below);
            parts.addLayer("normalised" + i, new BatchNormalization.Builder().activation(Activation.RELU).build(), "convolution" + i);
            below = i == channels.size() - 1 ? GRID : "halved" + i;
            parts.addLayer(below, new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}, new int[] {2, 2})
                    .build(), "normalised" + i);
        }
        parts.addLayer(GLOBAL, new GlobalPoolingLayer(PoolingType.AVG), GRID);
    }

    /** The network by itself, with the outputs {@link #GRID} and {@link #GLOBAL}. */
    public ComputationGraph build() {
        var parts = new NeuralNetConfiguration.Builder().seed(seed).updater(new FusedAdam(1e-3)).graphBuilder()
                .addInputs(PICTURES).setInputTypes(inputType());
        addTo(parts, PICTURES);
        var graph = new ComputationGraph(parts.setOutputs(GRID, GLOBAL).build());
        graph.init();
        return graph;
    }
}
