package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Every layer and option against finite differences. */
class LayerGradientsTest {
    private static final DataType TYPE = DataType.DOUBLE;
    private DataType before;

    @BeforeEach
    void useDoubles() {
        before = Nd4j.dataType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        Nd4j.getRandom().setSeed(5);
    }

    @AfterEach
    void backToTheTypeBefore() {
        Nd4j.setDefaultDataTypes(before, before);
    }

    private static void check(MultiLayerNetwork network, INDArray in, INDArray labels, INDArray mask,
                              Consumer<MultiLayerNetwork> eachTime) {
        assertTrue(GradientChecks.pass(new GradientCheckUtil.MLNConfig().net(network).input(in)
            .labels(labels).inputMask(mask).labelMask(mask).print(GradientCheckUtil.PrintMode.FAILURES_ONLY)
            .subset(true).maxPerParam(10).callEachIter(eachTime == null ? null : eachTime::accept)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void stackOfTwoLayersOfEachCell(boolean masked) {
        for (var kind : Examples.Kind.values()) {
            var network = Examples.checkable(3, kind.layer(2, 4), kind.layer(4, 3));
            check(network, Examples.input(TYPE, 3, 2, 4), Examples.labels(TYPE, 3, 3, 4),
                masked ? Examples.mask(TYPE, 3, 4) : null, null);
        }
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void tokenIdsAsInput(Examples.Kind kind) {
        var first = kind.builder().nIn(5).nOut(3).tokenInput(true).build();
        check(Examples.checkable(3, first, kind.layer(3, 3)), Examples.tokens(TYPE, 3, 5, 4),
            Examples.labels(TYPE, 3, 3, 4), Examples.mask(TYPE, 3, 4), null);
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void recurrentDropOutAndInputDropOut(Examples.Kind kind) {
        var layer = kind.builder().nIn(2).nOut(4).recurrentDropOut(0.6).dropOut(0.7).build();
        var second = kind.builder().nIn(4).nOut(3).recurrentDropOut(0.6).dropOut(0.7).build();
        check(Examples.checkable(3, layer, second), Examples.input(TYPE, 3, 2, 4),
            Examples.labels(TYPE, 3, 3, 4), null, network -> Nd4j.getRandom().setSeed(77));
    }

    @ParameterizedTest
    @EnumSource(Examples.Kind.class)
    void weightDecayAndLengthOne(Examples.Kind kind) {
        var layer = kind.builder().nIn(1).nOut(1).l2(0.1).l1(0.05).build();
        check(Examples.checkable(2, layer), Examples.input(TYPE, 1, 1, 1), Examples.labels(TYPE, 1, 2, 1), null,
            null);
    }

    @ParameterizedTest
    @EnumSource(value = Bidirectional.Mode.class, names = "MUL", mode = EnumSource.Mode.EXCLUDE)
    void insideBidirectional(Bidirectional.Mode mode) {
        for (var kind : Examples.Kind.values()) {
            var network = Examples.checkable(3, new Bidirectional(mode, kind.layer(2, 2)),
                kind.layer(mode == Bidirectional.Mode.CONCAT ? 4 : 2, 2));
            check(network, Examples.input(TYPE, 3, 2, 4), Examples.labels(TYPE, 3, 3, 4), Examples.mask(TYPE, 3, 4),
                null);
        }
    }
}
