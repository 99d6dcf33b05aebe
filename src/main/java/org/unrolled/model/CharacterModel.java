package org.unrolled.model;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.TokenEmbedding;

/**
 * A language model over characters (or any small vocabulary): embedding, recurrent layers, softmax.
 *
 * <pre>
 * ids [batch, time] → embedding [batch, embedding, time] → layers × cell [batch, hiddenSize, time] → p [batch, vocabulary, time]
 * </pre>
 *
 * Dropout works on all connections that aren't recurrent (Zaremba, Sutskever and Vinyals 2014): embedding, between layers,
 * before the softmax.
 *
 * @param cell           the recurrent cell
 * @param vocabularySize how many characters there are
 * @param embedding      numbers a character's vector has
 * @param hiddenSize     units of a recurrent layer
 * @param layers         recurrent layers, at least 1
 * @param dropout        probability of <b>dropping</b> a unit in training, as in PyTorch; from 0 to below 1
 * @param seed           of the first weights
 */
public record CharacterModel(RecurrentCell cell, int vocabularySize, int embedding, int hiddenSize, int layers, double dropout,
                             long seed) {
    /** @throws IllegalArgumentException if a size is below 1 (a vocabulary: below 2) or dropout isn't from 0 to below 1 */
    public CharacterModel {
        Preconditions.checkArgument(vocabularySize >= 2 && embedding >= 1 && hiddenSize >= 1 && layers >= 1,
                "a character model with vocabulary %s, embedding %s, hidden size %s and %s layers: expected a vocabulary of "
                        + "at least 2 and the other sizes at least 1", vocabularySize, embedding, hiddenSize, layers);
        DropProbability.checked(dropout);
    }

    /** The network, with Adam at a learning rate of 0.002. */
    public MultiLayerNetwork build() {
        return build(new FusedAdam(2e-3));
    }

    /** The network with another updater. */
    public MultiLayerNetwork build(IUpdater updater) {
        var list = new NeuralNetConfiguration.Builder().seed(seed).updater(updater).list()
            .layer(TokenEmbedding.builder().nIn(vocabularySize).nOut(embedding).dropOut(DropProbability.dropout(dropout)).build());
        for (int i = 0; i < layers; i++) {
            // The embedding has dropped numbers already.
            list.layer(cell.layer(0, hiddenSize, i == 0 ? 0 : dropout));
        }
        list.layer(SoftmaxOutput.builder().nOut(vocabularySize).dropOut(DropProbability.dropout(dropout)).build());
        var network = new MultiLayerNetwork(list.setInputType(InputType.recurrent(1)).build());
        network.init();
        return network;
    }
}
