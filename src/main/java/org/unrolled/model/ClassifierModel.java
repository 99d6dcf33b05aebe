package org.unrolled.model;

import java.util.Objects;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.unrolled.nn.BidirectionalRecurrent;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.Pooling;
import org.unrolled.nn.Records;
import org.unrolled.nn.SequencePooling;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.TokenEmbedding;

/**
 * A model that reads a sentence and says of which class it is: the encoder of a translation with another head.
 *
 * <pre>
 * ids [batch, time] → embedding [batch, embedding, time] → layers × cell [batch, hiddenSize, time] → pooling [batch, hiddenSize]
 *     → softmax p [batch, classes]
 * </pre>
 *
 * Dropout works on the embedding, between layers, and on the pooled vector.
 *
 * @param vocabularySize how many words there are
 * @param classes        how many classes, at least 2; with {@code severalLabels} at least 1
 * @param embedding      numbers of a word's vector
 * @param hiddenSize     units of a layer, of both directions together where there are two; even then
 * @param layers         recurrent layers, at least 1
 * @param cell           the recurrent cell
 * @param bidirectional  whether the encoder reads both ways
 * @param pooling        how one vector is made of the states
 * @param severalLabels  whether a sentence may have several classes, or none: each has a probability of its own, a sigmoid in place
 *                       of the softmax
 * @param dropout        probability of <b>dropping</b> a number in training, as in PyTorch; from 0 to below 1
 * @param labelSmoothing share of a label that is spread over all classes (Szegedy et al. 2016, section 7); 0 with several labels
 * @param seed           of the first weights
 */
public record ClassifierModel(int vocabularySize, int classes, int embedding, int hiddenSize, int layers, RecurrentCell cell,
                              boolean bidirectional, Pooling pooling, boolean severalLabels, double dropout, double labelSmoothing,
                              long seed) {
    /** Name of the graph's input of ids [batch, time]. */
    public static final String WORDS = "words";
    /** Name of the embedding. */
    public static final String EMBEDDING = "embedding";
    /** Name of the {@link SequencePooling}. */
    public static final String POOLED = "pooled";
    /** Name of the output [batch, classes]. */
    public static final String OUTPUT = "output";

    /** @throws IllegalArgumentException if a size is too small, both directions can't share hiddenSize, or a share isn't one */
    public ClassifierModel {
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(pooling, "pooling");
        int fewest = severalLabels ? 1 : 2;
        Preconditions.checkArgument(vocabularySize >= 2 && classes >= fewest && embedding >= 1 && hiddenSize >= 1 && layers >= 1,
                "a classifier with vocabulary %s, %s classes, embedding %s, hidden size %s and %s layers: expected a vocabulary of at "
                        + "least 2, at least %s classes and the other sizes at least 1", vocabularySize, classes, embedding, hiddenSize,
                layers, fewest);
        Preconditions.checkArgument(!bidirectional || hiddenSize % 2 == 0,
                "hidden size %s of a bidirectional classifier: expected an even number, half for each direction", hiddenSize);
        Preconditions.checkArgument(labelSmoothing >= 0 && labelSmoothing < 1 && (labelSmoothing == 0 || !severalLabels),
                "label smoothing %s: expected a share from 0 to below 1, and 0 where a sentence has several labels", labelSmoothing);
        DropProbability.checked(dropout);
    }

    /** A bidirectional GRU of 128 units with the maximum over time: what does well on most sets, with sizes for a laptop. */
    public static ClassifierModel of(int vocabularySize, int classes) {
        return new ClassifierModel(vocabularySize, classes, 64, 128, 1, RecurrentCell.GRU, true, Pooling.MAX, false, 0.3, 0, 1);
    }

    /** The same with another value of one of the settings, by its name. */
    private ClassifierModel with(String setting, Object value) {
        return Records.with(this, setting, value);
    }

    /** The same for another vocabulary. */
    public ClassifierModel withVocabulary(int symbols) {
        return with("vocabularySize", symbols);
    }

    /** The same for another number of classes. */
    public ClassifierModel withClasses(int number) {
        return with("classes", number);
    }

    /** The same with vectors of another size. */
    public ClassifierModel withEmbedding(int numbers) {
        return with("embedding", numbers);
    }

    /** The same with another number of units. */
    public ClassifierModel withHiddenSize(int units) {
        return with("hiddenSize", units);
    }

    /** The same with another number of layers. */
    public ClassifierModel withLayers(int number) {
        return with("layers", number);
    }

    /** The same with another cell. */
    public ClassifierModel withCell(RecurrentCell other) {
        return with("cell", other);
    }

    /** The same reading both ways, or one way. */
    public ClassifierModel withBidirectional(boolean both) {
        return with("bidirectional", both);
    }

    /** The same with another pooling. */
    public ClassifierModel withPooling(Pooling other) {
        return with("pooling", other);
    }

    /** The same for sentences with several classes, or one. */
    public ClassifierModel withSeveralLabels(boolean several) {
        return with("severalLabels", several);
    }

    /** The same with another dropout. */
    public ClassifierModel withDropout(double probability) {
        return with("dropout", probability);
    }

    /** The same with another label smoothing. */
    public ClassifierModel withLabelSmoothing(double share) {
        return with("labelSmoothing", share);
    }

    /** The same with other first weights. */
    public ClassifierModel withSeed(long other) {
        return with("seed", other);
    }

    /** The network, with Adam at a learning rate of 0.001. */
    public ComputationGraph build() {
        return build(new FusedAdam(1e-3));
    }

    /** The network with another updater. */
    public ComputationGraph build(IUpdater updater) {
        var parts = new NeuralNetConfiguration.Builder().seed(seed).updater(updater).graphBuilder()
            .addInputs(WORDS).setInputTypes(InputType.recurrent(1))
            .addLayer(EMBEDDING, TokenEmbedding.builder().nIn(vocabularySize).nOut(embedding)
                .dropOut(DropProbability.dropout(dropout)).build(), WORDS);
        var below = EMBEDDING;
        for (int i = 0; i < layers; i++) {
            below = encode(parts, i, below);
        }
        parts.addVertex(POOLED, SequencePooling.builder().pooling(pooling).size(hiddenSize).bidirectional(bidirectional).build(), below);
        var output = severalLabels ? new OutputLayer.Builder(new LossBinaryXENT()).activation(Activation.SIGMOID)
            : SoftmaxOutput.builder().perExample(true).labelSmoothing(labelSmoothing);
        parts.addLayer(OUTPUT, output.nIn(hiddenSize).nOut(classes).dropOut(DropProbability.dropout(dropout)).build(), POOLED)
            .setOutputs(OUTPUT);
        var graph = new ComputationGraph(parts.build());
        graph.init();
        return graph;
    }

    private String encode(GraphBuilder parts, int layer, String below) {
        var name = "encoder" + layer;
        int units = bidirectional ? hiddenSize / 2 : hiddenSize;
        // The embedding has dropped numbers already.
        var one = cell.layer(layer == 0 ? embedding : hiddenSize, units, layer == 0 ? 0 : dropout);
        if (bidirectional) {
            parts.addLayer(name, new BidirectionalRecurrent(one), below);
        } else {
            parts.addLayer(name, one, below);
        }
        return name;
    }

    /**
     * The network, with given vectors of words to begin with.
     *
     * @param vectors shape [vocabularySize, embedding], see {@link org.unrolled.text.WordVectors#table}
     * @throws IllegalArgumentException if they have another shape
     */
    public ComputationGraph build(IUpdater updater, INDArray vectors) {
        Preconditions.checkArgument(vectors.rank() == 2 && vectors.size(0) == vocabularySize && vectors.size(1) == embedding,
                "vectors of shape %ndShape, expected [%s, %s] as the model has that vocabulary and embedding", vectors, vocabularySize,
                embedding);
        var graph = build(updater);
        graph.getLayer(EMBEDDING).getParam("W").assign(vectors);
        return graph;
    }
}
