package org.unrolled.model;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.FrameStacking;
import org.unrolled.nn.Records;
import org.unrolled.nn.StepLinear;

/**
 * A Transformer that hears frames (Dong, Xu and Xu 2018): two convolutions over time make one step of four frames, as attention between
 * all pairs of frames would be long, and mostly among neighbours that are alike; then the encoder and the decoder of translation.
 * <pre>
 * frames → window0 → convolution0 → relu0 → window1 → convolution1 → relu1 → sourcePositions → encoder0 ... → memory
 * target → targetEmbedding → targetPositions → decoder0 ... (read memory) → normalised → output
 *                                                                                    memory → ctc, with a ctcWeight above 0
 * </pre>
 * A convolution has a width of 3 and a stride of 2.
 *
 * @param bands         {@link SpellingModel#bands}; the others likewise
 * @param embedding     numbers of a vector everywhere
 * @param encoderLayers blocks of the encoder
 * @param decoderLayers blocks of the decoder
 * @param heads         heads of the attention; divides the embedding size
 * @param feedForward   inner units of the dense parts
 */
public record SpeechTransformer(int bands, int symbols, int embedding, int encoderLayers, int decoderLayers, int heads, int feedForward,
                                double ctcWeight, double dropout, double labelSmoothing, long seed)
    implements SpellingModel<SpeechTransformer> {
    private static final int CONVOLUTIONS = 2;
    private static final int WIDTH = 3;
    private static final int STRIDE = 2;

    /** @throws IllegalArgumentException naming the setting that makes no model */
    public SpeechTransformer {
        SpellingGraph.require(bands, symbols, embedding, Math.min(encoderLayers, decoderLayers), ctcWeight, dropout, labelSmoothing);
        TransformerStack.require("speech", embedding, heads, feedForward);
    }

    /** Vectors of 96 numbers, three blocks that listen and one that writes, four heads, 192 inner units, a fifth of the loss by CTC. */
    public static SpeechTransformer of(int bands, int symbols) {
        return new SpeechTransformer(bands, symbols, 96, 3, 1, 4, 192, 0.2, 0.1, 0, 1);
    }

    @Override
    public int framesPerStep() {
        return 1 << CONVOLUTIONS;
    }

    /** The same with other numbers of blocks. */
    public SpeechTransformer withLayers(int encoder, int decoder) {
        return Records.with(Records.with(this, "encoderLayers", encoder), "decoderLayers", decoder);
    }

    /** The same with another number of heads. */
    public SpeechTransformer withHeads(int number) {
        return Records.with(this, "heads", number);
    }

    /** The same with another number of inner units. */
    public SpeechTransformer withFeedForward(int units) {
        return Records.with(this, "feedForward", units);
    }

    @Override
    public ComputationGraph build(IUpdater updater) {
        var graph = new SpellingGraph(this, 0, updater);
        var below = FRAMES;
        for (int i = 0; i < CONVOLUTIONS; i++) {
            var window = graph.add("window" + i, FrameStacking.window(WIDTH, STRIDE), below);
            var sums = graph.add("convolution" + i, StepLinear.builder().nIn(WIDTH * (i == 0 ? bands : embedding)).nOut(embedding)
                .tanh(false).build(), window);
            below = graph.add("relu" + i, new ActivationLayer(Activation.RELU), sums);
        }
        var stack = new TransformerStack(graph, embedding, heads, feedForward, 1 - dropout);
        var memory = stack.encoder(encoderLayers, stack.positions("sourcePositions", below));
        var target = stack.positions("targetPositions", TARGET_EMBEDDING);
        return graph.ending(stack.decoder(decoderLayers, target, memory), memory, 0);
    }
}
