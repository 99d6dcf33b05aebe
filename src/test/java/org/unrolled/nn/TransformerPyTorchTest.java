package org.unrolled.nn;

import static org.unrolled.nn.CloseTo.assertClose;

import java.util.stream.Stream;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.HiddenActivation;

/** The Transformer's vertices against PyTorch's layers: outputs, weights of the attention and all gradients. */
class TransformerPyTorchTest {
    static Stream<Arguments> cases() {
        return PyTorchCases.read("transformer").stream().flatMap(c -> Stream.of(
            Arguments.of(c, "nd4j", DataType.DOUBLE, 1e-9),
            Arguments.of(c, "cpu", DataType.FLOAT, 2e-5)));
    }

    @AfterEach
    void chooseAgain() {
        Backends.use(null);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @MethodSource("cases")
    void equalsPyTorch(PyTorchCases.Case c, String backend, DataType type, double tolerance) {
        Backends.use(backend);
        boolean crosses = c.has("memory");
        var x = steps(c, "input", type);
        var graph = graph(c, type, crosses);
        var vertex = graph.getVertex("part");
        vertex.setInputs(crosses ? new INDArray[] {x, steps(c, "memory", type)} : new INDArray[] {x});
        INDArray[] masks = {mask(c, "mask", type), mask(c, "memoryMask", type)};
        graph.setLayerMaskArrays(crosses ? masks : new INDArray[] {masks[0]}, null);
        vertex.feedForwardMaskArrays(masks, MaskState.Active, (int) x.size(0));
        c.json().get("weights").fieldNames().forEachRemaining(key ->
            vertex.paramTable(true).get(key).assign(c.array("weights", key)));
        var gradients = Nd4j.valueArrayOf(new long[] {1, graph.params().length()}, 99.0, type);
        if (graph.params().length() > 0) {
            vertex.setBackpropGradientsViewArray(gradients);
        }

        assertClose(steps(c, "output", type), vertex.doForward(true, LayerWorkspaceMgr.noWorkspaces()), tolerance, "output");
        if (c.has("attention")) {
            assertClose(c.array("attention"), ((TransformerVertex) vertex).headAttention(), tolerance, "weights of the attention");
        }
        vertex.setEpsilon(steps(c, "outputGradient", type));
        var back = vertex.doBackward(false, LayerWorkspaceMgr.noWorkspaces());
        assertClose(steps(c, "inputGradient", type), back.getSecond()[0], tolerance, "gradient of the input");
        if (crosses) {
            assertClose(steps(c, "memoryGradient", type), back.getSecond()[1], tolerance, "gradient of the memory");
        }
        c.json().get("gradients").fieldNames().forEachRemaining(key ->
            assertClose(c.array("gradients", key), back.getFirst().getGradientFor(key), tolerance, "gradient of " + key));
    }

    /** Steps of [batch, time, size] as the graph has them, [batch, size, time]. */
    private static INDArray steps(PyTorchCases.Case c, String key, DataType type) {
        return c.array(key).permute(0, 2, 1).castTo(type);
    }

    private static INDArray mask(PyTorchCases.Case c, String key, DataType type) {
        return c.has(key) ? c.array(key).castTo(type) : null;
    }

    private static ComputationGraph graph(PyTorchCases.Case c, DataType type, boolean crosses) {
        var builder = new NeuralNetConfiguration.Builder().dataType(type).seed(1).updater(new NoOp()).graphBuilder();
        int size = c.count("size");
        if (crosses) {
            builder.addInputs("x", "memory").setInputTypes(InputType.recurrent(size),
                InputType.recurrent(c.array("memory").size(2))).addVertex("part", part(c), "x", "memory");
        } else {
            builder.addInputs("x").setInputTypes(InputType.recurrent(size)).addVertex("part", part(c), "x");
        }
        var graph = new ComputationGraph(builder.setOutputs("part").build());
        graph.init();
        return graph;
    }

    private static GraphVertex part(PyTorchCases.Case c) {
        int size = c.count("size");
        return switch (c.json().get("kind").asText()) {
            case "normalisation" -> new LayerNormalization(size);
            case "positions" -> PositionalEncoding.builder().build();
            case "attention" -> attention(c, MultiHeadAttention.builder().size(size).heads(c.count("heads")));
            case "encoder" -> set(c, size, TransformerEncoderBlock.builder().causal(c.json().get("causal").asBoolean()));
            default -> set(c, size, TransformerDecoderBlock.builder());
        };
    }

    private static MultiHeadAttention attention(PyTorchCases.Case c, MultiHeadAttention.Builder attention) {
        return (c.count("memorySize") > 0 ? attention.memorySize(c.count("memorySize"))
            : attention.causal(c.json().get("causal").asBoolean())).build();
    }

    private static <V extends TransformerBlock> V set(PyTorchCases.Case c, int size, TransformerBlock.Builder<V, ?> block) {
        return block.size(size).heads(c.count("heads")).feedForward(c.count("hidden"))
            .activation(HiddenActivation.valueOf(c.json().get("activation").asText()))
            .postNorm(c.json().get("postNorm").asBoolean()).build();
    }
}
