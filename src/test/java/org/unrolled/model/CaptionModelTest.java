package org.unrolled.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.arrays.FeatureScaling;
import org.unrolled.model.ShowTell.ImageInput;
import org.unrolled.nn.TokenDecoder;
import org.unrolled.nn.backend.AttentionScore;

class CaptionModelTest {
    private static final int FEATURES = 6;
    private static final int WORDS = 9;
    private static final FeatureScaling SCALING = new FeatureScaling(new float[] {0, 1, 2, 0, 1, 2}, new float[] {1, 2, 1, 0.5f, 1, 2});

    private static ShowTell tell() {
        return CaptionModel.showTell(FEATURES, WORDS).withHiddenSize(8).withEmbedding(5).withBottleneck(4);
    }

    static Stream<CaptionModel<?>> variants() {
        var attend = CaptionModel.showAttendTell(FEATURES, WORDS).withHiddenSize(8).withEmbedding(5);
        return Stream.of(tell(), tell().withImage(ImageInput.EVERY_STEP).withCell(RecurrentCell.RNN), tell().withImage(ImageInput.BOTH)
            .withCell(RecurrentCell.GRU).withTied(false), attend, attend.withCell(RecurrentCell.GRU).withTied(false).withGated(false)
            .withDoublyStochastic(0), tell().withScaling(SCALING), attend.withScaling(SCALING), attend.withScore(AttentionScore.DOT)
            .withScaling(SCALING).withGrid(2, 2));
    }

    private static INDArray pictures(int count) {
        Nd4j.getRandom().setSeed(3);
        return Nd4j.rand(count, FEATURES, 4);
    }

    private static INDArray words() {
        return Nd4j.createFromArray(new float[][] {{1, 4, 5, 6}, {1, 7, 8, 2}});
    }

    @ParameterizedTest
    @MethodSource("variants")
    void stepByStepGivesWhatTheWholeSequenceGives(CaptionModel<?> model) {
        var graph = model.build();
        INDArray[] inputs = {pictures(2), words()};
        var whole = graph.output(false, inputs)[0].dup();
        var decoder = new TokenDecoder(graph, CaptionModel.TARGET_EMBEDDING, CaptionModel.OUTPUT);
        var state = decoder.start(inputs, null);
        for (int t = 0; t < 4; t++) {
            var step = decoder.step(state, words().getColumn(t).toIntVector());
            assertTrue(whole.get(all(), all(), point(t)).equalsWithEps(Transforms.exp(step.logProbabilities()), 1e-5), "step " + t);
            assertEquals(model instanceof ShowAttendTell, step.attention() != null);
            state = step.state();
        }
    }

    /** Each number of the picture counts, and another picture's doesn't. */
    @ParameterizedTest
    @MethodSource("variants")
    void saysWhatItSays_ofItsOwnPicture(CaptionModel<?> model) {
        var graph = model.withDropout(0).build();
        var pictures = pictures(2);
        var before = graph.output(false, pictures, words())[0].dup();
        pictures.get(point(1)).addi(0.5);
        var after = graph.output(false, pictures, words())[0];
        assertEquals(before.get(point(0)), after.get(point(0)));
        assertNotEquals(before.get(point(1)), after.get(point(1)));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void goesThroughJsonAndComesFromItsSeed(CaptionModel<?> model) {
        var graph = model.withLabelSmoothing(0.1).build();
        assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        assertEquals(graph.params(), model.build().params());
        assertNotEquals(graph.params(), model.withSeed(2).build().params());
    }

    /** h0 and c0 of an LSTM are made of the picture; with the picture at every step alone, the first state is zeros. */
    @Test
    void givesThePictureWhereItIsAsked() {
        assertEquals(16, tell().build().getLayer("firstState").numParams() / 5);
        assertEquals(8, tell().withCell(RecurrentCell.GRU).build().getLayer("firstState").numParams() / 5);
        assertFalse(tell().withImage(ImageInput.EVERY_STEP).build().getConfiguration().getVertices().containsKey("firstState"));
        long narrow = tell().build().getVertex("decoder").numParams();
        assertEquals(narrow + 4 * 4 * 8, tell().withImage(ImageInput.BOTH).build().getVertex("decoder").numParams());
    }

    /** With the mean as the whole, what is learned from means can be asked of grids. */
    @Test
    void seesOfAGridAsMuchAsOfItsMean() {
        var graph = tell().withScaling(SCALING).build();
        var pictures = pictures(2);
        assertTrue(graph.outputSingle(pictures, words()).equalsWithEps(graph.outputSingle(pictures.mean(true, 2), words()), 1e-5));
    }

    /** Scaled features in, or a model that scales them: the same. */
    @Test
    void scalesFeaturesBeforeAllElse() {
        var attend = CaptionModel.showAttendTell(FEATURES, WORDS).withHiddenSize(8).withEmbedding(5);
        var pictures = pictures(2);
        var scaled = pictures.sub(Nd4j.createFromArray(SCALING.mean()).reshape(1, FEATURES, 1))
            .div(Nd4j.createFromArray(SCALING.deviation()).reshape(1, FEATURES, 1));
        assertTrue(attend.build().outputSingle(scaled, words()).equalsWithEps(attend.withScaling(SCALING).build().outputSingle(pictures,
            words()), 1e-5));
    }

    @Test
    void refusesSettingsThatMakeNoModel() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> tell().withScaling(SCALING).withSizes(5, 9)).getMessage()
            .contains("a scaling of 6 features for 5"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> tell().withBottleneck(0)).getMessage().contains("bottleneck of 0"));
        assertThrows(IllegalArgumentException.class, () -> tell().withHiddenSize(0));
        assertThrows(IllegalArgumentException.class, () -> tell().withSizes(0, 3));
        assertThrows(IllegalArgumentException.class, () -> tell().withDropout(1));
        var attend = CaptionModel.showAttendTell(FEATURES, WORDS);
        assertThrows(IllegalArgumentException.class, () -> attend.withGrid(2, 0));
        assertThrows(IllegalArgumentException.class, () -> attend.withDoublyStochastic(-1));
        assertThrows(IllegalArgumentException.class, () -> attend.withDoublyStochastic(Double.NaN));
    }
}
