package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.unrolled.nn.backend.NotFiniteException;

/** Both directions at once: the same as DL4J's wrapper, and right by finite differences. */
class BidirectionalRecurrentTest {
    private static final DataType TYPE = DataType.FLOAT;

    private static RecurrentConfiguration layer(Examples.Kind kind, int nIn, int nOut) {
        return (RecurrentConfiguration) kind.layer(nIn, nOut);
    }

    private static void close(INDArray expected, INDArray actual) {
        assertTrue(expected.equalsWithEps(actual, 2e-6), () -> "differs by " + expected.sub(actual).amaxNumber());
    }

    @ParameterizedTest
    @EnumSource(Bidirectional.Mode.class)
    void givesWhatTheWrapperGives(Bidirectional.Mode mode) {
        for (var kind : Examples.Kind.values()) {
            int second = mode == Bidirectional.Mode.CONCAT ? 10 : 5;
            var wrapper = Examples.network(TYPE, new Adam(1e-2), 3, List.of(
                new Bidirectional(mode, kind.layer(4, 5)), new Bidirectional(mode, kind.layer(second, 5))));
            var ours = Examples.network(TYPE, new Adam(1e-2), 3, List.of(
                new BidirectionalRecurrent(mode, layer(kind, 4, 5)),
                new BidirectionalRecurrent(mode, layer(kind, second, 5))));
            ours.setParams(wrapper.params().dup());
            var input = Examples.input(TYPE, 9, 4, 6);
            var labels = Examples.labels(TYPE, 9, 3, 6);
            var mask = Examples.mask(TYPE, 9, 6);
            close(wrapper.output(input), ours.output(input));
            wrapper.fit(input, labels);
            ours.fit(input, labels);
            close(wrapper.params(), ours.params());
            wrapper.fit(input, labels, mask, mask);
            ours.fit(input, labels, mask, mask);
            close(wrapper.params(), ours.params());
        }
    }

    /** Large enough for each direction to run on a thread of its own. */
    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void givesWhatTheWrapperGivesAlsoSideBySide(Examples.Kind kind) {
        var wrapper = Examples.network(DataType.DOUBLE, new Adam(1e-2), 3, List.of(new Bidirectional(kind.layer(20, 50))));
        var ours = Examples.network(DataType.DOUBLE, new Adam(1e-2), 3,
            List.of(new BidirectionalRecurrent(layer(kind, 20, 50))));
        ours.setParams(wrapper.params().dup());
        var input = Examples.input(DataType.DOUBLE, 33, 20, 12);
        var labels = Examples.labels(DataType.DOUBLE, 33, 3, 12);
        var mask = Examples.mask(DataType.DOUBLE, 33, 12);
        close(wrapper.output(input), ours.output(input));
        wrapper.fit(input, labels);
        ours.fit(input, labels);
        wrapper.fit(input, labels, mask, mask);
        ours.fit(input, labels, mask, mask);
        close(wrapper.params(), ours.params());
    }

    @Test
    void trainingWithDropOutRepeatsToTheLastBit() {
        var input = Examples.input(TYPE, 33, 20, 12);
        var labels = Examples.labels(TYPE, 33, 3, 12);
        var runs = new float[2][];
        for (int run = 0; run < 2; run++) {
            var layer = Gru.builder().nIn(20).nOut(50).dropOut(0.8).recurrentDropOut(0.7).build();
            var network = Examples.network(TYPE, new Adam(1e-2), 3, List.of(new BidirectionalRecurrent(layer)));
            Nd4j.getRandom().setSeed(4);
            for (int step = 0; step < 5; step++) {
                network.fit(input, labels);
            }
            runs[run] = network.params().dup().data().asFloat();
        }
        assertArrayEquals(runs[0], runs[1]);
    }

    @Test
    void badInputIsReportedAlsoSideBySide() {
        var layer = Lstm.builder().nIn(20).nOut(50).build();
        var network = Examples.network(TYPE, new Adam(1e-2), 3, List.of(new BidirectionalRecurrent(layer)));
        var input = Examples.input(TYPE, 33, 20, 12);
        input.putScalar(new int[] {30, 2, 5}, Float.NaN);
        var thrown = assertThrows(NotFiniteException.class, () -> network.output(input));
        assertTrue(thrown.getMessage().contains("layer0"), thrown.getMessage());
        assertTrue(thrown.getMessage().contains("step 5 (example 30, feature 2)"), thrown.getMessage());
    }

    @Test
    void gradientsOfAStackOverTokenIdsWithMask() {
        var before = Nd4j.dataType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            for (var mode : Bidirectional.Mode.values()) {
                var first = Lstm.builder().nIn(5).nOut(2).tokenInput(true).build();
                var network = Examples.checkable(2, new BidirectionalRecurrent(mode, first),
                    new BidirectionalRecurrent(mode, Gru.builder().nOut(2)
                        .nIn(mode == Bidirectional.Mode.CONCAT ? 4 : 2).build()));
                var mask = Examples.mask(DataType.DOUBLE, 3, 4);
                assertTrue(GradientCheckUtil.checkGradients(new GradientCheckUtil.MLNConfig().net(network)
                    .input(Examples.tokens(DataType.DOUBLE, 3, 5, 4)).labels(Examples.labels(DataType.DOUBLE, 3, 2, 4))
                    .inputMask(mask).labelMask(mask).print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
            }
        } finally {
            Nd4j.setDefaultDataTypes(before, before);
        }
    }

    @Test
    void savesLoadsClonesAndTraces(@TempDir Path folder) throws IOException {
        var network = Examples.network(TYPE, new Adam(1e-2), 3,
            List.of(new BidirectionalRecurrent(layer(Examples.Kind.LSTM, 4, 5))));
        var input = Examples.input(TYPE, 3, 4, 6);
        var configuration = network.getLayerWiseConfigurations();
        assertEquals(configuration.getConf(0).getLayer(),
            MultiLayerConfiguration.fromJson(configuration.toJson()).getConf(0).getLayer());
        var file = folder.resolve("network.zip").toFile();
        ModelSerializer.writeModel(network, file, true);
        close(network.output(input), ModelSerializer.restoreMultiLayerNetwork(file).output(input));
        close(network.output(input), network.clone().output(input));
        var runtime = (BidirectionalRuntime) network.getLayer(0);
        runtime.backwards().tracing(true);
        var out = network.feedForward(input).get(1);
        close(out.get(all(), interval(5, 10),
            all()), runtime.backwards().trace().hidden());
    }

    @Test
    void otherLayoutsAreRefused() {
        var layer = Lstm.builder().nIn(4).nOut(5).dataFormat(RNNFormat.NWC).build();
        assertThrows(IllegalArgumentException.class, () -> new BidirectionalRecurrent(layer));
    }
}
