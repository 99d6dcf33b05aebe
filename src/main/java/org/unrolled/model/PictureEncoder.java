package org.unrolled.model;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.PictureConvolution;
import org.unrolled.nn.Records;

/**
 * A small convolutional network that looks at pictures: of each place of a grid it tells features, and of the whole their mean.
 *
 * <pre>
 * pictures [batch, 3, side, side] → convolution 4 x 4 by 2 → convolutions 3 x 3, by 2 until the grid is reached, each with ReLU,
 *     the last one normalised → grid [batch, features, grid, grid] → mean [batch, features]
 * </pre>
 *
 * @param side     rows and columns of a picture: the grid's, doubled once or several times
 * @param grid     rows and columns of the grid
 * @param channels of the convolutions; the last one's are the features
 * @param seed     of the first weights
 */
public record PictureEncoder(int side, int grid, List<Integer> channels, long seed) {
    /** Name of the graph's input. */
    public static final String PICTURES = "pictures";
    /** Name of the grid of features. */
    public static final String GRID = "grid";
    /** Name of the mean over the grid. */
    public static final String GLOBAL = "global";
    /** Name of what a network that tells words has found of each word at each place, [batch, words, grid, grid]. */
    public static final String LOGITS = "logits";
    /** Name of the output of a network that tells words. */
    public static final String WORDS = "words";

    /** Most words aren't in a picture's captions: a probability of 0.1 to begin with. */
    private static final double RARE = -2.2;

    /** @throws IllegalArgumentException if a convolution has no channel, or there are too few to get from the side to the grid */
    public PictureEncoder {
        channels = List.copyOf(channels);
        Preconditions.checkArgument(!channels.isEmpty() && channels.stream().allMatch(each -> each >= 1), "channels %s of the "
                + "convolutions: expected one or more with at least 1 each", channels);
        int halvings = grid < 1 || side % grid != 0 ? 0 : Integer.numberOfTrailingZeros(side / grid);
        Preconditions.checkArgument(halvings >= 1 && side == grid << halvings && halvings <= channels.size(), "pictures of side %s for a "
                + "grid of %s and %s convolutions, each of which can halve it: expected the grid's side, doubled once or as often as there "
                + "are convolutions at most", side, grid, channels.size());
    }

    /** Four convolutions with 16 to 96 channels: a grid of 8 x 8 places for pictures of 64 x 64. */
    public static PictureEncoder of(int side) {
        return new PictureEncoder(side, side / 8, List.of(16, 32, 64, 96), 1);
    }

    /** The same with other first weights. */
    public PictureEncoder withSeed(long other) {
        return Records.with(this, "seed", other);
    }

    /** Side, grid, seed and channels with spaces between, as files keep them. */
    public String line() {
        return side + " " + grid + " " + seed + " " + channels.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    /** What {@link #line} wrote. @throws IllegalArgumentException if it is none */
    public static PictureEncoder ofLine(String line) {
        var numbers = Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
        Preconditions.checkArgument(numbers.length > 3, "'%s' are no settings of an encoder: expected side, grid, seed and "
                + "channels", line);
        return new PictureEncoder((int) numbers[0], (int) numbers[1], Arrays.stream(numbers, 3, numbers.length).mapToObj(each -> (int) each)
                .toList(), numbers[2]);
    }

    /** Numbers of a place. */
    public int features() {
        return channels.get(channels.size() - 1);
    }

    /** What a graph's builder has to know of the input. */
    public InputType inputType() {
        return InputType.convolutional(side, side, 3);
    }

    /**
     * Adds the convolutions to a graph, the last one as {@link #GRID}. It alone is normalised: the norm of a place that shows nothing
     * but sky would make its noise as large as another place's outlines.
     *
     * @param input name of what it looks at
     */
    public void addTo(GraphBuilder parts, String input) {
        var below = input;
        int size = side;
        for (int i = 0; i < channels.size(); i++) {
            var name = i == channels.size() - 1 ? GRID : "convolution" + i;
            int stride = size > grid ? 2 : 1;
            parts.addVertex(name, PictureConvolution.builder().nIn(i == 0 ? 3 : channels.get(i - 1)).nOut(channels.get(i))
                    .kernel(i == 0 ? 4 : 3).stride(stride).norm(name.equals(GRID)).build(), below);
            below = name;
            size /= stride;
        }
    }

    /** The network by itself, with the outputs {@link #GRID} and {@link #GLOBAL}. */
    public ComputationGraph build() {
        var parts = parts(new FusedAdam(1e-3));
        return initialised(parts.addLayer(GLOBAL, new GlobalPoolingLayer(PoolingType.AVG), GRID).setOutputs(GRID, GLOBAL));
    }

    /**
     * The network with a classifier that says which words a picture's captions have, {@link #WORDS} [batch, words]: each place of the
     * grid has {@link #LOGITS} of its own, and the picture has the largest of them (Oquab et al. 2015, section 3.2, whose classifier
     * finds where things are without having been told). So features stay about their place.
     *
     * @param words how many there are; each has a probability of its own
     */
    public ComputationGraph buildForWords(int words, IUpdater updater) {
        var parts = parts(updater);
        parts.addVertex(LOGITS, PictureConvolution.builder().nIn(features()).nOut(words).kernel(1).norm(false).relu(false).biasInit(RARE)
                .build(), GRID);
        parts.addLayer("largest", new GlobalPoolingLayer(PoolingType.MAX), LOGITS);
        var loss = new LossLayer.Builder(new LossBinaryXENT()).activation(Activation.SIGMOID).build();
        // Its builder takes no size, and without one DL4J warns that it is 0.
        loss.setNOut(words);
        parts.addLayer(WORDS, loss, "largest");
        return initialised(parts.setOutputs(WORDS));
    }

    /** A trained network without what stands above the grid, which is its only output: a copy. */
    public ComputationGraph cropped(ComputationGraph trained) {
        var cropped = initialised(parts(new FusedAdam(1e-3)).setOutputs(GRID));
        for (var vertex : cropped.getVertices()) {
            if (vertex.params() != null) {
                vertex.params().assign(trained.getVertex(vertex.getVertexName()).params());
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
