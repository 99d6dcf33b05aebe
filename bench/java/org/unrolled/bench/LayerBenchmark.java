package org.unrolled.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Milliseconds of one training step and of one forward pass, for our layers and for DL4J's own. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class LayerBenchmark {

    @Param({"unrolled", "dl4j"})
    public String implementation;

    @Param({"rnn", "gru", "lstm", "bilstm", "decoder"})
    public String cell;

    @Param("32x35x256")
    public String shape;

    @Param("64")
    public int vocabulary;

    @Param("false")
    public boolean embedding;

    private Candidate candidate;

    @Setup
    public void build() {
        var task = Task.of(cell, shape, vocabulary, embedding);
        candidate = implementation.equals("dl4j") ? new StockNetwork(task)
            : cell.equals("decoder") ? new OurDecoder(task) : new OurNetwork(task);
    }

    @Benchmark
    public void train() {
        candidate.train();
    }

    @Benchmark
    public float forward() {
        return candidate.forward();
    }
}
