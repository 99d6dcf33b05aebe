package org.unrolled.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.nn.BidirectionalRecurrent;
import org.unrolled.nn.Lstm;
import org.unrolled.nn.SoftmaxOutput;
import org.unrolled.nn.TokenEmbedding;
import org.unrolled.train.TrainingResult.Reason;

class TrainerTest {
    private static final List<DataSet> WINDOWS = TrainingExamples.windows(3, 5, 4);

    @Test
    void trainsAsFitDoes() {
        var fitted = TrainingExamples.exact(new Adam(0.01));
        for (int epoch = 0; epoch < 2; epoch++) {
            WINDOWS.forEach(fitted::fit);
        }
        var trained = TrainingExamples.exact(new Adam(0.01));
        var result = Trainer.of(trained).epochs(2).batches(epoch -> WINDOWS).run();
        assertEquals(fitted.params(), trained.params());
        assertEquals(8, result.steps());
        assertEquals(2, result.epochs());
        assertEquals(Reason.COMPLETE, result.reason());
        assertEquals(8, trained.getIterationCount());
        assertEquals(2, trained.getEpochCount());
    }

    @Test
    void aCarriedStateGivesTheGradientsOfTruncatedBackpropagation() {
        var features = Nd4j.rand(DataType.DOUBLE, 3, 2, 8);
        var labels = Nd4j.create(DataType.DOUBLE, 3, 1, 8);
        for (int t = 0; t < 8; t++) {
            labels.putScalar(t % 3, 0, t, t % 4);
        }
        var whole = continuous(BackpropType.TruncatedBPTT);
        whole.fit(new DataSet(features, labels));
        var windows = List.of(part(features, labels, 0), part(features, labels, 4));
        var carried = continuous(BackpropType.Standard);
        Trainer.of(carried).epochs(1).batches(epoch -> windows).carryState(true).run();
        assertTrue(carried.params().equalsWithEps(whole.params(), 1e-12));
        var forgetful = continuous(BackpropType.Standard);
        Trainer.of(forgetful).epochs(1).batches(epoch -> windows).run();
        assertFalse(forgetful.params().equalsWithEps(whole.params(), 1e-6), "without the state the gradient differs");
        assertEquals(BackpropType.Standard, carried.getLayerWiseConfigurations().getBackpropType());
    }

    private static MultiLayerNetwork continuous(BackpropType type) {
        var list = new NeuralNetConfiguration.Builder().seed(2).dataType(DataType.DOUBLE).updater(new Sgd(0.5)).list()
            .layer(Lstm.builder().nIn(2).nOut(3).build())
            .layer(SoftmaxOutput.builder().nIn(3).nOut(4).build()).backpropType(type);
        if (type == BackpropType.TruncatedBPTT) {
            list.tBPTTLength(4);
        }
        var network = new MultiLayerNetwork(list.build());
        network.init();
        return network;
    }

    private static DataSet part(INDArray features, INDArray labels, int from) {
        var steps = NDArrayIndex.interval(from, from + 4);
        var all = NDArrayIndex.all();
        return new DataSet(features.get(all, all, steps).dup(), labels.get(all, all, steps).dup());
    }

    @Test
    void eachEpochBeginsWithZeros() {
        var network = TrainingExamples.exact(new Sgd(0));
        var losses = new ArrayList<Double>();
        Trainer.of(network).epochs(2).batches(epoch -> WINDOWS).carryState(true).observe(new TrainingObserver() {
            @Override
            public void onStep(int step, double loss) {
                losses.add(loss);
            }
        }).run();
        assertEquals(losses.subList(0, 4), losses.subList(4, 8));
    }

    @Test
    void aBidirectionalNetworkIsValidated() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).updater(new Adam(0.01)).list()
            .layer(new BidirectionalRecurrent(Lstm.builder().nIn(TrainingExamples.VOCABULARY).nOut(3).tokenInput(true).build()))
            .layer(SoftmaxOutput.builder().nIn(6).nOut(TrainingExamples.VOCABULARY).build()).build());
        network.init();
        var result = Trainer.of(network).epochs(3).batches(epoch -> WINDOWS)
            .validate(() -> Validation.loss(network, WINDOWS, false)).patience(2).run();
        assertEquals(Validation.loss(network, WINDOWS, false), result.bestValidation(), 1e-9);
    }

    @Test
    void layersThatIgnoreACarriedStateAreRefused() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().list()
            .layer(new LSTM.Builder().nIn(2).nOut(3).build()).layer(SoftmaxOutput.builder().nIn(3).nOut(4).build()).build());
        network.init();
        var trainer = Trainer.of(network).epochs(1).batches(epoch -> WINDOWS).carryState(true);
        assertTrue(assertThrows(IllegalStateException.class, trainer::run).getMessage().contains("LSTM"));
    }

    @Test
    void theNetworksListenersHearStepsAndEpochs() {
        var network = TrainingExamples.exact(new Sgd(0.1));
        var heard = new ArrayList<String>();
        network.setListeners(new StopOnInterrupt(), new BaseTrainingListener() {
            @Override
            public void onEpochStart(Model model) {
                heard.add("start");
            }

            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                heard.add("step " + iteration + " of epoch " + epoch);
            }

            @Override
            public void onEpochEnd(Model model) {
                heard.add("end");
            }
        });
        Trainer.of(network).epochs(2).batches(epoch -> WINDOWS.subList(0, 1)).run();
        assertEquals(List.of("start", "step 0 of epoch 0", "end", "start", "step 1 of epoch 1", "end"), heard);
    }

    @Test
    void dropoutDependsOnTheSeedAlone() {
        var first = trainedModel(1, 11);
        assertEquals(first, trainedModel(1, 12));
        assertNotEquals(first, trainedModel(2, 11));
    }

    private static INDArray trainedModel(long seed, long noise) {
        Nd4j.getRandom().setSeed(noise);
        var network = TrainingExamples.model();
        Trainer.of(network).epochs(1).batches(epoch -> WINDOWS).seed(seed).run();
        return network.params();
    }

    @Test
    void stopsEarlyAndGivesTheBestParametersBack() {
        var network = TrainingExamples.model();
        var kept = new ArrayList<INDArray>();
        var values = List.of(3.0, 2.0, 2.5, 2.25, 2.0, 1.0).iterator();
        var result = Trainer.of(network).epochs(50).batches(epoch -> WINDOWS).patience(3).validate(() -> {
            kept.add(network.params().dup());
            return values.next();
        }).run();
        assertEquals(Reason.NO_IMPROVEMENT, result.reason());
        assertEquals(5, result.epochs());
        assertEquals(2.0, result.bestValidation());
        assertEquals(8, result.bestStep());
        assertEquals(kept.get(1), network.params());
    }

    @Test
    void validatesWhenAsked() {
        var steps = new ArrayList<Integer>();
        Trainer.of(TrainingExamples.model()).steps(8).batches(epoch -> WINDOWS).validate(() -> 1).validateEvery(3)
            .observe(new TrainingObserver() {
                @Override
                public void onValidation(int step, double value) {
                    steps.add(step);
                }
            }).run();
        assertEquals(List.of(3, 6, 8), steps);
    }

    @Test
    void validationInTheMidstOfAnEpochLeavesTheCarriedStateAlone() {
        var watched = TrainingExamples.model();
        Trainer.of(watched).epochs(2).batches(epoch -> WINDOWS).carryState(true)
            .validate(() -> Validation.loss(watched, WINDOWS, true)).validateEvery(1).run();
        var alone = TrainingExamples.model();
        Trainer.of(alone).epochs(2).batches(epoch -> WINDOWS).carryState(true).run();
        assertEquals(alone.params(), watched.params());
    }

    @Test
    void aLossThatIsNoNumberStopsWithAdvice() {
        var network = TrainingExamples.exact(new Sgd(1e308));
        var ends = new ArrayList<Reason>();
        var trainer = Trainer.of(network).epochs(9).batches(epoch -> WINDOWS).observe(new TrainingObserver() {
            @Override
            public void onEnd(TrainingResult result) {
                ends.add(result.reason());
            }
        });
        var before = network.params().dup();
        var error = assertThrows(TrainingDiverged.class, trainer::run);
        assertTrue(error.getMessage().contains("lower learning rate"), error.getMessage());
        assertTrue(error.getMessage().contains("clipNorm"), error.getMessage());
        assertTrue(error.getMessage().contains("step 0 again"), error.getMessage());
        assertEquals(before, network.params(), "the last parameters with a finite loss");
        assertEquals(List.of(Reason.DIVERGED), ends);
    }

    @Test
    void anInterruptStops() {
        var network = TrainingExamples.model();
        var steps = new ArrayList<Integer>();
        var trainer = Trainer.of(network).epochs(1000).batches(epoch -> WINDOWS).observe(new TrainingObserver() {
            @Override
            public void onStep(int step, double loss) {
                steps.add(step);
                if (step == 6) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        assertThrows(Interrupted.class, trainer::run);
        assertEquals(6, steps.size());
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void totalsAreKnownWhereBatchesAreCounted() {
        assertEquals(8, total(Trainer.of(TrainingExamples.model()).epochs(2).batches(epoch -> WINDOWS)));
        assertEquals(3, total(Trainer.of(TrainingExamples.model()).epochs(2).steps(3).batches(epoch -> WINDOWS)));
        assertEquals(0, total(Trainer.of(TrainingExamples.model()).epochs(1).batches(epoch -> WINDOWS::iterator)));
    }

    private static int total(Trainer trainer) {
        var totals = new ArrayList<Integer>();
        trainer.observe(new TrainingObserver() {
            @Override
            public void onStart(int total) {
                totals.add(total);
            }
        }).run();
        return totals.get(0);
    }

    @Test
    void missingSettingsAreNamed() {
        var model = TrainingExamples.model();
        assertMissing(Trainer.of(model).batches(epoch -> WINDOWS), "epochs or steps");
        assertMissing(Trainer.of(model).epochs(1), "batches");
        assertMissing(Trainer.of(model).epochs(1).batches(epoch -> WINDOWS).patience(1), "validate");
        assertMissing(Trainer.of(model).epochs(1).batches(epoch -> List.of()), "no batches");
        Iterator<DataSet> once = WINDOWS.iterator();
        assertMissing(Trainer.of(model).epochs(2).batches(epoch -> () -> once), "epoch 1 has no batches");
        assertThrows(IllegalArgumentException.class, () -> Trainer.of(model).epochs(0));
    }

    private static void assertMissing(Trainer trainer, String words) {
        var error = assertThrows(IllegalStateException.class, trainer::run);
        assertTrue(error.getMessage().contains(words), error.getMessage());
    }

    @Test
    void aGraphTrainsAsItsFitDoes() {
        var fitted = graph();
        WINDOWS.forEach(fitted::fit);
        var trained = graph();
        var result = Trainer.of(trained).epochs(1)
            .multiBatches(epoch -> WINDOWS.stream().map(DataSet::toMultiDataSet).toList()).run();
        assertEquals(fitted.params(), trained.params());
        assertEquals(4, result.steps());
        var carried = graph();
        Trainer.of(carried).epochs(1).batches(epoch -> WINDOWS).carryState(true).run();
        var chain = TrainingExamples.exact(new Adam(0.01));
        Trainer.of(chain).epochs(1).batches(epoch -> WINDOWS).carryState(true).run();
        assertTrue(carried.params().equalsWithEps(chain.params(), 1e-12), "a graph carries its state like a chain of layers");
        assertFalse(carried.params().equalsWithEps(trained.params(), 1e-9));
    }

    private static ComputationGraph graph() {
        var graph = new ComputationGraph(new NeuralNetConfiguration.Builder().seed(4).dataType(DataType.DOUBLE)
            .updater(new Adam(0.01)).graphBuilder().addInputs("ids")
            .addLayer("embedding", TokenEmbedding.builder().nIn(TrainingExamples.VOCABULARY).nOut(3).build(), "ids")
            .addLayer("cell", Lstm.builder().nOut(5).build(), "embedding")
            .addLayer("out", SoftmaxOutput.builder().nOut(TrainingExamples.VOCABULARY).build(), "cell")
            .setOutputs("out").setInputTypes(InputType.recurrent(1)).build());
        graph.init();
        graph.setParams(TrainingExamples.exact(new Sgd(1)).params());
        return graph;
    }
}
