package org.unrolled.model;

import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.arrays.FeatureScaling;
import org.unrolled.nn.Attention;
import org.unrolled.nn.AttentiveDecoder;
import org.unrolled.nn.GridPositions;
import org.unrolled.nn.Pooling;
import org.unrolled.nn.Records;
import org.unrolled.nn.StepLinear;
import org.unrolled.nn.backend.AttentionScore;

/**
 * The decoder looks at the grid anew for each word, as in "Show, Attend and Tell" (Xu et al. 2015), with soft attention (section 4.2).
 * <pre>
 * picture → whole → firstState                                    [batch, hiddenSize], an LSTM's [batch, 2 hiddenSize]
 * picture → memory                                                [batch, hiddenSize, places]
 * target → targetEmbedding → decoder (reads memory, begins with firstState) → output
 * </pre>
 * Unlike there, the decoder looks after a step and not before it, with the state that has read the word (Luong, Pham and Manning 2015):
 * what it saw goes into the next word at once, and into the next step.
 *
 * @param features         {@link CaptionModel#features}; the others likewise
 * @param rows             of the grid, so that the decoder knows where it looks ({@link GridPositions}); 0 for places in any order
 * @param columns          of the grid; 0 likewise
 * @param score            how well a state and a place fit together: additive in that paper; a product costs less where places are many
 * @param gated            whether a gate made of the state says how much of what is seen counts (section 4.2.1)
 * @param doublyStochastic weight of the penalty that asks for each place to be looked at in the course of a caption (eq. 14); as the
 *                         loss is a mean over the words, that paper's λ divided by the words of a caption; 0 for none
 */
public record ShowAttendTell(int features, int vocabulary, FeatureScaling scaling, Pooling whole, int rows, int columns, int embedding,
                             int hiddenSize, RecurrentCell cell, AttentionScore score, boolean gated, double doublyStochastic, boolean tied,
                             double dropout, double labelSmoothing, long seed)
    implements CaptionModel<ShowAttendTell> {
    /** @throws IllegalArgumentException naming the setting that makes no model */
    public ShowAttendTell {
        CaptionGraph.require(features, vocabulary, embedding, hiddenSize, dropout, labelSmoothing);
        CaptionGraph.requireUnordered(whole);
        CaptionGraph.requireScaling(scaling, features);
        CaptionGraph.require(rows >= 1 && columns >= 1 || rows == 0 && columns == 0, "a grid of " + rows + " x " + columns + " places",
            "at least 1 x 1, or 0 x 0 for places in any order");
        CaptionGraph.require(doublyStochastic >= 0 && doublyStochastic < Double.POSITIVE_INFINITY,
            "a doubly stochastic penalty of " + doublyStochastic, "0 or above");
    }

    /** An LSTM of 256 units, gated, with a penalty of 0.1: the paper's 1 for ten words; words of 128 numbers, tied to the softmax. */
    public static ShowAttendTell of(int features, int vocabulary) {
        return new ShowAttendTell(features, vocabulary, null, new Pooling.Mean(), 0, 0, 128, 256, RecurrentCell.LSTM, AttentionScore.ADDITIVE, true, 0.1, true, 0.2, 0, 1);
    }

    /** The same with places of which it knows where they are: {@code encoder.shape()} has rows and columns. */
    public ShowAttendTell withGrid(int rows, int columns) {
        return new ShowAttendTell(features, vocabulary, scaling, whole, rows, columns, embedding, hiddenSize, cell, score, gated,
            doublyStochastic, tied, dropout, labelSmoothing, seed);
    }

    /** The same with another score. */
    public ShowAttendTell withScore(AttentionScore how) {
        return Records.with(this, "score", how);
    }

    /** The same with or without a gate. */
    public ShowAttendTell withGated(boolean wanted) {
        return Records.with(this, "gated", wanted);
    }

    /** The same with another weight of the penalty. */
    public ShowAttendTell withDoublyStochastic(double weight) {
        return Records.with(this, "doublyStochastic", weight);
    }

    @Override
    public ComputationGraph build(IUpdater updater) {
        var graph = new CaptionGraph(this, updater);
        var seen = rows == 0 ? graph.seen() : graph.add("placed", new GridPositions(rows, columns), graph.seen());
        var places = StepLinear.builder().nIn(features + rows + columns).nOut(hiddenSize).dropOut(1 - dropout).build();
        var memory = graph.add(EncoderDecoderGraph.MEMORY, places, seen);
        var attention = Attention.builder().query(hiddenSize).memory(hiddenSize).hidden(hiddenSize).nOut(embedding)
            .score(score).gated(gated).doublyStochastic(doublyStochastic).build();
        var decoder = new AttentiveDecoder(cell.layer(embedding, hiddenSize, 0), attention);
        return graph.ending(graph.add("decoder", decoder, TARGET_EMBEDDING, memory, graph.firstState(CaptionGraph.WHOLE)));
    }
}
