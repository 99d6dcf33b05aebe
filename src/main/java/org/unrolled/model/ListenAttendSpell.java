package org.unrolled.model;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.nn.Attention;
import org.unrolled.nn.AttentiveDecoder;
import org.unrolled.nn.BidirectionalRecurrent;
import org.unrolled.nn.FrameStacking;
import org.unrolled.nn.Records;
import org.unrolled.nn.SequenceDropout;
import org.unrolled.nn.backend.AttentionScore;

/**
 * "Listen, Attend and Spell" (Chan, Jaitly, Le and Vinyals 2016): a pyramid of bidirectional layers listens, each hearing two steps of
 * the one below as one (section 3.1); a recurrent decoder attends to its top and spells (section 3.2).
 * <pre>
 * frames → stacked0 → encoder0 → stacked1 → encoder1 ... → memory    [batch, hiddenSize, steps]
 * target → targetEmbedding → decoder (reads memory) → output
 *                                                 memory → ctc, with a ctcWeight above 0
 * </pre>
 * The decoder reads, beside each symbol, what the attention gave for the one before.
 *
 * @param bands          {@link SpellingModel#bands}; the others likewise
 * @param framesPerFirst frames that the first layer hears as one
 * @param hiddenSize     units of the decoder, and of both directions of an encoder's layer together; even
 * @param layers         of the pyramid
 * @param cell           the recurrent cell
 * @param score          how a decoder state and a step of the memory are compared
 */
public record ListenAttendSpell(int bands, int symbols, int framesPerFirst, int embedding, int hiddenSize, int layers, RecurrentCell cell,
                                AttentionScore score, double ctcWeight, double dropout, double labelSmoothing, long seed)
    implements SpellingModel<ListenAttendSpell> {
    /** @throws IllegalArgumentException naming the setting that makes no model */
    public ListenAttendSpell {
        SpellingGraph.require(bands, symbols, embedding, layers, ctcWeight, dropout, labelSmoothing);
        SpellingGraph.require(framesPerFirst >= 1, framesPerFirst + " frames a step", "at least 1");
        SpellingGraph.requireEven(SpellingGraph.WHAT, hiddenSize);
    }

    /**
     * Two GRU layers of 128 units that hear two and then four frames as one, a GRU decoder of 128 units, additive attention, a fifth of
     * the loss by CTC.
     */
    public static ListenAttendSpell of(int bands, int symbols) {
        return new ListenAttendSpell(bands, symbols, 2, 32, 128, 2, RecurrentCell.GRU, AttentionScore.ADDITIVE, 0.2, 0.2, 0, 1);
    }

    @Override
    public int framesPerStep() {
        return framesPerFirst << (layers - 1);
    }

    /** The same with another number of frames that the first layer hears as one. */
    public ListenAttendSpell withFramesPerFirst(int frames) {
        return Records.with(this, "framesPerFirst", frames);
    }

    /** The same with another number of units. */
    public ListenAttendSpell withHiddenSize(int units) {
        return Records.with(this, "hiddenSize", units);
    }

    /** The same with another number of layers in the pyramid. */
    public ListenAttendSpell withLayers(int number) {
        return Records.with(this, "layers", number);
    }

    /** The same with another cell. */
    public ListenAttendSpell withCell(RecurrentCell other) {
        return Records.with(this, "cell", other);
    }

    /** The same with another score. */
    public ListenAttendSpell withScore(AttentionScore other) {
        return Records.with(this, "score", other);
    }

    @Override
    public ComputationGraph build(IUpdater updater) {
        var graph = new SpellingGraph(this, dropout, updater);
        var below = FRAMES;
        for (int i = 0; i < layers; i++) {
            int factor = i == 0 ? framesPerFirst : 2;
            int size = factor * (i == 0 ? bands : hiddenSize);
            var stacked = factor == 1 ? below : graph.add("stacked" + i, new FrameStacking(factor), below);
            below = graph.add("encoder" + i, new BidirectionalRecurrent(cell.layer(size, hiddenSize / 2, i == 0 ? 0 : dropout)), stacked);
        }
        var memory = graph.add(EncoderDecoderGraph.MEMORY, new SequenceDropout(1 - dropout), below);
        var attention = Attention.builder().query(hiddenSize).memory(hiddenSize).hidden(hiddenSize).nOut(hiddenSize).score(score).build();
        var decoder = new AttentiveDecoder(cell.layer(embedding, hiddenSize, 0), attention);
        return graph.ending(graph.add("decoder", decoder, TARGET_EMBEDDING, memory), memory, dropout);
    }
}
