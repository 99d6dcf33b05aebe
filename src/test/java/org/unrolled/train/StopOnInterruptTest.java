package org.unrolled.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.concurrent.Interrupted;

class StopOnInterruptTest {
    @Test
    void withoutAnInterruptNothingHappens() {
        Interrupted.check();
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void anInterruptIsAnsweredOnce() {
        Thread.currentThread().interrupt();
        assertThrows(Interrupted.class, Interrupted::check);
        Interrupted.check();
    }

    @Test
    void anInterruptEndsFit() throws InterruptedException {
        var network = network();
        var started = new CountDownLatch(1);
        network.setListeners(new StopOnInterrupt(), new ScoreIterationListener(Integer.MAX_VALUE) {
            @Override
            public void iterationDone(Model model, int iteration, int epoch) {
                started.countDown();
            }
        });
        var data = new DataSet(Nd4j.rand(4, 3), Nd4j.eye(2).repeat(0, 2, 2));
        var end = new AtomicReference<Throwable>();
        var training = new Thread(() -> {
            while (true) {
                network.fit(data);
            }
        });
        training.setUncaughtExceptionHandler((thread, thrown) -> end.set(thrown));
        training.start();
        started.await();
        training.interrupt();
        training.join();
        assertEquals(Interrupted.class, end.get().getClass());
    }

    private static MultiLayerNetwork network() {
        var network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder().seed(1).list()
                .layer(new OutputLayer.Builder().nIn(3).nOut(2).build()).build());
        network.init();
        return network;
    }
}
