package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.model.CaptionModel;
import org.unrolled.model.PictureEncoder;
import org.unrolled.model.TranslationModel;

class PolicyGraphTest {
    private static final int WORDS = 7;

    private static ComputationGraph graph() {
        return CaptionModel.showAttendTell(3, WORDS).withHiddenSize(6).withEmbedding(4).withDropout(0.5).withLabelSmoothing(0.2).build();
    }

    private static ComputationGraph policy(ComputationGraph graph, Integer... never) {
        return PolicyGraph.of(graph, CaptionModel.OUTPUT, Set.of(never), new FusedAdam(0.5));
    }

    private static MultiDataSet batch() {
        Nd4j.getRandom().setSeed(1);
        return new MultiDataSet(new INDArray[] {Nd4j.rand(2, 3, 4), Nd4j.createFromArray(new float[][] {{2, 4, 5}, {2, 6, 0}})},
            new INDArray[] {Nd4j.createFromArray(new float[][] {{4, 5, 3}, {6, 3, 0}})},
            new INDArray[] {null, Nd4j.createFromArray(new float[][] {{1, 1, 1}, {1, 1, 0}})},
            new INDArray[] {Nd4j.createFromArray(new float[][] {{2, 2, 2}, {-1, -1, 0}})});
    }

    /** Nothing is drawn at random in a training pass, and its score is the one that decoding's probabilities give. */
    @Test
    void trainsOnWhatItWrites() {
        var policy = policy(graph(), 0, 1, 2);
        var batch = batch();
        var p = policy.output(false, batch.getFeatures(), batch.getFeaturesMaskArrays())[0];
        double expected = 0;
        for (int row = 0; row < 2; row++) {
            for (int t = 0; t < 3; t++) {
                double weight = batch.getLabelsMaskArray(0).getDouble(row, t);
                expected -= weight == 0 ? 0 : weight * Math.log(p.getDouble(row, batch.getLabels(0).getInt(row, t), t)) / 2;
            }
        }
        assertEquals(expected, policy.score(batch, true), 1e-5);
        assertEquals(expected, policy.score(batch, false), 1e-5);
        assertEquals(0, p.getDouble(0, 0, 0) + p.getDouble(0, 1, 0) + p.getDouble(0, 2, 0), 1e-37);
    }

    @Test
    void leavesTheGraphAsItWas() {
        var graph = graph();
        var before = graph.params().dup();
        var json = graph.getConfiguration().toJson();
        var policy = policy(graph, 0);
        assertEquals(1, policy.params().neq(before).castTo(DataType.INT32).sumNumber().intValue(), "one bias");
        policy.fit(batch());
        assertEquals(before, graph.params());
        assertEquals(json, graph.getConfiguration().toJson());
        // Adam's first step is about the rate, which is the policy's own, in each parameter with a gradient.
        assertTrue(policy.getParam(CaptionModel.OUTPUT + "_b").sub(graph.getParam(CaptionModel.OUTPUT + "_b")).getDouble(4) > 0.4);
        assertNotEquals(json, policy.getConfiguration().toJson());
        assertEquals(policy.getConfiguration(), ComputationGraphConfiguration.fromJson(policy.getConfiguration().toJson()));
    }

    @Test
    void saysWhatMakesNoPolicy() {
        var pictures = new PictureEncoder(8, 2, List.of(4, 4), 1).build();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> policy(pictures)).getMessage().contains("SoftmaxOutput \"output\""));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> policy(graph(), WORDS)).getMessage().contains("tokens 0 to 6"));
        var bidirectional = TranslationModel.attention(9, 9).withHiddenSize(4).withEmbedding(4).build();
        assertTrue(assertThrows(IllegalArgumentException.class, () -> policy(bidirectional)).getMessage().contains("holds another layer"));
    }
}
