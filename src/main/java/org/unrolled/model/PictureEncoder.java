package org.unrolled.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
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
    /** Name of the output of a network that tells words. */
    public static final String WORDS = "words";

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

    /** Side, seed and channels with spaces between, as files keep them. */
    public String line() {
        return side + " " + seed + " " + channels.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** What {@link #line} wrote. @throws IllegalArgumentException if it is none */
    public static PictureEncoder ofLine(String line) {
        var numbers = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
        Preconditions.checkArgument(numbers.length > 2, "'%s' are no settings of an encoder: expected side, seed and channels", line);
        return new PictureEncoder((int) numbers[0], Arrays.stream(numbers, 2, numbers.length).mapToObj(each -> (int) each).toList(), numbers[1]);
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

    /** Adds the layers to a graph, the last one as {@link #GRID}. @param input name of what it looks at */
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
    }

    /** The network by itself, with the outputs {@link #GRID} and {@link #GLOBAL}. */
    public ComputationGraph build() {
        var parts = parts(new FusedAdam(1e-3));
        return initialised(parts.addLayer(GLOBAL, new GlobalPoolingLayer(PoolingType.AVG), GRID).setOutputs(GRID, GLOBAL));
    }

    /**
     * The network with a classifier that says which words a picture's captions have, {@link #WORDS} [batch, words]: each place of the
     * grid has logits of its own, and the picture has the largest of them (Oquab et al. 2015, section 3.2, whose classifier finds where
     * things are without having been told). So features stay about their place.
     *
     * @param words how many there are; each has a probability of its own
     */
    public ComputationGraph buildForWords(int words, IUpdater updater) {
        var parts = parts(updater);
        parts.addLayer("logits", new ConvolutionLayer.Builder(1, 1).nOut(words).weightInit(WeightInit.XAVIER)
                .activation(Activation.IDENTITY).build(), GRID);
        parts.addLayer("largest", new GlobalPoolingLayer(PoolingType.MAX), "logits");
        parts.addLayer(WORDS, new LossLayer.Builder(new LossBinaryXENT()).activation(Activation.SIGMOID).build(), "largest");
        return initialised(parts.setOutputs(WORDS));
    }

    /** A trained network without what stands above the grid, which is its only output: a copy. */
    public ComputationGraph cropped(ComputationGraph trained) {
        var cropped = initialised(parts(new FusedAdam(1e-3)).setOutputs(GRID));
        for (var layer : cropped.getLayers()) {
            if (layer.numParams() > 0) {
                layer.setParams(trained.getLayer(layer.conf().getLayer().getLayerName()).params());
            }
        }
        return cropped;
    }

    private GraphBuilder parts(IUpdater updater) {
        var parts = new NeuralNetConfiguration.Builder().seed(seed).updater(updater).graphBuilder()
                .addInputs(PICTURES).setInputTypes(inputType());
        addTo(parts, PICTURES);
        return parts;
    }

    private static ComputationGraph initialised(GraphBuilder parts) {
        var graph = new ComputationGraph(parts.build());
        graph.init();
        return graph;
    }
}
