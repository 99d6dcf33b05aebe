package org.unrolled.nn;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;
import static org.unrolled.nn.CloseTo.assertClose;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Assertions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Encoder-decoder graphs over six words with a memory of 6 numbers a position, and what every decoder vertex has to
 * survive. A test adds the vertices between "words", vectors of 4, and "out"; "memory" is there, and "state", [batch, 6],
 * where it asks for {@link #withState}.
 */
final class SmallTranslation {
    static final INDArray SOURCE = Nd4j.createFromArray(new int[][] {{1, 4, 0, 3}, {2, 2, 0, 0}, {3, 0, 0, 0}});
    static final INDArray SOURCE_MASK = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 0, 0, 0}});
    static final INDArray TARGET = Nd4j.createFromArray(new int[][] {{0, 3, 1}, {0, 2, 5}, {0, 1, 0}});
    static final INDArray LABELS = Nd4j.createFromArray(new int[][] {{3, 1, 4}, {2, 5, 5}, {1, 1, 0}});
    static final INDArray TARGET_MASK = Nd4j.createFromArray(new double[][] {{1, 1, 1}, {1, 1, 1}, {1, 1, 0}});

    private SmallTranslation() {
    }

    /**
     * A graph with an encoder.
     *
     * @param outSize size of what comes into "out"
     * @param from    the vertex that "out" follows
     */
    static ComputationGraph graph(DataType type, IUpdater updater, int outSize, String from,
                                  UnaryOperator<GraphBuilder> decoder) {
        var builder = new NeuralNetConfiguration.Builder().dataType(type).seed(7).updater(updater).graphBuilder()
            .addInputs("source", "target").setInputTypes(InputType.recurrent(1), InputType.recurrent(1))
            .addLayer("sourceWords", TokenEmbedding.builder().nIn(6).nOut(4).build(), "source")
            .addLayer("memory", new BidirectionalRecurrent(Lstm.builder().nIn(4).nOut(3).build()), "sourceWords")
            .addLayer("words", TokenEmbedding.builder().nIn(6).nOut(4).build(), "target");
        var graph = new ComputationGraph(decoder.apply(builder)
            .addLayer("out", SoftmaxOutput.builder().nIn(outSize).nOut(6).build(), from)
            .setOutputs("out").build());
        graph.init();
        return graph;
    }

    /** The encoder's final state, [batch, 6]. */
    static GraphBuilder withState(GraphBuilder graph) {
        return graph.addVertex("state", FinalState.builder().bidirectional(true).build(), "memory");
    }

    /**
     * Gradients by finite differences, with and without masks, of up to eight numbers out of each parameter; the graph is in
     * double precision.
     */
    static void checkGradients(ComputationGraph graph) {
        graph.params().addi(Nd4j.randn(DataType.DOUBLE, graph.params().shape()).muli(0.1));
        for (boolean masked : new boolean[] {false, true}) {
            Assertions.assertTrue(GradientChecks.pass(new GradientCheckUtil.GraphConfig().net(graph)
                .inputs(new INDArray[] {SOURCE.castTo(DataType.DOUBLE), TARGET.castTo(DataType.DOUBLE)})
                .labels(new INDArray[] {LABELS}).inputMask(masked ? new INDArray[] {SOURCE_MASK, TARGET_MASK} : null)
                .subset(true).maxPerParam(8).callEachIter(net -> Nd4j.getRandom().setSeed(3))
                .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)), masked ? "with masks" : "without masks");
        }
    }

    /**
     * Gradients by finite differences of the loss and λ Σ_i (1 - Σ_t a_ti)², the mean of the examples, along random directions of all
     * parameters, with and without masks. The score doesn't have the penalty, so it is computed here.
     */
    static void checkPenalty(ComputationGraph graph, double lambda, Function<ComputationGraph, INDArray> attention) {
        var start = graph.params().add(Nd4j.randn(DataType.DOUBLE, graph.params().shape()).muli(0.3));
        for (boolean masked : new boolean[] {false, true}) {
            graph.setInputs(SOURCE.castTo(DataType.DOUBLE), TARGET.castTo(DataType.DOUBLE));
            graph.setLabels(LABELS);
            graph.setLayerMaskArrays(masked ? new INDArray[] {SOURCE_MASK, TARGET_MASK} : null, null);
            ToDoubleFunction<INDArray> loss = parameters -> {
                graph.params().assign(parameters);
                graph.computeGradientAndScore();
                var all = attention.apply(graph).sum(1);
                return graph.score() + lambda * Transforms.pow(all.rsub(1), 2)
                    .mul(masked ? SOURCE_MASK : Nd4j.onesLike(SOURCE_MASK)).sumNumber().doubleValue() / 3;
            };
            loss.applyAsDouble(start);
            // DL4J divides by the size of the minibatch only as it updates.
            var gradient = graph.getFlattenedGradients().div(3);
            for (int i = 0; i < 2; i++) {
                var direction = Nd4j.randn(DataType.DOUBLE, start.shape());
                double difference = (loss.applyAsDouble(start.add(direction.mul(1e-5)))
                    - loss.applyAsDouble(start.sub(direction.mul(1e-5)))) / 2e-5;
                double expected = gradient.mul(direction).sumNumber().doubleValue();
                Assertions.assertEquals(difference, expected, 1e-6 * (1 + Math.abs(difference)), "masked " + masked + ", direction " + i);
            }
        }
        graph.clearLayerMaskArrays();
    }

    /**
     * Decodes word by word and compares with the whole sequence at once, beams included.
     *
     * @return attention weights of all steps, [batch, target time, source time], or null
     */
    static INDArray checkSteps(ComputationGraph graph) {
        var whole = graph.output(false, new INDArray[] {SOURCE, TARGET}, new INDArray[] {SOURCE_MASK, null})[0];
        var decoding = new TokenDecoder(graph, "words", "out");
        var state = decoding.start(new INDArray[] {SOURCE, Nd4j.zeros(3, 1)}, new INDArray[] {SOURCE_MASK, null});
        var attention = new INDArray[3];
        for (int t = 0; t < 3; t++) {
            var step = decoding.step(state, TARGET.getColumn(t).toIntVector());
            assertClose(whole.get(all(), all(), point(t)), Transforms.exp(step.logProbabilities()), 1e-5, "step " + t);
            state = step.state();
            attention[t] = step.attention();
        }
        // A beam search's view: sequences picked, repeated and reordered go on as they would have.
        int[] rows = {2, 0, 2, 1, 0};
        var picked = decoding.step(state.select(rows), 1, 1, 1, 1, 1);
        var one = decoding.step(state, 1, 1, 1);
        assertClose(one.logProbabilities().getRows(rows), picked.logProbabilities(), 1e-6, "selected");
        if (attention[0] == null) {
            return null;
        }
        assertClose(one.attention().getRows(rows), picked.attention(), 1e-6, "attention of the selected");
        return Nd4j.stack(1, attention);
    }

    /** JSON, ModelSerializer with the updater's state, and clone; after one training step, as seeds and dropout allow. */
    static void checkStorage(UnaryOperator<GraphBuilder> decoder, int outSize, String from, Path folder) throws IOException {
        var graph = graph(DataType.FLOAT, new Adam(0.01), outSize, from, decoder);
        var batch = new MultiDataSet(new INDArray[] {SOURCE, TARGET}, new INDArray[] {LABELS},
            new INDArray[] {SOURCE_MASK, TARGET_MASK}, null);
        graph.fit(batch);
        Assertions.assertEquals(graph.getConfiguration(),
            ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        var copy = graph.clone();
        var file = new File(folder.toFile(), "graph.zip");
        ModelSerializer.writeModel(graph, file, true);
        var read = ModelSerializer.restoreComputationGraph(file);
        var before = graph.output(SOURCE, TARGET)[0].dup();
        for (var other : new ComputationGraph[] {copy, read}) {
            Assertions.assertEquals(before, other.output(SOURCE, TARGET)[0]);
        }
        Nd4j.getRandom().setSeed(1);
        graph.fit(batch);
        Nd4j.getRandom().setSeed(1);
        read.fit(batch);
        Assertions.assertEquals(graph.params(), read.params(), "the updater's state comes along");
        Assertions.assertNotEquals(before, graph.output(SOURCE, TARGET)[0]);
        Assertions.assertEquals(before, copy.output(SOURCE, TARGET)[0]);
    }

    /** A graph in double precision whose parameters stay as they are. */
    static ComputationGraph checkable(int outSize, String from, UnaryOperator<GraphBuilder> decoder) {
        return graph(DataType.DOUBLE, new NoOp(), outSize, from, decoder);
    }
}
