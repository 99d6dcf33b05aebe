package org.unrolled.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.Attention;
import org.unrolled.nn.BidirectionalRecurrent;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.FusedDropout;
import org.unrolled.nn.Gru;
import org.unrolled.nn.LayerNormalization;
import org.unrolled.nn.Lstm;
import org.unrolled.nn.MultiHeadAttention;
import org.unrolled.nn.PositionalEncoding;
import org.unrolled.nn.RecurrentDecoder;
import org.unrolled.nn.SequenceDropout;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.StepLinear;
import org.unrolled.nn.TokenEmbedding;
import org.unrolled.nn.TransformerEncoderBlock;
import org.unrolled.nn.VanillaRnn;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.nn.backend.HiddenActivation;

/**
 * Small networks with every layer and vertex, settings unlike the defaults. {@code src/test/resources/saved} holds each after
 * three updates, as version 0.1.0 wrote it by {@link #main}, with what it computed: files that later versions have to open.
 */
final class SavedNetworks {
    static final Map<String, Supplier<Model>> ALL = new LinkedHashMap<>();

    static {
        var context = new ContextTranslation(7, 6, 4, 4, 1, RecurrentCell.LSTM, true, false, true, 0.1, 0.1, 1);
        var attention = new AttentionTranslation(7, 6, 4, 4, 1, RecurrentCell.LSTM, AttentionScore.GENERAL, true, false, true, 0.1,
            0.1, 1);
        ALL.put("context-lstm-bridge", context::build);
        ALL.put("context-gru-feeding", context.withCell(RecurrentCell.GRU).withInputFeeding(true).withBridge(false)
            .withTied(false)::build);
        ALL.put("attention-general", attention::build);
        ALL.put("attention-additive-feeding", attention.withScore(AttentionScore.ADDITIVE).withInputFeeding(true)::build);
        ALL.put("attention-dot-rnn", attention.withScore(AttentionScore.DOT).withCell(RecurrentCell.RNN)::build);
        ALL.put("transformer", new TransformerTranslation(7, 6, 4, 1, 2, 6, true, 0.1, 0.1, 1)::build);
        ALL.put("layers", SavedNetworks::layers);
        ALL.put("tokens", SavedNetworks::tokens);
        ALL.put("vertices", SavedNetworks::vertices);
    }

    private SavedNetworks() {
    }

    private static Model layers() {
        return started(new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(3)
            .updater(new FusedAdam(1e-2, 0.8, 0.99, 1e-7)).l2(1e-4).list()
            .layer(TokenEmbedding.builder().nIn(7).nOut(4).padding(0).dropOut(new FusedDropout(0.9)).build())
            .layer(Lstm.builder().nOut(4).peepholes(true).forgetGateBias(2).recurrentDropOut(0.8).build())
            .layer(Gru.builder().nOut(4).resetAfter(true).build())
            .layer(Gru.builder().nOut(4).build())
            .layer(new BidirectionalRecurrent(VanillaRnn.builder().nOut(3).build()))
            .layer(SoftmaxOutput.builder().nOut(6).labelSmoothing(0.1).lossPerToken(false).ignoredLabel(-1).build())
            .setInputType(InputType.recurrent(1)).build()));
    }

    private static Model tokens() {
        return started(new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(4).updater(new FusedAdam(1e-2)).list()
            .layer(Lstm.builder().nIn(7).nOut(5).tokenInput(true).inputGradient(false).build())
            .layer(SoftmaxOutput.builder().nOut(6).build())
            .setInputType(InputType.recurrent(1)).build()));
    }

    private static Model vertices() {
        return started(new ComputationGraph(new NeuralNetConfiguration.Builder().seed(5).updater(new FusedAdam(1e-2))
            .graphBuilder().addInputs("source", "target").setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
            .addLayer("s", TokenEmbedding.builder().nIn(7).nOut(4).build(), "source")
            .addVertex("sp", PositionalEncoding.builder().scaled(false).dropOut(0.9).build(), "s")
            .addVertex("se", TransformerEncoderBlock.builder().size(4).heads(2).feedForward(6).postNorm(true)
                .activation(HiddenActivation.GELU).dropOut(0.9)
                .attentionDropOut(0.8).activationDropOut(0.7).build(), "sp")
            .addVertex("sd", new SequenceDropout(0.9), "se")
            .addLayer("t", TokenEmbedding.builder().nIn(6).nOut(4).build(), "target")
            .addVertex("tc", TransformerEncoderBlock.builder().size(4).heads(2).feedForward(6).causal(true).build(), "t")
            .addVertex("tm", MultiHeadAttention.builder().size(4).heads(2).causal(true).dropOut(0.9).build(), "tc")
            .addVertex("to", MultiHeadAttention.builder().size(4).heads(1).memorySize(4).build(), "tm", "sd")
            .addVertex("tn", new LayerNormalization(4), "to")
            .addVertex("tr", new RecurrentDecoder(Lstm.builder().nIn(4).nOut(4).recurrentDropOut(0.9).build()), "tn")
            .addVertex("ta", Attention.builder().query(4).memory(4).score(AttentionScore.ADDITIVE).hidden(3).contextOnly(true)
                .dropOut(0.9).build(), "tr", "sd")
            .addVertex("tl", StepLinear.builder().nIn(4).nOut(5).tanh(false).dropOut(0.9).build(), "ta")
            .addLayer("output", SoftmaxOutput.builder().nOut(6).build(), "tl").setOutputs("output").build()));
    }

    private static Model started(Model network) {
        network.init();
        return network;
    }

    /** Token ids [batch, time], the same each time. */
    private static INDArray ids(int time, int vocabulary, int first) {
        var ids = Nd4j.create(DataType.FLOAT, 2, time);
        for (int b = 0; b < 2; b++) {
            for (int t = 0; t < time; t++) {
                ids.putScalar(b, t, (first + 3 * b + 5 * t) % vocabulary);
            }
        }
        return ids;
    }

    /** What a network makes of a small batch. */
    static INDArray output(Model network) {
        return network instanceof ComputationGraph graph ? graph.outputSingle(ids(4, 7, 1), ids(3, 6, 2))
            : ((MultiLayerNetwork) network).output(ids(4, 7, 1));
    }

    /** Makes an update. */
    static void fit(Model network) {
        if (network instanceof ComputationGraph graph) {
            graph.fit(new MultiDataSet(new INDArray[] {ids(4, 7, 1), ids(3, 6, 2)}, new INDArray[] {ids(3, 6, 4)}));
        } else {
            ((MultiLayerNetwork) network).fit(new DataSet(ids(4, 7, 1), ids(4, 6, 4)));
        }
    }

    /** Writes all networks with their outputs into the folder that is given. */
    public static void main(String[] arguments) throws IOException {
        var folder = Files.createDirectories(Path.of(arguments[0]));
        for (var each : ALL.entrySet()) {
            var network = each.getValue().get();
            for (int i = 0; i < 3; i++) {
                fit(network);
            }
            ModelSerializer.writeModel(network, folder.resolve(each.getKey() + ".zip").toFile(), true);
            var output = output(network);
            var lines = new StringBuilder(Arrays.toString(output.shape())).append('\n');
            for (float number : output.dup('c').data().asFloat()) {
                lines.append(number).append('\n');
            }
            Files.writeString(folder.resolve(each.getKey() + ".txt"), lines);
        }
    }
}
