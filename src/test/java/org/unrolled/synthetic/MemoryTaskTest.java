package org.unrolled.synthetic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.VanillaRnn;

class MemoryTaskTest {
    static MemoryTask[] tasks() {
        return new MemoryTask[] {new AddingTask(11), new CopyTask(4, 3, 5), new ParityTask(9, true), new ParityTask(9, false)};
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void oneSeedIsOneSetOfExamples(MemoryTask task) {
        assertEquals(task.examples(20, 7), task.examples(20, 7));
        assertNotEquals(task.examples(20, 7), task.examples(20, 8));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void theLastStepIsAlwaysAsked(MemoryTask task) {
        var examples = task.examples(20, 7);
        assertArrayEquals(new long[] {20, task.length()}, examples.getLabelsMaskArray().shape());
        assertEquals(20, lastColumn(examples.getLabelsMaskArray()).sumNumber().intValue());
        assertNull(examples.getFeaturesMaskArray());
        assertTrue(task.lag() < task.length());
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void batchesAreFreshButRepeatable(MemoryTask task) {
        var batches = task.batches(3, 20, 7);
        assertEquals(3, batches.size());
        assertEquals(20, batches.get(2).numExamples());
        assertNotEquals(batches.get(0), batches.get(1));
        assertEquals(batches, task.batches(3, 20, 7));
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void anOrdinaryNetworkThatGuessesHasTheGuessingLoss(MemoryTask task) {
        var network = guessing(task);
        assertEquals(task.guessingLoss(), network.score(task.examples(4000, 3)), 0.006);
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void anEmptyBatchIsRefused(MemoryTask task) {
        var error = assertThrows(IllegalArgumentException.class, () -> task.examples(0, 1));
        assertTrue(error.getMessage().contains("count is 0, expected at least 1"), error.getMessage());
    }

    @Test
    void addingMarksOneNumberInEachHalf() {
        var task = new AddingTask(11);
        var examples = task.examples(200, 5);
        var marks = examples.getFeatures().get(NDArrayIndex.all(), NDArrayIndex.point(1), NDArrayIndex.all());
        for (int b = 0; b < 200; b++) {
            double sum = 0;
            int before = 0;
            int after = 0;
            for (int t = 0; t < 11; t++) {
                if (marks.getDouble(b, t) == 1) {
                    sum += examples.getFeatures().getDouble(b, 0, t);
                    before += t < 5 ? 1 : 0;
                    after += t < 5 ? 0 : 1;
                }
            }
            assertEquals(1, before);
            assertEquals(1, after);
            assertEquals(sum, examples.getLabels().getDouble(b, 0, 10), 1e-6);
        }
        assertEquals(2 * 200, marks.sumNumber().intValue());
        assertEquals(1, examples.getLabelsMaskArray().getRow(0).sumNumber().intValue());
    }

    @Test
    void addingCallsASumRightWithinTheTolerance() {
        var task = new AddingTask(6);
        var examples = task.examples(4, 1);
        var output = examples.getLabels().dup();
        output.putScalar(0, 0, 5, output.getDouble(0, 0, 5) + 0.079);
        output.putScalar(1, 0, 5, output.getDouble(1, 0, 5) - 0.081);
        output.putScalar(2, 0, 0, 17);
        assertEquals(0.75, task.accuracy(output, examples));
    }

    @Test
    void copyWritesTheSymbolsAfterTheGo() {
        var task = new CopyTask(4, 3, 5);
        assertEquals(11, task.length());
        assertEquals(8, task.lag());
        var examples = task.examples(50, 2);
        for (int b = 0; b < 50; b++) {
            int[] shown = examples.getFeatures().getRow(b).toIntVector();
            int[] asked = examples.getLabels().getRow(b).toIntVector();
            int[] symbols = Arrays.copyOf(shown, 3);
            assertTrue(Arrays.stream(symbols).allMatch(s -> s >= 0 && s < 4));
            assertArrayEquals(new int[] {4, 4, 4, 4, 5, 4, 4, 4}, Arrays.copyOfRange(shown, 3, 11));
            assertArrayEquals(symbols, Arrays.copyOfRange(asked, 8, 11));
        }
        assertArrayEquals(new int[] {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1}, examples.getLabelsMaskArray().getRow(0).toIntVector());
    }

    @Test
    void parityCountsTheOnesSoFar() {
        var every = new ParityTask(9, true).examples(50, 4);
        for (int b = 0; b < 50; b++) {
            int ones = 0;
            for (int t = 0; t < 9; t++) {
                ones += every.getFeatures().getInt(b, t);
                assertEquals(ones % 2, every.getLabels().getInt(b, t));
            }
        }
        assertEquals(50 * 9, every.getLabelsMaskArray().sumNumber().intValue());
        assertEquals(50, new ParityTask(9, false).examples(50, 4).getLabelsMaskArray().sumNumber().intValue());
    }

    @Test
    void onlyAskedStepsCountAsRightOrWrong() {
        var task = new ParityTask(5, false);
        var examples = task.examples(40, 4);
        assertEquals(1, task.accuracy(oneHot(examples, 2, 0), examples));
        assertEquals(0, task.accuracy(oneHot(examples, 2, 1), examples));
        var copy = new CopyTask(4, 2, 3);
        assertEquals(1, copy.accuracy(oneHot(copy.examples(40, 4), 4, 0), copy.examples(40, 4)));
    }

    @Test
    void anOutputOfAnotherShapeIsRefused() {
        var task = new CopyTask(4, 2, 3);
        var error = assertThrows(IllegalArgumentException.class,
                () -> task.accuracy(Nd4j.zeros(40, 6, 7), task.examples(40, 1)));
        assertTrue(error.getMessage().contains("[40, 6, 7], expected [40, 4, 7]"), error.getMessage());
        var nan = Nd4j.zeros(40, 4, 7);
        nan.putScalar(3, 2, 1, Double.NaN);
        error = assertThrows(IllegalArgumentException.class, () -> task.accuracy(nan, task.examples(40, 1)));
        assertTrue(error.getMessage().contains("NaN"), error.getMessage());
    }

    @Test
    void sizesThatMakeNoTaskAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new AddingTask(1));
        assertThrows(IllegalArgumentException.class, () -> new CopyTask(1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new CopyTask(2, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new CopyTask(2, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new ParityTask(0, true));
    }

    /** A network whose answers don't depend on its input: 1 for numbers, all classes alike otherwise. */
    private static MultiLayerNetwork guessing(MemoryTask task) {
        boolean numbers = task instanceof AddingTask;
        BaseOutputLayer answer = numbers
            ? new RnnOutputLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).nIn(3).nOut(1).build()
            : SoftmaxOutput.builder().nIn(3).nOut(task.outputs()).build();
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
            .layer(VanillaRnn.builder().nIn(task.inputs()).nOut(3).tokenInput(!numbers).build())
            .layer(answer).build());
        network.init();
        network.params().assign(0);
        if (numbers) {
            network.setParam("1_b", Nd4j.ones(1, 1));
        }
        return network;
    }

    /** Certain of the class that lies this far from the label. */
    private static INDArray oneHot(DataSet examples, int classes, int off) {
        var labels = examples.getLabels();
        var output = Nd4j.zeros(labels.size(0), classes, labels.size(1));
        for (int b = 0; b < labels.size(0); b++) {
            for (int t = 0; t < labels.size(1); t++) {
                output.putScalar(b, (labels.getInt(b, t) + off) % classes, t, 1);
            }
        }
        return output;
    }

    private static INDArray lastColumn(INDArray matrix) {
        return matrix.getColumn(matrix.size(1) - 1);
    }
}
