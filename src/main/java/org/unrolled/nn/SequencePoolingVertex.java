package org.unrolled.nn;

import java.util.Arrays;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.ScoredAttention;
import org.unrolled.nn.backend.SequenceMasks;

/** What runs a {@link SequencePooling}. */
public final class SequencePoolingVertex extends TrainedGraphVertex {
    private final transient SequencePooling.Kind pooling;
    private final transient AttentionShape shape;
    private final transient ScoredAttention attention;
    private final transient EndStates states;
    /** One query a sequence: ones where weights are learned, zeros where all are the same. */
    private transient INDArray queries;
    /** Which time-major row the greatest value of each feature came from, [batch * size]. */
    private transient int[] greatest;
    private boolean ran;
    private int batch;
    private int time;

    SequencePoolingVertex(SequencePooling configuration, TrainedVertex.Place place) {
        super(configuration, place);
        pooling = configuration.settings().kind();
        shape = configuration.shape();
        attention = backend.scoredAttention(shape, dataType, vertexName);
        states = new EndStates(backend, configuration.settings().bidirectional());
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        var sequence = inputs[0];
        require(sequence, "the sequence", -1, shape.memory(), -1);
        batch = (int) sequence.size(0);
        time = (int) sequence.size(2);
        requireMask(mask(0), "the mask", batch, time);
        var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, batch, shape.memory(), 1);
        var rows = TimeMajor.rows(out, dataType);
        ran = false;
        switch (pooling) {
            case LAST -> states.forward(sequence, mask(0), workspaces, rows);
            case MAX -> findGreatest(sequence, rows);
            case MEAN, ATTENTION -> {
                ask();
                attention.forward(Attention.weights(this::parameter),
                    new ScoredAttention.Attended(queries, null, sequence, mask(0)), null, out, training);
            }
        }
        ran = true;
        return rows;
    }

    private void ask() {
        if (queries == null || queries.size(0) != batch) {
            long size = shape.query();
            queries = Detached.get(() -> TimeMajor.sequence(
                Nd4j.createUninitialized(dataType, new long[] {1, batch, size}, 'c').assign(pooling == SequencePooling.Kind.MEAN ? 0 : 1)));
        }
    }

    /** All numbers; ND4J's own copy asks for each by its place. */
    private static double[] numbers(INDArray array) {
        var data = array.dup('c').data();
        if (data.dataType() != DataType.FLOAT) {
            return data.asDouble();
        }
        var floats = new float[(int) data.length()];
        data.asNioFloat().get(floats);
        var numbers = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            numbers[i] = floats[i];
        }
        return numbers;
    }

    private void findGreatest(INDArray sequence, INDArray out) {
        int size = shape.memory();
        var visible = SequenceMasks.attended(mask(0), batch, time, "vertex " + vertexName + ": the mask");
        double[] values = numbers(TimeMajor.rows(sequence, dataType));
        greatest = new int[batch * size];
        var most = new double[greatest.length];
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        for (int row = 0; row < batch * time; row++) {
            int b = row % batch;
            if (visible == null || visible[b][row / batch]) {
                int from = row * size;
                int to = b * size;
                for (int i = 0; i < size; i++) {
                    double value = values[from + i];
                    if (value > most[to + i]) {
                        most[to + i] = value;
                        greatest[to + i] = row;
                    }
                }
            }
        }
        out.assign(Nd4j.createFromArray(most).reshape(batch, size));
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        var dx = gradientOf(inputs[0], workspaces);
        switch (pooling) {
            case LAST -> states.backward(epsilon, workspaces, dx);
            case MAX -> {
                int size = shape.memory();
                double[] given = numbers(epsilon);
                var back = new double[(int) dx.length()];
                for (int i = 0; i < given.length; i++) {
                    back[greatest[i] * size + i % size] = given[i];
                }
                var rows = TimeMajor.rows(dx, dataType);
                rows.assign(Nd4j.createFromArray(back).reshape(rows.shape()));
            }
            case MEAN, ATTENTION -> attention.backward(epsilon.reshape(epsilon.size(0), epsilon.size(1), 1),
                Attention.weights(this::gradient), TimeMajor.like(workspaces, ArrayType.BP_WORKING_MEM, dataType, queries), dx);
        }
        return new Pair<>(gradients(), new INDArray[] {dx});
    }

    /**
     * How much each step counted in the last pass, shape [batch, time]; each row sums to 1. Of a mean these are its weights, of the
     * maximum the share of features that were greatest there, of the last state 1 where the reading ended, half for each direction.
     *
     * @throws IllegalStateException if there was no such pass
     */
    public INDArray weights() {
        requireRun(ran);
        return switch (pooling) {
            case MEAN, ATTENTION -> {
                var weights = attention.weights();
                yield weights.reshape(weights.size(0), weights.size(2));
            }
            case MAX -> shares(greatest, shape.memory());
            case LAST -> shares(states.rows(), 1 + (states.rows().length > batch ? 1 : 0));
        };
    }

    /** Of time-major rows, so many an example, example by example or all first ones first, the share of each. */
    private INDArray shares(int[] rows, int each) {
        var shares = new float[batch][time];
        for (int row : rows) {
            shares[row % batch][row / batch] += 1F / each;
        }
        return Nd4j.createFromArray(shares);
    }

    /** The output has no steps, so no mask. */
    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] maskArrays, MaskState state, int minibatchSize) {
        super.feedForwardMaskArrays(maskArrays, state, minibatchSize);
        return new Pair<>(null, MaskState.Passthrough);
    }
}
