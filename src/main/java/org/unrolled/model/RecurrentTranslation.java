package org.unrolled.model;

import static org.unrolled.model.TranslationModel.OUTPUT;
import static org.unrolled.model.TranslationModel.SOURCE;
import static org.unrolled.model.TranslationModel.SOURCE_EMBEDDING;
import static org.unrolled.model.TranslationModel.TARGET;
import static org.unrolled.model.TranslationModel.TARGET_EMBEDDING;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.model.TranslationModel.Kind;
import org.unrolled.nn.Attention;
import org.unrolled.nn.AttentiveDecoder;
import org.unrolled.nn.BidirectionalRecurrent;
import org.unrolled.nn.ContextInput;
import org.unrolled.nn.FinalState;
import org.unrolled.nn.FusedDropout;
import org.unrolled.nn.Gru;
import org.unrolled.nn.Lstm;
import org.unrolled.nn.RecurrentConfiguration;
import org.unrolled.nn.RecurrentDecoder;
import org.unrolled.nn.SequenceDropout;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.StepLinear;
import org.unrolled.nn.TokenEmbedding;
import org.unrolled.nn.VanillaRnn;

/**
 * The graphs of the recurrent kinds.
 * <pre>
 * source → sourceEmbedding → encoder0 → encoder1 ...                [batch, hiddenSize, source time]
 *                               ↓ state0, bridge0  ↓ state1, bridge1      [batch, hiddenSize], an LSTM's [batch, 2 hiddenSize]
 * target → targetEmbedding → decoder0 → decoder1 ... → attention or bottleneck → output
 * </pre>
 * Without a bridge the decoder takes the state itself. With input feeding a context vector comes beside the target's embedding (CONTEXT), or the last decoder and the attention are
 * one vertex (ATTENTION).
 */
final class RecurrentTranslation {
    private static final String MEMORY = "memory";

    private final TranslationModel model;
    private final boolean lstm;

    RecurrentTranslation(TranslationModel model) {
        this.model = model;
        this.lstm = model.cell() == CharacterModel.Cell.LSTM;
    }

    GraphBuilder graph(IUpdater updater) {
        var builder = new NeuralNetConfiguration.Builder().seed(model.seed()).updater(updater).graphBuilder()
            .addInputs(SOURCE, TARGET).setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
            .addLayer(SOURCE_EMBEDDING, table(model.sourceVocabulary(), SOURCE_EMBEDDING), SOURCE)
            .addLayer(TARGET_EMBEDDING, table(model.targetVocabulary(), TARGET_EMBEDDING), TARGET);
        encoder(builder);
        var output = SoftmaxOutput.builder().nOut(model.targetVocabulary()).labelSmoothing(model.labelSmoothing());
        if (model.tied()) {
            output.tiedTo(TARGET_EMBEDDING);
        }
        if (model.dropout() > 0) {
            output.dropOut(dropout());
        }
        return builder.addLayer(OUTPUT, output.build(), decoder(builder)).setOutputs(OUTPUT);
    }

    private void encoder(GraphBuilder builder) {
        var below = SOURCE_EMBEDDING;
        for (int i = 0; i < model.layers(); i++) {
            builder.addLayer("encoder" + i, new BidirectionalRecurrent(cell(0, model.hiddenSize() / 2, i > 0)), below);
            below = "encoder" + i;
            builder.addVertex("state" + i, FinalState.builder().bidirectional(true).cellStateOf(lstm ? below : null).build(),
                below);
            if (model.bridge()) {
                builder.addLayer("bridge" + i, dense(lstm ? 2 * model.hiddenSize() : model.hiddenSize()), "state" + i);
            }
        }
        if (model.kind() == Kind.ATTENTION) {
            builder.addVertex(MEMORY, new SequenceDropout(1 - model.dropout()), below);
        }
    }

    private DenseLayer dense(int units) {
        var layer = new DenseLayer.Builder().nOut(units).activation(Activation.TANH);
        if (model.dropout() > 0) {
            layer.dropOut(dropout());
        }
        return layer.build();
    }

    /** Adds the decoder, and says what its last part is called. */
    private String decoder(GraphBuilder builder) {
        boolean attends = model.kind() == Kind.ATTENTION;
        var below = TARGET_EMBEDDING;
        int size = model.embedding();
        int last = model.layers() - 1;
        if (!attends && model.inputFeeding()) {
            builder.addLayer("context", dense(model.embedding()), "state" + last);
            builder.addVertex("besideContext", new ContextInput(), below, "context");
            below = "besideContext";
            size += model.embedding();
        }
        for (int i = 0; i < model.layers(); i++) {
            var name = "decoder" + i;
            var cell = cell(size, model.hiddenSize(), i > 0);
            if (i == last && attends && model.inputFeeding()) {
                builder.addVertex(name, new AttentiveDecoder(cell, attention()), below, MEMORY, first(i));
                return name;
            }
            builder.addVertex(name, new RecurrentDecoder(cell), below, first(i));
            below = name;
            size = model.hiddenSize();
        }
        if (attends) {
            builder.addVertex("attention", attention(), below, MEMORY);
            return "attention";
        }
        if (model.tied()) {
            builder.addVertex("bottleneck", StepLinear.builder().nIn(model.hiddenSize()).nOut(model.embedding()).build(),
                below);
            return "bottleneck";
        }
        return below;
    }

    /** What a decoder's first state comes from. */
    private String first(int layer) {
        return (model.bridge() ? "bridge" : "state") + layer;
    }

    private Attention attention() {
        return Attention.builder().query(model.hiddenSize()).memory(model.hiddenSize()).hidden(model.hiddenSize())
            .nOut(model.tied() ? model.embedding() : model.hiddenSize()).score(model.score()).build();
    }

    private TokenEmbedding table(int vocabulary, String name) {
        var table = model.table(vocabulary, name);
        if (model.dropout() > 0) {
            table.dropOut(dropout());
        }
        return table.build();
    }

    private FusedDropout dropout() {
        return new FusedDropout(1 - model.dropout());
    }

    private RecurrentConfiguration cell(int inputs, int units, boolean dropped) {
        RecurrentConfiguration.Builder<?> builder = switch (model.cell()) {
            case RNN -> VanillaRnn.builder();
            case GRU -> Gru.builder().resetAfter(true);
            case LSTM -> Lstm.builder();
        };
        builder.nIn(inputs).nOut(units);
        if (dropped && model.dropout() > 0) {
            builder.dropOut(dropout());
        }
        return (RecurrentConfiguration) builder.build();
    }
}
