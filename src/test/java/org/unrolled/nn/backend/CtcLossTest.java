package org.unrolled.nn.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class CtcLossTest {
    private static CtcLoss loss(DataType type, int symbols) {
        return Backends.choose(type).ctc(symbols);
    }

    /** PyTorch's numbers, written by {@code src/test/cases/ctc_cases.py}; the file names the version. */
    record Case(JsonNode json) {
        static Stream<Case> read() throws IOException {
            try (var in = CtcLossTest.class.getResourceAsStream("/pytorch/ctc.json")) {
                return StreamSupport.stream(new ObjectMapper().readTree(in).get("cases").spliterator(), false).map(Case::new);
            }
        }

        int[] ints(String key) {
            return ints(json.get(key));
        }

        private static int[] ints(JsonNode list) {
            return StreamSupport.stream(list.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
        }

        double[] doubles(String key) {
            return StreamSupport.stream(json.get(key).spliterator(), false)
                .mapToDouble(each -> each.isNull() ? Double.POSITIVE_INFINITY : each.asDouble()).toArray();
        }

        CtcLoss.Targets targets() {
            return new CtcLoss.Targets(ints("steps"), StreamSupport.stream(json.get("labels").spliterator(), false)
                .map(Case::ints).toArray(int[][]::new), json.get("blank").asInt());
        }

        INDArray logits(DataType type) {
            return Nd4j.createFromArray(doubles("logits")).reshape(-1, json.get("symbols").asInt()).castTo(type);
        }

        @Override
        public String toString() {
            return json.get("name").asText();
        }
    }

    static Stream<Case> cases() throws IOException {
        return Case.read();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lossesAndGradientsArePyTorchs(Case each) {
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            var logits = each.logits(type);
            var loss = loss(type, (int) logits.size(1));
            var targets = each.targets();
            var ones = new double[targets.batch()];
            Arrays.fill(ones, 1);
            var gradients = Nd4j.valueArrayOf(logits.shape(), 9, type);
            var losses = loss.gradients(logits, targets, ones, gradients);
            assertArrayEquals(each.doubles("losses"), losses, 1e-5, type + " losses");
            assertArrayEquals(losses, loss.losses(logits, targets), 0, "without gradients");
            assertArrayEquals(each.doubles("gradients"), gradients.reshape(-1).toDoubleVector(), 1e-5, type + " gradients");
        }
    }

    /** The sum over all paths, one by one. */
    @Test
    void theLossSumsOverAllPaths() {
        var random = new Random(3);
        int finite = 0;
        for (int trial = 0; trial < 60; trial++) {
            int steps = 1 + random.nextInt(5);
            int symbols = 2 + random.nextInt(2);
            int blank = random.nextInt(symbols);
            var logits = Nd4j.createFromArray(random.doubles((long) steps * symbols, -2, 2).toArray()).reshape(steps, symbols);
            var byLabels = new HashMap<List<Integer>, Double>();
            paths(logits, blank, byLabels);
            assertEquals(1, byLabels.values().stream().mapToDouble(p -> p).sum(), 1e-9);
            int[] labels = IntStream.range(0, random.nextInt(4)).map(i -> (blank + 1 + random.nextInt(symbols - 1)) % symbols).toArray();
            var p = byLabels.get(Arrays.stream(labels).boxed().toList());
            double expected = p == null ? Double.POSITIVE_INFINITY : -Math.log(p);
            finite += p == null ? 0 : 1;
            var targets = new CtcLoss.Targets(new int[] {steps}, new int[][] {labels}, blank);
            assertEquals(expected, loss(DataType.DOUBLE, symbols).losses(logits, targets)[0], 1e-9, Arrays.toString(labels));
            assertEquals(expected, loss(DataType.FLOAT, symbols).losses(logits.castTo(DataType.FLOAT), targets)[0], 1e-5);
        }
        assertTrue(finite > 20 && finite < 60, finite + " of 60 can be said");
    }

    private static void paths(INDArray logits, int blank, Map<List<Integer>, Double> into) {
        int steps = (int) logits.size(0);
        int symbols = (int) logits.size(1);
        var p = new double[steps][symbols];
        for (int t = 0; t < steps; t++) {
            double sum = 0;
            for (int k = 0; k < symbols; k++) {
                p[t][k] = Math.exp(logits.getDouble(t, k));
                sum += p[t][k];
            }
            for (int k = 0; k < symbols; k++) {
                p[t][k] /= sum;
            }
        }
        for (int path = 0; path < Math.pow(symbols, steps); path++) {
            double product = 1;
            var labels = new ArrayList<Integer>();
            int before = -1;
            for (int t = 0, rest = path; t < steps; t++, rest /= symbols) {
                int symbol = rest % symbols;
                product *= p[t][symbol];
                if (symbol != before && symbol != blank) {
                    labels.add(symbol);
                }
                before = symbol;
            }
            into.merge(labels, product, Double::sum);
        }
    }

    /** 2,000 steps whose every symbol is all but impossible: the probability is about e^-40,000, which no number holds. */
    @Test
    void longUnlikelySequencesNeitherUnderflowNorLoseTheirGradient() {
        int steps = 2000;
        var logits = Nd4j.create(DataType.FLOAT, steps, 4);
        for (int t = 0; t < steps; t++) {
            logits.putScalar(t, 3, 20);
        }
        int[] labels = IntStream.range(0, 600).map(i -> 1 + i % 2).toArray();
        var targets = new CtcLoss.Targets(new int[] {steps}, new int[][] {labels}, 0);
        var plain = Nd4j.create(DataType.DOUBLE, steps, 4);
        double expected = loss(DataType.DOUBLE, 4).gradients(logits.castTo(DataType.DOUBLE), targets, new double[] {1}, plain)[0];
        var fused = Nd4j.create(DataType.FLOAT, steps, 4);
        double found = loss(DataType.FLOAT, 4).gradients(logits, targets, new double[] {1}, fused)[0];
        assertEquals(expected, found, 1e-6 * expected);
        assertTrue(found > 30_000, "loss " + found);
        assertArrayEquals(plain.reshape(-1).toDoubleVector(), fused.reshape(-1).toDoubleVector(), 1e-5);
        assertTrue(-plain.getColumns(1, 2).sumNumber().doubleValue() > 599.9, "each label is wanted for a step or more");
    }

    /** Sequences of a batch don't touch each other, and logits behind an end don't count. */
    @Test
    void eachSequenceStandsAlone() {
        var random = new Random(5);
        int batch = 7;
        int steps = 20;
        int symbols = 9;
        var logits = Nd4j.createFromArray(random.doubles((long) steps * batch * symbols, -3, 3).toArray())
            .reshape((long) steps * batch, symbols).castTo(DataType.FLOAT);
        int[] lengths = IntStream.range(0, batch).map(b -> 12 + b).toArray();
        int[][] labels = IntStream.range(0, batch).mapToObj(b -> random.ints(b, 1, symbols).toArray()).toArray(int[][]::new);
        var targets = new CtcLoss.Targets(lengths, labels, 0);
        var factors = random.doubles(batch, 0.5, 2).toArray();
        var all = Nd4j.create(DataType.FLOAT, logits.shape());
        var losses = loss(DataType.FLOAT, symbols).gradients(logits, targets, factors, all);
        for (int b = 0; b < batch; b++) {
            int[] rows = new int[lengths[b]];
            for (int t = 0; t < rows.length; t++) {
                rows[t] = t * batch + b;
            }
            var own = logits.getRows(rows);
            var gradient = Nd4j.create(DataType.FLOAT, own.shape());
            var one = new CtcLoss.Targets(new int[] {rows.length}, new int[][] {labels[b]}, 0);
            assertEquals(losses[b], loss(DataType.FLOAT, symbols).gradients(own, one, new double[] {factors[b]}, gradient)[0], 1e-9);
            assertEquals(gradient, all.getRows(rows));
            for (int t = lengths[b]; t < steps; t++) {
                assertEquals(0, all.getRow((long) t * batch + b).ameanNumber().doubleValue(), "step " + t + " is behind the end");
            }
        }
    }

    @Test
    void logitsThatAreNoNumbersGiveNoNumber() {
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            var logits = Nd4j.create(type, 3, 2);
            logits.putScalar(1, 1, Double.NaN);
            var targets = new CtcLoss.Targets(new int[] {3}, new int[][] {{1}}, 0);
            var gradients = Nd4j.ones(type, 3, 2);
            assertTrue(Double.isNaN(loss(type, 2).gradients(logits, targets, new double[] {1}, gradients)[0]));
            assertEquals(0, gradients.sumNumber().doubleValue());
            var before = new CtcLoss.Targets(new int[] {1}, new int[][] {{1}}, 0);
            assertTrue(Double.isFinite(loss(type, 2).losses(logits.getRows(0), before)[0]), "what doesn't count may be anything");
        }
    }

    /** γ of both backends is what the gradient p - γ says of each symbol, and 0 where no path fits. */
    @ParameterizedTest
    @MethodSource("cases")
    void posteriorsAreThoseOfTheGradients(Case each) {
        var targets = each.targets();
        var ones = new double[targets.batch()];
        Arrays.fill(ones, 1);
        for (var type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            var logits = each.logits(type);
            var loss = loss(type, (int) logits.size(1));
            var gradients = Nd4j.valueArrayOf(logits.shape(), 0, type);
            double[] losses = loss.gradients(logits, targets, ones, gradients);
            double[][][] posteriors = loss.posteriors(logits, targets);
            for (int b = 0; b < targets.batch(); b++) {
                int[] labels = targets.labels()[b];
                assertEquals(targets.steps()[b], posteriors[b].length);
                for (int t = 0; t < posteriors[b].length; t++) {
                    double[] places = posteriors[b][t];
                    assertEquals(2 * labels.length + 1, places.length);
                    assertEquals(Double.isFinite(losses[b]) ? 1 : 0, Arrays.stream(places).sum(), 1e-4);
                    var row = logits.getRow((long) t * targets.batch() + b).castTo(DataType.DOUBLE);
                    var p = Nd4j.math().exp(row.sub(row.maxNumber()));
                    p.divi(p.sumNumber());
                    for (int k = 0; k < p.length() && Double.isFinite(losses[b]); k++) {
                        double said = 0;
                        for (int s = 0; s < places.length; s++) {
                            said += (s % 2 == 0 ? targets.blank() : labels[s / 2]) == k ? places[s] : 0;
                        }
                        assertEquals(p.getDouble(k) - gradients.getDouble((long) t * targets.batch() + b, k), said, 1e-4);
                    }
                }
            }
        }
    }
}
