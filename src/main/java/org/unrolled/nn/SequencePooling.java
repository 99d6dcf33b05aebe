package org.unrolled.nn;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.nn.backend.AttentionShape;

/**
 * One vector of a whole sequence, as a vertex of a {@link ComputationGraph}: what stands between an encoder and a classifier.
 * {@link Pooling} says how.
 *
 * <p>Input [batch, size, time], output [batch, size]. Steps where the mask is 0 don't count; a sequence whose mask has no 1 is an
 * error, but for {@link Pooling.Last}, which then takes the first step. Parameters, with {@link Pooling.Attention} only: K, shape
 * [size, hidden], b, shape [1, hidden], and v, shape [1, hidden]; K and v begin with the network's {@code weightInit}, b with zeros.
 */
public final class SequencePooling extends TrainedVertex<SequencePooling.Settings> {
    /** Key of K, shape [size, hidden]. */
    public static final String KEY = Attention.KEY;
    /** Key of b, shape [1, hidden]: a query that is always 1 has it as its weights. */
    public static final String BIAS = Attention.QUERY;
    /** Key of v, shape [1, hidden]. */
    public static final String VECTOR = Attention.VECTOR;

    /** As the builder says. */
    record Settings(Kind kind, boolean bidirectional, int size, int hidden, IWeightInit weightInit) {
    }

    /** A {@link Pooling} as JSON has it. */
    enum Kind {
        LAST, MEAN, MAX, ATTENTION;

        static Kind of(Pooling pooling) {
            return pooling instanceof Pooling.Last ? LAST : pooling instanceof Pooling.Mean ? MEAN : pooling instanceof Pooling.Max ? MAX
                : ATTENTION;
        }
    }

    private SequencePooling() {
        super(new Settings(Kind.MEAN, false, 0, 0, null), 1, 1);
    }

    /** A new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Score and sizes of the attention that does the sum: with {@link Pooling.Mean} the queries are zeros, so that all weights are
     * the same.
     */
    AttentionShape shape() {
        var s = settings();
        return s.kind == Kind.ATTENTION ? new AttentionShape(AttentionScore.ADDITIVE, 1, s.size, s.hidden, 0)
            : new AttentionShape(AttentionScore.DOT, s.size, s.size, 0, 0);
    }

    @Override
    public List<Parameter> parameters() {
        var s = settings();
        return s.kind != Kind.ATTENTION ? List.of() : List.of(new Parameter(KEY, false, 'f', s.size, s.hidden),
            new Parameter(BIAS, true, 'f', 1, s.hidden), new Parameter(VECTOR, false, 'c', 1, s.hidden));
    }

    @Override
    public void initializeParameters(Map<String, INDArray> table) {
        var s = settings();
        table.forEach((key, view) -> {
            if (key.equals(BIAS)) {
                view.assign(0);
            } else {
                s.weightInit.init(key.equals(KEY) ? s.size : s.hidden, key.equals(KEY) ? s.hidden : 1, view.shape(), 'f',
                    Orthogonal.flat(view));
            }
        });
    }

    @Override
    TrainedGraphVertex vertex(Place place) {
        return new SequencePoolingVertex(this, place);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        requireSize(inputs[0], settings().size, "a sequence");
        return InputType.feedForward(settings().size);
    }

    @Override
    public String toString() {
        return "SequencePooling(" + settings().kind + " of " + settings().size + ")";
    }

    /** Settings of a pooling: {@code size} has to be set. */
    public static final class Builder extends SettingsBuilder<SequencePooling, Settings, Builder> {
        private Builder() {
            super(new SequencePooling());
        }

        /** How; the mean unless set. */
        public Builder pooling(Pooling how) {
            return set("kind", Kind.of(how)).set("hidden", how instanceof Pooling.Attention attention ? attention.hiddenSize() : 0);
        }

        /** Features of a step, of a bidirectional encoder both directions together. */
        public Builder size(int features) {
            return set("size", features);
        }

        /** Whether the encoder's output is both directions side by side; false unless set. It matters to the last state only. */
        public Builder bidirectional(boolean both) {
            return set("bidirectional", both);
        }

        /** What K and v begin with; the network's {@code weightInit} unless set. */
        public Builder weightInit(IWeightInit init) {
            return set("weightInit", init);
        }

        @Override
        Settings complete(Settings s) {
            Preconditions.checkArgument(s.size > 0, "a pooling needs the number of features of a step, given %s", s.size);
            int hidden = s.kind != Kind.ATTENTION ? 0 : s.hidden > 0 ? s.hidden : s.size;
            return new Settings(s.kind, s.bidirectional, s.size, hidden, s.weightInit);
        }
    }
}
