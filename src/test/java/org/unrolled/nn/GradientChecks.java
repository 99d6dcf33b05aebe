package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.unrolled.nn.CloseTo.assertClose;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.Backends;

/**
 * Gradients of whole networks. DL4J's own check number by number needs double precision, and so goes through plain ND4J
 * operations; the fused kernels' gradients in single precision are then held against those of the plain operations, and against
 * finite differences along random directions.
 */
final class GradientChecks {
    private static final int SAMPLE = 8;

    private GradientChecks() {
    }

    static boolean pass(GradientCheckUtil.MLNConfig check) {
        boolean right = inDouble(() -> GradientCheckUtil.checkGradients(check));
        var floats = check.net().convertDataType(DataType.FLOAT);
        var each = check.callEachIter();
        fused(floats, floats::clone, each == null ? null : () -> each.accept(floats), net -> {
            net.setInput(check.input());
            net.setLabels(check.labels());
            net.setLayerMaskArrays(check.inputMask(), check.labelMask());
            net.computeGradientAndScore();
            net.getUpdater().update(net, net.gradient(), 0, 0, net.batchSize(), LayerWorkspaceMgr.noWorkspaces());
            return net.getFlattenedGradients();
        });
        return right;
    }

    static boolean pass(GradientCheckUtil.GraphConfig check) {
        boolean right = inDouble(() -> sample(check));
        var graph = check.net().convertDataType(DataType.FLOAT);
        graph.params().assign(check.net().params());
        fused(graph, graph::clone, each(check, graph), net -> gradient(check, net));
        return right;
    }

    private static Runnable each(GradientCheckUtil.GraphConfig check, ComputationGraph graph) {
        var each = check.callEachIter();
        return each == null ? null : () -> each.accept(graph);
    }

    private static INDArray gradient(GradientCheckUtil.GraphConfig check, ComputationGraph graph) {
        graph.setInputs(check.inputs());
        graph.setLabels(check.labels());
        graph.setLayerMaskArrays(check.inputMask(), check.labelMask());
        graph.computeGradientAndScore();
        graph.getUpdater().update(graph.gradient(), 0, 0, graph.batchSize(), LayerWorkspaceMgr.noWorkspaces());
        return graph.getFlattenedGradients();
    }

    /**
     * Some numbers of each parameter, as plain operations take long: DL4J's own check of graphs takes all, whatever it is told. The
     * comparison of {@link #fused} takes all.
     */
    private static boolean sample(GradientCheckUtil.GraphConfig check) {
        var graph = check.net();
        var each = each(check, graph);
        gradient(each, net -> gradient(check, net), graph);
        var random = new Random(1);
        for (var entry : Map.copyOf(graph.gradient().gradientForVariable()).entrySet()) {
            var gradient = entry.getValue().dup();
            var parameter = graph.paramTable().get(entry.getKey());
            int[] numbers = random.ints(0, (int) parameter.length()).distinct()
                .limit(Math.min(check.subset() ? check.maxPerParam() : SAMPLE, parameter.length())).toArray();
            for (int number : numbers) {
                // Linear indices mean different things to an array's getter and setter, if it is in f order.
                long[] i = Shape.ind2subC(parameter.shape(), number);
                double was = parameter.getDouble(i);
                parameter.putScalar(i, was + check.epsilon());
                double up = score(check, each);
                parameter.putScalar(i, was - check.epsilon());
                double difference = (up - score(check, each)) / (2 * check.epsilon());
                parameter.putScalar(i, was);
                double error = Math.abs(difference - gradient.getDouble(i));
                assertTrue(error <= check.minAbsoluteError()
                    || error <= check.maxRelError() * (Math.abs(difference) + Math.abs(gradient.getDouble(i))),
                    () -> entry.getKey() + Arrays.toString(i) + ": " + gradient.getDouble(i) + ", by differences " + difference);
            }
        }
        return true;
    }

    private static double score(GradientCheckUtil.GraphConfig check, Runnable each) {
        if (each != null) {
            each.run();
        }
        return check.net().score(new MultiDataSet(check.inputs(), check.labels(), check.inputMask(), check.labelMask()), true);
    }

    private interface Pass<N> {
        INDArray gradient(N net);
    }

    /**
     * @param copy makes a copy of the network
     * @param each what makes each pass draw the same random numbers; null if none draws any
     */
    private static <N extends Model> void fused(N net, Supplier<N> copy, Runnable each, Pass<N> pass) {
        var gradient = gradient(each, pass, net);
        if (each == null) {
            Backends.use("nd4j");
            try {
                assertClose(gradient(null, pass, copy.get()), gradient, 2e-5, "fused gradient against plain operations'");
            } finally {
                Backends.use(null);
            }
        }
        double norm = gradient.norm2Number().doubleValue();
        var was = net.params().dup();
        for (int i = 0; i < 5; i++) {
            var direction = Nd4j.randn(DataType.DOUBLE, was.shape());
            direction.divi(direction.norm2Number());
            double step = 2e-3;
            double difference = (score(net, was, direction.mul(step), each, pass)
                - score(net, was, direction.mul(-step), each, pass)) / (2 * step);
            double expected = gradient.castTo(DataType.DOUBLE).mul(direction).sumNumber().doubleValue();
            assertEquals(difference, expected, 2e-3 * norm + 1e-4, "fused gradient along direction " + i);
        }
        net.params().assign(was);
    }

    private static <N extends Model> INDArray gradient(Runnable each, Pass<N> pass, N net) {
        if (each != null) {
            each.run();
        }
        return pass.gradient(net).dup();
    }

    private static <N extends Model> double score(N net, INDArray was, INDArray change, Runnable each, Pass<N> pass) {
        net.params().assign(was.castTo(DataType.DOUBLE).add(change));
        gradient(each, pass, net);
        return net.score();
    }

    private static boolean inDouble(BooleanSupplier check) {
        var before = Nd4j.defaultFloatingPointType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            return check.getAsBoolean();
        } finally {
            Nd4j.setDefaultDataTypes(before, before);
        }
    }
}
