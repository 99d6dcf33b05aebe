package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unrolled.nn.CloseTo.assertClose;

import java.util.List;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.unrolled.nn.backend.NotFiniteException;

class SoftmaxOutputTest {
    static List<PyTorchCases.Case> pyTorch() {
        return PyTorchCases.read("softmax").stream().filter(c -> c.count("vocabulary") > 1).toList();
    }

    @ParameterizedTest
    @MethodSource("pyTorch")
    void lossAndGradientsEqualPyTorchs(PyTorchCases.Case c) {
        boolean mean = c.json().get("reduction").asText().equals("mean");
        // Without a minibatch to divide by and without a mean over tokens DL4J's score is the sum.
        var net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).miniBatch(false)
            .updater(new NoOp()).list()
            .layer(SoftmaxOutput.builder().nIn(c.count("size")).nOut(c.count("vocabulary"))
                .labelSmoothing(c.number("smoothing")).lossPerToken(mean).build()).build());
        net.init();
        net.setParam("0_W", c.array("weight").transpose());
        net.setParam("0_b", c.array("bias").reshape(1, -1));
        net.setInput(c.array("input").permute(0, 2, 1));
        net.setLabels(c.array("labels"));
        net.setLayerMaskArrays(null, c.array("mask"));
        net.computeGradientAndScore();

        assertEquals(c.number("loss"), net.score(), 1e-10);
        assertClose(c.array("weightGradient").transpose(), net.gradient().getGradientFor("0_W"), 1e-10, "weights");
        assertClose(c.array("biasGradient"), net.gradient().getGradientFor("0_b").reshape(-1), 1e-10, "bias");
        var output = (SoftmaxOutputLayer) net.getOutputLayer();
        var first = c.array("input").tensorAlongDimension(0, 0, 2);
        assertClose(c.array("logProbabilities").tensorAlongDimension(0, 0, 2), output.logProbabilities(first), 1e-10,
            "log-probabilities of the first step");
    }

    @Test
    void equalsDl4jsOutputLayerWithOneHotLabels() {
        var ours = network(DataType.DOUBLE, SoftmaxOutput.builder().nOut(7).lossPerToken(false).build());
        var theirs = network(DataType.DOUBLE, new RnnOutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
            .activation(Activation.SOFTMAX).nOut(7).dataFormat(RNNFormat.NCW).build());
        theirs.setParams(ours.params());
        var labels = Nd4j.createFromArray(new double[][] {{1, 0, 6, 2}, {3, 3, 5, 0}, {2, 1, 4, 4}});
        var oneHot = oneHot(labels, 7);
        var mask = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 0, 1, 0}});
        var x = Nd4j.rand(DataType.DOUBLE, 3, 4, 4);

        for (var l : new INDArray[] {null, mask}) {
            assertClose(theirs.output(x, false, null, l), ours.output(x, false, null, l), 1e-10, "output");
            var expected = theirs.scoreExamples(new DataSet(x, oneHot, null, l), false);
            assertClose(expected, ours.scoreExamples(new DataSet(x, labels, null, l), false), 1e-6, "score by example");
            assertEquals(theirs.score(new DataSet(x, oneHot, null, l)), ours.score(new DataSet(x, labels, null, l)), 1e-6);
            theirs.fit(x, oneHot, null, l);
            ours.fit(x, labels, null, l);
            assertClose(theirs.params(), ours.params(), 1e-6, "parameters after a step");
        }
        assertEquals(ours.score(new DataSet(x, labels)), ours.score(new DataSet(x, oneHot)), 0);
        var evaluation = new Evaluation(7);
        evaluation.eval(oneHot, ours.output(x));
        var scores = TokenScores.of(ours, List.of(new DataSet(x, labels)));
        assertEquals(evaluation.accuracy(), scores.accuracy(), 1e-12);
        assertEquals(evaluation.accuracy(), ours.evaluate(new org.deeplearning4j.datasets.iterator.utilty
            .ListDataSetIterator<>(List.of(new DataSet(x, oneHot)), 3)).accuracy(), 1e-12);
        assertEquals(12, scores.tokens());
        assertEquals(Math.exp(ours.score(new DataSet(x, labels)) * 3 / 12), scores.perplexity(), 1e-9);
    }

    @ParameterizedTest(name = "batch {0}, time {1}, {2} classes, smoothing {3}, per token {4}, masked {5}, minibatch {6}")
    @CsvSource({"1, 1, 2, 0, true, false, true", "3, 4, 5, 0, true, false, true", "3, 4, 5, 0.1, false, true, true",
        "2, 5, 3, 0.2, true, true, true", "2, 3, 4, 0, true, true, false"})
    void gradientsAreRight(int batch, int time, int classes, double smoothing, boolean perToken, boolean masked,
                           boolean miniBatch) {
        var net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).seed(5)
            .updater(new NoOp()).miniBatch(miniBatch).l2(0.01).list()
            .layer(new LSTM.Builder().nOut(3).build())
            .layer(SoftmaxOutput.builder().nOut(classes).labelSmoothing(smoothing).lossPerToken(perToken).build())
            .setInputType(InputType.recurrent(2)).build());
        net.init();
        var labels = Nd4j.rand(DataType.DOUBLE, batch, time).muli(classes);
        labels = org.nd4j.linalg.ops.transforms.Transforms.floor(labels, false);
        var mask = Nd4j.ones(DataType.DOUBLE, batch, time);
        mask.putScalar(0, time - 1, 0);
        assertTrue(GradientChecks.pass(new GradientCheckUtil.MLNConfig().net(net)
            .input(Nd4j.rand(DataType.DOUBLE, batch, 2, time)).labels(labels).labelMask(masked ? mask : null)
            .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
    }

    /** Summed over time, weights of either sign are what they say; of a sum of 0 no mean could be taken. */
    @Test
    void weightsMayBeNegative() {
        var net = network(DataType.DOUBLE, SoftmaxOutput.builder().nOut(7).lossPerToken(false).build());
        var x = Nd4j.rand(DataType.DOUBLE, 2, 4, 3);
        var labels = Nd4j.createFromArray(new double[][] {{1, 2, 0}, {5, 0, 6}});
        var weights = Nd4j.createFromArray(new double[][] {{-1.5, -1.5, 0}, {1, 1, 1}});
        var p = net.output(x);
        double expected = 0;
        for (int[] at : new int[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}, {1, 2}}) {
            expected -= weights.getDouble(at) * Math.log(p.getDouble(at[0], labels.getInt(at), at[1])) / 2;
        }
        assertEquals(expected, net.score(new DataSet(x, labels, null, weights)), 1e-10);
        net.setLearningRate(1);
        assertTrue(GradientChecks.pass(new GradientCheckUtil.MLNConfig().net(net).input(x).labels(labels).labelMask(weights)
            .print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
    }

    @Test
    void ignoredLabelsAndMaskedStepsCountTheSame() {
        var net = network(DataType.DOUBLE, SoftmaxOutput.builder().nOut(7).build());
        var x = Nd4j.rand(DataType.DOUBLE, 2, 4, 3);
        var labels = Nd4j.createFromArray(new double[][] {{1, 2, -100}, {5, -100, -100}});
        var any = Nd4j.createFromArray(new double[][] {{1, 2, 3}, {5, 0, 99}});
        var mask = Nd4j.createFromArray(new double[][] {{1, 1, 0}, {1, 0, 0}});
        double expected = net.score(new DataSet(x, labels));
        assertEquals(expected, net.score(new DataSet(x, any, null, mask)), 1e-12);
        assertEquals(expected, net.score(new DataSet(x, any.reshape(2, 1, 3), null, mask)), 1e-12);
        // Nothing counts: no loss, no gradient, no division by zero.
        net.setInput(x);
        net.setLabels(Nd4j.valueArrayOf(new long[] {2, 3}, -100.0));
        net.computeGradientAndScore();
        assertEquals(0, net.score());
        assertEquals(0, net.gradient().gradient().amaxNumber().doubleValue());
    }

    @Test
    void withoutALabelMaskTheFeaturesMaskCountsInItsOwnBatchOnly() {
        var net = network(DataType.DOUBLE, SoftmaxOutput.builder().nOut(7).build());
        var x = Nd4j.rand(DataType.DOUBLE, 2, 4, 3);
        var labels = Nd4j.createFromArray(new double[][] {{1, 2, 0}, {5, 0, 0}});
        var mask = Nd4j.createFromArray(new double[][] {{1, 1, 0}, {1, 0, 0}});
        double plain = net.score(new DataSet(x, labels));
        double masked = net.score(new DataSet(x, labels, mask, mask));
        assertEquals(masked, net.score(new DataSet(x, labels, mask, null)), 1e-12);
        assertEquals(plain, net.score(new DataSet(x, labels)), 1e-12);
        net.fit(x, labels, mask, null);
        assertEquals(3, ((SoftmaxOutputLayer) net.getOutputLayer()).scores().tokens());
        net.fit(x, labels);
        assertEquals(6, ((SoftmaxOutputLayer) net.getOutputLayer()).scores().tokens());
    }

    @Test
    void plainOperationsTrainTheSame() {
        var fused = network(DataType.FLOAT, SoftmaxOutput.builder().nOut(7).labelSmoothing(0.1).build());
        MultiLayerNetwork plain;
        org.unrolled.nn.backend.Backends.use("nd4j");
        try {
            plain = fused.clone();
        } finally {
            org.unrolled.nn.backend.Backends.use(null);
        }
        var x = Nd4j.rand(DataType.FLOAT, 2, 4, 3);
        var labels = Nd4j.createFromArray(new double[][] {{1, 2, -100}, {5, 0, 0}});
        for (int i = 0; i < 2; i++) {
            fused.fit(x, labels);
            plain.fit(x, labels);
        }
        assertClose(plain.params(), fused.params(), 1e-5, "parameters");
    }

    @Test
    void tokensTrainInSegmentsAndGoOnStepByStep() {
        var net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1)
            .updater(new FusedAdam(0.02)).list()
            .layer(TokenEmbedding.builder().nIn(5).nOut(6).build())
            .layer(Lstm.builder().nOut(16).build())
            .layer(SoftmaxOutput.builder().nOut(5).build()).setInputType(InputType.recurrent(1))
            .backpropType(org.deeplearning4j.nn.conf.BackpropType.TruncatedBPTT).tBPTTLength(4).build());
        net.init();
        // Counting up and around: each token tells the next.
        var ids = Nd4j.createFromArray(new double[][] {{0, 1, 2, 3, 4, 0, 1, 2, 3, 4}, {3, 4, 0, 1, 2, 3, 4, 0, 1, 2}})
            .reshape(2, 1, 10);
        var next = Nd4j.createFromArray(new double[][] {{1, 2, 3, 4, 0, 1, 2, 3, 4, 0}, {4, 0, 1, 2, 3, 4, 0, 1, 2, 3}})
            .reshape(2, 1, 10);
        for (int i = 0; i < 60; i++) {
            net.fit(ids, next);
        }
        assertEquals(1, TokenScores.of(net, List.of(new DataSet(ids, next))).accuracy());
        net.rnnClearPreviousState();
        for (int t = 0; t < 10; t++) {
            var p = net.rnnTimeStep(ids.tensorAlongDimension(t, 0, 1).reshape(2, 1, 1));
            assertEquals(next.getInt(0, 0, t), p.reshape(2, 5).argMax(1).getInt(0));
        }
    }

    @Test
    void floatsDifferFromDoublesByRoundingOnly() {
        var doubles = network(DataType.DOUBLE, SoftmaxOutput.builder().nOut(7).labelSmoothing(0.1).build());
        var floats = network(DataType.FLOAT, SoftmaxOutput.builder().nOut(7).labelSmoothing(0.1).build());
        floats.setParams(doubles.params().castTo(DataType.FLOAT));
        var x = Nd4j.rand(DataType.DOUBLE, 5, 4, 9);
        var labels = Nd4j.createFromArray(new int[5][9]).addi(3);
        for (int i = 0; i < 3; i++) {
            doubles.fit(x, labels);
            floats.fit(x.castTo(DataType.FLOAT), labels);
        }
        assertClose(doubles.params(), floats.params(), 1e-5, "parameters");
        assertClose(doubles.output(x), floats.output(x.castTo(DataType.FLOAT)), 1e-5, "output");
    }

    @Test
    void viewsGiveWhatCopiesGive() {
        var net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).list()
            .layer(SoftmaxOutput.builder().nIn(4).nOut(3).build()).build());
        net.init();
        var wide = Nd4j.rand(DataType.DOUBLE, 3, 9, 8);
        var view = wide.get(org.nd4j.linalg.indexing.NDArrayIndex.interval(1, 3),
            org.nd4j.linalg.indexing.NDArrayIndex.interval(2, 6), org.nd4j.linalg.indexing.NDArrayIndex.interval(1, 6));
        var expected = net.output(view.dup('c'));
        assertClose(expected, net.output(view), 1e-12, "view");
        assertClose(expected, net.output(view.dup('f')), 1e-12, "f order");
        assertClose(expected, net.output(view.permute(2, 0, 1).dup('c').permute(1, 2, 0)), 1e-12, "time-major");
    }

    @Test
    void writtenAndReadBackItIsTheSame() {
        var net = network(DataType.FLOAT, SoftmaxOutput.builder().name("out").nOut(7).labelSmoothing(0.2)
            .lossPerToken(false).ignoredLabel(-1).build());
        var conf = MultiLayerConfiguration.fromJson(net.getLayerWiseConfigurations().toJson());
        assertEquals(net.getLayerWiseConfigurations(), conf);
        var output = (SoftmaxOutput) conf.getConf(1).getLayer();
        assertEquals(0.2, output.settings().labelSmoothing());
        assertFalse(output.settings().lossPerToken());
        assertEquals(-1, output.settings().ignoredLabel());
        var copy = net.clone();
        var x = Nd4j.rand(DataType.FLOAT, 2, 4, 3);
        assertEquals(net.output(x), copy.output(x));
    }

    @Test
    void mistakesAreNamed() {
        var net = network(DataType.FLOAT, SoftmaxOutput.builder().name("out").nOut(7).build());
        var x = Nd4j.rand(DataType.FLOAT, 2, 4, 3);
        var tooLarge = Nd4j.createFromArray(new int[][] {{0, 1, 2}, {3, 7, 0}});
        var e = assertThrows(IllegalArgumentException.class, () -> net.fit(x, tooLarge));
        assertTrue(e.getMessage().contains("layer out: label: 7 at example 1, step 1"), e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> net.fit(x, Nd4j.zeros(2, 4)));
        assertTrue(e.getMessage().contains("labels have shape [2, 4], expected [2, 3]"), e.getMessage());
        x.putScalar(1, 2, 1, Float.NaN);
        var only = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
            .layer(SoftmaxOutput.builder().name("out").nIn(4).nOut(5).build()).build());
        only.init();
        var nan = assertThrows(NotFiniteException.class, () -> only.fit(x, Nd4j.zeros(2, 3)));
        assertTrue(nan.getMessage().contains("layer out: logits are NaN or infinite at example 1, step 1"), nan.getMessage());
        assertThrows(NotFiniteException.class, () -> only.output(x));
        assertThrows(IllegalArgumentException.class, () -> SoftmaxOutput.builder().labelSmoothing(1).build());
    }

    private static MultiLayerNetwork network(DataType type, org.deeplearning4j.nn.conf.layers.Layer output) {
        var net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().dataType(type).seed(11)
            .updater(new Sgd(0.5)).list().layer(new LSTM.Builder().nOut(5).build()).layer(output)
            .setInputType(InputType.recurrent(4)).build());
        net.init();
        return net;
    }

    private static INDArray oneHot(INDArray labels, int classes) {
        var oneHot = Nd4j.zeros(DataType.DOUBLE, labels.size(0), classes, labels.size(1));
        for (int b = 0; b < labels.size(0); b++) {
            for (int t = 0; t < labels.size(1); t++) {
                oneHot.putScalar(b, labels.getInt(b, t), t, 1);
            }
        }
        return oneHot;
    }

    private static MultiLayerNetwork perExample(BaseOutputLayer output) {
        var net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).seed(4).updater(new NoOp()).list()
            .layer(new DenseLayer.Builder().nIn(3).nOut(4).activation(Activation.TANH).build()).layer(output)
            .setInputType(InputType.feedForward(3)).build());
        net.init();
        return net;
    }

    /** Against DL4J's own output layer on vectors; weights in the mask, as PyTorch weighs classes, make a mean of Σ w loss / Σ w. */
    @Test
    void aVectorAnExampleHasOneLabel() {
        var x = Nd4j.rand(DataType.DOUBLE, 5, 3);
        var numbers = Nd4j.createFromArray(new double[][] {{0}, {2}, {1}, {2}, {0}});
        var oneHot = Nd4j.createFromArray(new double[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}});
        var stock = perExample(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT).nOut(3).activation(Activation.SOFTMAX).build());
        var ours = perExample(SoftmaxOutput.builder().nOut(3).perExample(true).build());
        ours.setParams(stock.params());
        assertClose(stock.output(x), ours.output(x), 1e-12, "probabilities");
        for (var labels : List.of(numbers, oneHot)) {
            stock.setInput(x);
            stock.setLabels(oneHot);
            stock.computeGradientAndScore();
            ours.setInput(x);
            ours.setLabels(labels);
            ours.computeGradientAndScore();
            assertEquals(stock.score(), ours.score(), 1e-12);
            assertClose(stock.getFlattenedGradients(), ours.getFlattenedGradients(), 1e-12, "gradients");
        }
        double[] w = {1, 4, 0.5, 4, 1};
        double expected = 0;
        for (int i = 0; i < w.length; i++) {
            expected -= w[i] * Math.log(stock.output(x).getDouble(i, numbers.getInt(i, 0))) / 10.5;
        }
        ours.setLayerMaskArrays(null, Nd4j.createFromArray(w).reshape(5, 1));
        ours.setInput(x);
        ours.setLabels(numbers);
        ours.computeGradientAndScore();
        assertEquals(expected, ours.score(), 1e-12);
        assertTrue(GradientChecks.pass(new GradientCheckUtil.MLNConfig().net(ours).input(x).labels(numbers)
            .labelMask(Nd4j.createFromArray(w).reshape(5, 1)).print(GradientCheckUtil.PrintMode.FAILURES_ONLY)));
        assertEquals(ours.getLayerWiseConfigurations(),
            MultiLayerConfiguration.fromJson(ours.getLayerWiseConfigurations().toJson()));
    }
}
