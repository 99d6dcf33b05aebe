package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unrolled.nn.CloseTo.assertClose;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.unrolled.nn.backend.NotFiniteException;

class StepLinearTest {
    static Stream<StepLinear> settings() {
        return Stream.of(StepLinear.builder().nIn(6).nOut(4).build(), StepLinear.builder().nIn(6).nOut(4).tanh(false).build(),
            StepLinear.builder().nIn(6).nOut(4).dropOut(0.6).build(),
            StepLinear.builder().nIn(6).nOut(4).tanh(false).dropOut(0.5).build());
    }

    private static UnaryOperator<GraphBuilder> decoder(StepLinear bottleneck) {
        return graph -> SmallTranslation.withState(graph)
            .addVertex("decoder", new RecurrentDecoder(Gru.builder().nIn(4).nOut(6).build()), "words", "state")
            .addVertex("bottleneck", bottleneck.clone(), "decoder");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void gradientsAreRight(StepLinear bottleneck) {
        SmallTranslation.checkGradients(SmallTranslation.checkable(4, "bottleneck", decoder(bottleneck)));
    }

    @ParameterizedTest
    @MethodSource("settings")
    void stepByStepGivesWhatTheWholeSequenceGives(StepLinear bottleneck) {
        assertNull(SmallTranslation.checkSteps(SmallTranslation.graph(DataType.FLOAT, new NoOp(), 4, "bottleneck",
            decoder(bottleneck))), "nothing attends");
    }

    @ParameterizedTest
    @MethodSource("settings")
    void survivesFileJsonAndClone(StepLinear bottleneck, @TempDir Path folder) throws Exception {
        SmallTranslation.checkStorage(decoder(bottleneck), 4, "bottleneck", folder);
    }

    private static ComputationGraph alone(StepLinear linear) {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).graphBuilder()
            .addInputs("x").addVertex("linear", linear, "x").setOutputs("linear").build());
        graph.init();
        return graph;
    }

    @Test
    void aWorkedExample() {
        // W = (1 2; 3 4), b = (10, 20), one sequence of the steps (1, 0) and (0, 1), the second masked in the end.
        var graph = alone(StepLinear.builder().nIn(2).nOut(2).tanh(false).build());
        var table = graph.getVertex("linear").paramTable(false);
        table.get(StepLinear.MATRIX).assign(Nd4j.createFromArray(new double[][] {{1, 2}, {3, 4}}));
        table.get(StepLinear.BIAS).assign(Nd4j.createFromArray(10.0, 20).reshape(1, 2));
        var x = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}}).reshape(1, 2, 2);
        assertClose(Nd4j.createFromArray(new double[][] {{11, 13}, {22, 24}}).reshape(1, 2, 2), graph.output(x)[0], 1e-12, "y");
        var masked = graph.output(false, new INDArray[] {x}, new INDArray[] {Nd4j.createFromArray(1.0, 0).reshape(1, 2)})[0];
        assertClose(Nd4j.createFromArray(new double[][] {{11, 0}, {22, 0}}).reshape(1, 2, 2), masked, 1e-12, "masked");
    }

    @Test
    void mistakesAndNotANumberAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> StepLinear.builder().nIn(3).nOut(0).build());
        var e = assertThrows(IllegalArgumentException.class, () -> new NeuralNetConfiguration.Builder().graphBuilder()
            .addInputs("x").setInputTypes(InputType.recurrent(3)).addVertex("linear", StepLinear.builder().nIn(2).nOut(2).build(), "x")
            .setOutputs("linear").build());
        assertTrue(e.getMessage().contains("StepLinear(2 to 2, tanh) takes vectors of 2 features"), e.getMessage());
        var graph = alone(StepLinear.builder().nIn(2).nOut(2).build());
        var x = Nd4j.zeros(DataType.DOUBLE, 1, 2, 3);
        x.putScalar(new int[] {0, 1, 2}, Double.NaN);
        var nan = assertThrows(NotFiniteException.class, () -> graph.output(x));
        assertTrue(nan.getMessage().contains("vertex linear: its input holds NaN or infinity at step 2"), nan.getMessage());
        // tanh makes 1 of infinity.
        x.putScalar(new int[] {0, 1, 2}, Double.POSITIVE_INFINITY);
        assertThrows(NotFiniteException.class, () -> graph.output(x));
    }
}
