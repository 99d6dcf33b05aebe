package org.unrolled.nn;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.ScoredAttention;
import org.unrolled.nn.backend.SequenceMasks;

/** What runs a {@link SequencePooling}. */
public final class SequencePoolingVertex extends TrainedGraphVertex {
    private final transient Pooling pooling;
    private final transient AttentionShape shape;
    private final transient ScoredAttention attention;
    private final transient EndStates states;
    /** One query a sequence: ones where weights are learned, zeros where all are the same. */
    private transient INDArray queries;
    /** Which time-major row the greatest value of each feature came from, [batch * size]. */
    private transient int[] greatest;
    private boolean ran;

    SequencePoolingVertex(SequencePooling configuration, TrainedVertex.Place place) {
        super(configuration, place);
        pooling = configuration.settings().pooling();
        shape = configuration.shape();
        attention = backend.scoredAttention(shape, dataType, vertexName);
        states = new EndStates(backend, configuration.settings().bidirectional());
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        var sequence = inputs[0];
        require(sequence, "the sequence", -1, shape.memory(), -1);
        long batch = sequence.size(0);
        requireMask(mask(0), "the mask", batch, sequence.size(2));
        var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, batch, shape.memory(), 1);
        var rows = TimeMajor.rows(out, dataType);
        ran = false;
        switch (pooling) {
            case LAST -> states.forward(sequence, mask(0), workspaces, rows);
            case MAX -> findGreatest(sequence, rows);
            case MEAN, ATTENTION -> {
                ask(batch);
                attention.forward(Attention.weights(this::parameter),
                    new ScoredAttention.Attended(queries, null, sequence, mask(0)), null, out, training);
            }
        }
        ran = true;
        return rows;
    }

    private void ask(long batch) {
        if (queries == null || queries.size(0) != batch) {
            long size = shape.query();
            queries = Detached.get(() -> TimeMajor.sequence(
                Nd4j.createUninitialized(dataType, new long[] {1, batch, size}, 'c').assign(pooling == Pooling.MEAN ? 0 : 1)));
        }
    }

    private void findGreatest(INDArray sequence, INDArray out) {
        int batch = (int) sequence.size(0);
        int size = (int) sequence.size(1);
        int time = (int) sequence.size(2);
        var visible = SequenceMasks.attended(mask(0), batch, time, "vertex " + vertexName + ": the mask");
        double[] values = TimeMajor.rows(sequence, dataType).dup('c').data().asDouble();
        greatest = new int[batch * size];
        for (int b = 0; b < batch; b++) {
            boolean first = true;
            for (int t = 0; t < time; t++) {
                if (visible == null || visible[b][t]) {
                    int row = t * batch + b;
                    for (int i = 0; i < size; i++) {
                        int at = b * size + i;
                        greatest[at] = first || values[row * size + i] > values[greatest[at] * size + i] ? row : greatest[at];
                    }
                    first = false;
                }
            }
        }
        var most = new double[greatest.length];
        for (int i = 0; i < most.length; i++) {
            most[i] = values[greatest[i] * size + i % size];
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
                double[] given = epsilon.dup('c').data().asDouble();
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
     * How much each step counted in the last pass, shape [batch, time]: each row sums to 1, and is 0 where the mask is.
     *
     * @throws IllegalStateException if there was no such pass, or the pooling has no weights: the last state or the maximum
     */
    public INDArray attention() {
        requireRun(ran);
        if (pooling == Pooling.LAST || pooling == Pooling.MAX) {
            throw new IllegalStateException("vertex " + vertexName + " takes " + pooling + " of the states, which has no weights:"
                + " use MEAN or ATTENTION");
        }
        var weights = attention.weights();
        return weights.reshape(weights.size(0), weights.size(2));
    }

    /** The output has no steps, so no mask. */
    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArrays(INDArray[] maskArrays, MaskState state, int minibatchSize) {
        super.feedForwardMaskArrays(maskArrays, state, minibatchSize);
        return new Pair<>(null, MaskState.Passthrough);
    }
}
