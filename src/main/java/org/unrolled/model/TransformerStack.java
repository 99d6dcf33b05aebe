package org.unrolled.model;

import org.unrolled.nn.LayerNormalization;
import org.unrolled.nn.PositionalEncoding;
import org.unrolled.nn.TransformerDecoderBlock;
import org.unrolled.nn.TransformerEncoderBlock;

/**
 * The two halves of a Transformer in a graph that grows, the normalisation before each part and at the end (Vaswani et al. 2017; Xiong
 * et al. 2020).
 *
 * @param size        numbers of a step
 * @param heads       of the attention
 * @param feedForward inner units of the dense parts
 * @param keep        probability of keeping a number in training
 */
record TransformerStack(EncoderDecoderGraph graph, int size, int heads, int feedForward, double keep) {
    /** Steps that know their places. @return the name */
    String positions(String name, String below) {
        return graph.add(name, PositionalEncoding.builder().dropOut(keep).build(), below);
    }

    /** @return the name of what the encoder makes */
    String encoder(int layers, String below) {
        var last = below;
        for (int i = 0; i < layers; i++) {
            last = graph.add("encoder" + i, TransformerEncoderBlock.builder().size(size).heads(heads).feedForward(feedForward)
                .dropOut(keep).build(), last);
        }
        return graph.add(EncoderDecoderGraph.MEMORY, new LayerNormalization(size), last);
    }

    /** @return the name of what the decoder makes */
    String decoder(int layers, String below, String memory) {
        var last = below;
        for (int i = 0; i < layers; i++) {
            last = graph.add("decoder" + i, TransformerDecoderBlock.builder().size(size).heads(heads).feedForward(feedForward)
                .dropOut(keep).build(), last, memory);
        }
        return graph.add("normalised", new LayerNormalization(size), last);
    }

    /** @throws IllegalArgumentException if the heads don't divide the size, or there is no inner unit */
    static void require(String model, int size, int heads, int feedForward) {
        EncoderDecoderGraph.require(model, heads >= 1 && size % heads == 0, heads + " heads over an embedding of " + size + " numbers",
            "heads that divide the embedding size");
        EncoderDecoderGraph.require(model, feedForward >= 1, feedForward + " inner units", "at least 1");
    }
}
