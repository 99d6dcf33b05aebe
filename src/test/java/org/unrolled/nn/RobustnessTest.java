package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.nn.backend.NotFiniteException;

/** Odd sizes and layouts, several threads, bad input, traces and repeatable randomness. */
class RobustnessTest {
    private static final DataType TYPE = DataType.FLOAT;

    private static MultiLayerNetwork network(Examples.Kind kind) {
        return Examples.network(TYPE, new Adam(1e-2), 3, List.of(kind.layer(4, 6), kind.layer(6, 5)));
    }

    private static void close(INDArray expected, INDArray actual) {
        assertTrue(expected.equalsWithEps(actual, 2e-6), () -> "differs by " + expected.sub(actual).amaxNumber());
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void batchesOfChangingShapeGiveWhatAFreshNetworkGives(Examples.Kind kind) {
        var network = network(kind);
        for (int[] shape : new int[][] {{3, 7}, {1, 1}, {9, 2}, {1, 30}, {3, 7}, {17, 5}}) {
            var input = Examples.input(TYPE, shape[0], 4, shape[1]);
            network.fit(input, Examples.labels(TYPE, shape[0], 3, shape[1]));
            var fresh = network.clone();
            close(fresh.output(input), network.output(input));
        }
    }

    @Test
    void nativeMemoryDoesNotGrowFromBatchToBatch() {
        var network = network(Examples.Kind.LSTM);
        int[][] shapes = {{8, 20}, {3, 31}, {8, 20}};
        var inputs = Arrays.stream(shapes).map(s -> Examples.input(TYPE, s[0], 4, s[1])).toList();
        var labels = Arrays.stream(shapes).map(s -> Examples.labels(TYPE, s[0], 3, s[1])).toList();
        long settled = 0;
        for (int step = 0; step < 300; step++) {
            network.fit(inputs.get(step % 3), labels.get(step % 3));
            if (step == 100) {
                System.gc();
                settled = Pointer.totalBytes();
            }
        }
        System.gc();
        long grown = Pointer.totalBytes() - settled;
        assertTrue(grown < 1_000_000, "grew by " + grown + " bytes in 200 steps");
    }

    @Test
    void longSequencesWork() {
        var network = network(Examples.Kind.GRU_AFTER);
        var input = Examples.input(TYPE, 2, 4, 5000);
        network.fit(input, Examples.labels(TYPE, 2, 3, 5000));
        var full = network.output(input);
        network.rnnClearPreviousState();
        network.rnnTimeStep(input.get(all(), all(), interval(0, 4999)));
        close(full.get(all(), all(), interval(4999, 5000)),
            network.rnnTimeStep(input.get(all(), all(), interval(4999, 5000))));
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void viewsAndOtherLayoutsAreInputAsGoodAsAnyOther(Examples.Kind kind) {
        var network = network(kind);
        var large = Examples.input(TYPE, 5, 8, 9);
        var view = large.get(interval(1, 4), interval(2, 6), interval(3, 8));
        var expected = network.output(view.dup('c'));
        close(expected, network.output(view));
        close(expected, network.output(view.dup('f')));
        close(expected, network.output(view.permute(2, 0, 1).dup('c').permute(1, 2, 0)));
        var labels = Examples.labels(TYPE, 3, 3, 5);
        var other = network.clone();
        network.fit(view, labels);
        other.fit(view.dup('c'), labels.permute(2, 1, 0).dup('c').permute(2, 1, 0));
        close(network.params(), other.params());
    }

    @Test
    void networksTrainInSeveralThreadsAsTheyDoAlone() throws Exception {
        var input = Examples.input(TYPE, 16, 4, 20);
        var labels = Examples.labels(TYPE, 16, 3, 20);
        var pool = Executors.newFixedThreadPool(4);
        try {
            List<Callable<INDArray>> jobs = IntStream.range(0, 8).<Callable<INDArray>>mapToObj(i -> () -> {
                var network = network(Examples.Kind.values()[i % 4 + 2]);
                for (int step = 0; step < 10; step++) {
                    network.fit(input, labels);
                }
                return network.params().dup();
            }).toList();
            List<Future<INDArray>> results = pool.invokeAll(jobs);
            for (int i = 0; i < 4; i++) {
                var alone = jobs.get(i).call();
                close(alone, results.get(i).get());
                close(alone, results.get(i + 4).get());
            }
        } finally {
            pool.shutdown();
        }
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void badInputIsReportedWithLayerAndStep(float bad) {
        for (var kind : Examples.Kind.values()) {
            var layer = kind.builder().name("encoder").nIn(4).nOut(6).build();
            var network = Examples.network(TYPE, new Adam(1e-2), 3, List.of(layer));
            var input = Examples.input(TYPE, 3, 4, 7);
            input.putScalar(new int[] {1, 2, 5}, bad);
            var thrown = assertThrows(NotFiniteException.class,
                () -> network.fit(input, Examples.labels(TYPE, 3, 3, 7)));
            assertEquals(5, thrown.step());
            assertTrue(thrown.getMessage().contains("encoder"), thrown.getMessage());
            assertTrue(thrown.getMessage().contains("step 5 (example 1, feature 2)"), thrown.getMessage());
        }
    }

    @Test
    void divergedWeightsAndAnExplodingStateAreReported() {
        var network = Examples.network(TYPE, new Adam(1e-2), 3, List.of(Examples.Kind.RELU.layer(4, 6)));
        network.getParam("0_RW").muli(1e10);
        var exploded = assertThrows(NotFiniteException.class,
            () -> network.output(Nd4j.ones(TYPE, 3, 4, 40)));
        assertTrue(exploded.step() > 0, exploded.getMessage());
        network.getParam("0_RW").putScalar(3, Float.NaN);
        var diverged = assertThrows(NotFiniteException.class,
            () -> network.output(Nd4j.ones(TYPE, 3, 4, 40)));
        assertTrue(diverged.getMessage().contains("weights"), diverged.getMessage());
    }

    @Test
    void wrongShapesSayWhatWasExpected() {
        var network = network(Examples.Kind.LSTM);
        var features = assertThrows(DL4JInvalidInputException.class,
            () -> network.output(Examples.input(TYPE, 3, 5, 7)));
        assertTrue(features.getMessage().contains("[batch, 4, time]") && features.getMessage().contains("[3, 5, 7]"),
            features.getMessage());
        network.rnnTimeStep(Examples.input(TYPE, 3, 4, 1));
        var state = assertThrows(DL4JInvalidInputException.class,
            () -> network.rnnTimeStep(Examples.input(TYPE, 2, 4, 1)));
        assertTrue(state.getMessage().contains("rnnClearPreviousState"), state.getMessage());
        Layer tokens = Lstm.builder().nIn(5).nOut(3).tokenInput(true).build();
        var reader = Examples.network(TYPE, new Adam(1e-2), 3, List.of(tokens));
        var id = assertThrows(IllegalArgumentException.class, () -> reader.output(Nd4j.valueArrayOf(1, 1, 2).addi(4)));
        assertTrue(id.getMessage().contains("0 to 4"), id.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Lstm.builder().activation(Activation.RELU).build());
        assertThrows(IllegalArgumentException.class, () -> Gru.builder().recurrentDropOut(1.5));
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void traceShowsStatesGatesAndGradients(Examples.Kind kind) {
        var network = network(kind);
        var layer = (RecurrentRuntime) network.getLayer(1);
        assertThrows(IllegalStateException.class, layer::trace);
        layer.tracing(true);
        var input = Examples.input(TYPE, 3, 4, 7);
        var activations = network.feedForward(input);
        var trace = layer.trace();
        close(activations.get(2), trace.hidden());
        assertEquals(kind == Examples.Kind.LSTM || kind == Examples.Kind.PEEPHOLES, trace.cellState() != null);
        assertNull(trace.hiddenGradients(), "no backward pass yet");
        if (kind == Examples.Kind.LSTM) {
            var gates = trace.gates();
            close(trace.hidden(), gates.get("output").mul(
                Transforms.tanh(trace.cellState())));
        }
        network.fit(input, Examples.labels(TYPE, 3, 3, 7));
        assertNotNull(layer.trace().hiddenGradients());
        assertTrue(layer.trace().hiddenGradients().norm2Number().doubleValue() > 0);
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void paddingChangesNothing(Examples.Kind kind) {
        var network = network(kind);
        var input = Examples.input(TYPE, 2, 4, 7);
        var labels = Examples.labels(TYPE, 2, 3, 7);
        var mask = Nd4j.ones(TYPE, 2, 7);
        mask.get(all(), interval(5, 7)).assign(0);
        var other = network.clone();
        network.setLayerMaskArrays(mask, mask);
        var masked = network.output(input, false, mask, mask);
        var cut = other.output(input.get(all(), all(), interval(0, 5)));
        close(cut, masked.get(all(), all(), interval(0, 5)));
        network.fit(input, labels, mask, mask);
        other.fit(input.get(all(), all(), interval(0, 5)).dup(), labels.get(all(), all(), interval(0, 5)).dup());
        close(other.params(), network.params());
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void dropOutRepeatsWithItsSeedAndRestsOutsideTraining(Examples.Kind kind) {
        var layer = kind.builder().nIn(4).nOut(6).recurrentDropOut(0.5).build();
        var network = Examples.network(TYPE, new Adam(1e-2), 3, List.of(layer));
        var input = Examples.input(TYPE, 3, 4, 7);
        Nd4j.getRandom().setSeed(9);
        var first = network.feedForward(input, true).get(1).dup();
        var next = network.feedForward(input, true).get(1).dup();
        Nd4j.getRandom().setSeed(9);
        var again = network.feedForward(input, true).get(1).dup();
        assertEquals(first, again);
        assertNotEquals(first, next);
        assertNotEquals(first, network.output(input));
        close(network.output(input), network.output(input));
    }
}
