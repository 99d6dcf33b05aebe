package org.unrolled.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.AttentionWeights;
import org.unrolled.nn.rows.Dropout;

/**
 * Attention of a decoder's states to an encoder's outputs, as a vertex of a {@link ComputationGraph}. For a query q (the
 * decoder's state at one step) and the positions m_1 … m_S of the memory (the encoder's outputs):
 *
 * <pre>
 * s_j = q · m_j                        DOT      (Luong, Pham and Manning 2015, section 3.1)
 * s_j = q · (m_j K)                    GENERAL  (the same)
 * s_j = v · tanh(q Q + m_j K)          ADDITIVE (Bahdanau, Cho and Bengio 2015, appendix A.1.2)
 * a   = softmax(s)                     weights, over the positions that the mask leaves in
 * c   = Σ_j a_j m_j                    context
 * c   = β Σ_j a_j m_j                  with a gate β = sigmoid(q · g + g0) (Xu et al. 2015, section 4.2.1)
 * y   = tanh(c C + q D + b)            attentional vector (Luong et al. 2015, eq. 5)
 * </pre>
 *
 * <p>Inputs: queries [batch, query, target time] and memory [batch, memory, source time]. Output: y of all queries,
 * [batch, nOut, target time], or with {@link Builder#contextOnly} c, [batch, memory, target time]. A mask of the memory
 * gives its zeros a weight of exactly 0, whatever the memory holds there; an example whose mask has no 1 is an error. Where
 * the mask of the queries is 0 the output is zeros. Eq. 5 multiplies [c; q] by one matrix; here its rows for c and its rows
 * for q are two parameters, C and D.
 *
 * <p>{@link Builder#doublyStochastic} asks the weights of an example to be spread evenly over its memory (Xu et al. 2015, eq. 14):
 *
 * <pre>
 * λ Σ_i (1 - Σ_t a_ti)²                over the memory's positions i and the queries t that the masks leave in
 * </pre>
 *
 * Training follows the gradient of this penalty, <b>but no score has it</b>: what a network and its trainer report stays the loss
 * of its outputs, in training and outside. An example's penalty counts as its loss does in DL4J: gradients are summed over the
 * examples and divided by the size of the minibatch. So beside an output that sums over time
 * ({@code lossPerToken(false)}) λ is that of eq. 14; beside the mean over the tokens, the default, it is λ of eq. 14 divided by the
 * mean number of tokens of an example.
 *
 * <p>{@code dropOut} falls on the output, and only where it is asked for: a default of the network is for layers.
 * Parameters: K, Q, v, C, D, b, g and g0 as far as score, output and gate use them, matrices in f order; they begin with the
 * network's {@code weightInit}, b and g0 with zeros.
 */
public final class Attention extends TrainedVertex<Attention.Settings> {
    /** Key of K, shape [memory, query] (general) or [memory, hidden] (additive). */
    public static final String KEY = "K";
    /** Key of Q, shape [query, hidden]. */
    public static final String QUERY = "Q";
    /** Key of v, shape [1, hidden]. */
    public static final String VECTOR = "v";
    /** Key of C, shape [memory, nOut]. */
    public static final String FROM_CONTEXT = "C";
    /** Key of D, shape [query, nOut]. */
    public static final String FROM_QUERY = "D";
    /** Key of the bias of the output, shape [1, nOut]. */
    public static final String OUT_BIAS = "bOut";
    /** Key of g, shape [query, 1]. */
    public static final String GATE = "g";
    /** Key of g0, shape [1, 1]. */
    public static final String GATE_BIAS = "g0";

    /** As the builder says; nOut is 0 if the context is the output. */
    record Settings(AttentionScore score, int query, int memory, int hidden, int nOut, double dropOut, IWeightInit weightInit,
                    boolean gated, double doublyStochastic) {
    }

    private Attention() {
        super(new Settings(AttentionScore.GENERAL, 0, 0, 0, -1, 1, null, false, 0), 2, 2);
    }

    /** A new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Score, sizes and options, as the backends want them. */
    AttentionShape shape() {
        var s = settings();
        return new AttentionShape(s.score, s.query, s.memory, s.hidden, s.nOut, s.gated, s.doublyStochastic);
    }

    @Override
    public List<Parameter> parameters() {
        var list = new ArrayList<Parameter>();
        var s = settings();
        if (s.score != AttentionScore.DOT) {
            list.add(new Parameter(KEY, false, 'f', s.memory, shape().keySize()));
        }
        if (s.score == AttentionScore.ADDITIVE) {
            list.add(new Parameter(QUERY, false, 'f', s.query, s.hidden));
            list.add(new Parameter(VECTOR, false, 'c', 1, s.hidden));
        }
        if (s.nOut > 0) {
            list.add(new Parameter(FROM_CONTEXT, false, 'f', s.memory, s.nOut));
            list.add(new Parameter(FROM_QUERY, false, 'f', s.query, s.nOut));
            list.add(new Parameter(OUT_BIAS, true, 'c', 1, s.nOut));
        }
        if (s.gated) {
            list.add(new Parameter(GATE, false, 'f', s.query, 1));
            list.add(new Parameter(GATE_BIAS, true, 'c', 1, 1));
        }
        return list;
    }

    @Override
    public void initializeParameters(Map<String, INDArray> table) {
        var s = settings();
        table.forEach((key, view) -> {
            switch (key) {
                case KEY -> initialize(s.memory, shape().keySize(), view);
                case QUERY -> initialize(s.query, s.hidden, view);
                case VECTOR -> initialize(s.hidden, 1, view);
                // One matrix for [context; query], of which these are two parts.
                case FROM_CONTEXT, FROM_QUERY -> initialize((long) s.memory + s.query, s.nOut, view);
                case GATE -> initialize(s.query, 1, view);
                case OUT_BIAS, GATE_BIAS -> view.assign(0);
                default -> {
                    // A parameter of the decoder that this attention belongs to.
                }
            }
        });
    }

    private void initialize(long fanIn, long fanOut, INDArray view) {
        settings().weightInit.init(fanIn, fanOut, view.shape(), 'f', Orthogonal.flat(view));
    }

    /** Parameters or gradients by key; null where there is none. */
    static AttentionWeights weights(Function<String, INDArray> of) {
        return new AttentionWeights(of.apply(KEY), of.apply(QUERY), of.apply(VECTOR), of.apply(FROM_CONTEXT),
            of.apply(FROM_QUERY), of.apply(OUT_BIAS), of.apply(GATE), of.apply(GATE_BIAS));
    }

    @Override
    TrainedGraphVertex vertex(Place place) {
        return new AttentionVertex(this, place);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        requireSize(inputs[0], settings().query, "queries");
        requireSize(inputs[1], settings().memory, "a memory");
        return sequence(shape().outputSize(), inputs[0]);
    }

    @Override
    public String toString() {
        var s = settings();
        return "Attention(" + s.score + ", query " + s.query + ", memory " + s.memory
            + (s.hidden > 0 ? ", hidden " + s.hidden : "") + (s.nOut > 0 ? ", out " + s.nOut : ", context only")
            + (s.gated ? ", gated" : "") + (s.doublyStochastic > 0 ? ", doubly stochastic " + s.doublyStochastic : "") + ")";
    }

    /** Settings of an attention: {@code query} and {@code memory} have to be set. */
    public static final class Builder extends SettingsBuilder<Attention, Settings, Builder> {
        private Builder() {
            super(new Attention());
        }

        /** Size of a query: of the decoder's state. */
        public Builder query(int size) {
            return set("query", size);
        }

        /** Size of a position of the memory: of the encoder's output, both directions together. */
        public Builder memory(int size) {
            return set("memory", size);
        }

        /** Size of the attentional vector; that of a query unless set. */
        public Builder nOut(int size) {
            return set("nOut", size);
        }

        /** How queries and memory are compared; general unless set. */
        public Builder score(AttentionScore how) {
            return set("score", how);
        }

        /** Size of the additive score's hidden layer; that of a query unless set. Other scores have none. */
        public Builder hidden(int size) {
            return set("hidden", size);
        }

        /** Whether the context itself is the output, without attentional vector; false unless set. */
        public Builder contextOnly(boolean only) {
            return set("nOut", only ? 0 : -1);
        }

        /** Whether a number from 0 to 1 that the query gives multiplies the context; false unless set. */
        public Builder gated(boolean withGate) {
            return set("gated", withGate);
        }

        /** λ of the penalty on weights that are not spread evenly over the memory, see {@link Attention}; 0, none, unless set. */
        public Builder doublyStochastic(double lambda) {
            return set("doublyStochastic", lambda);
        }

        /** Dropout of the output: the probability of <b>keeping</b> a number, as everywhere in DL4J; 1 for none. */
        public Builder dropOut(double keep) {
            return set("dropOut", Dropout.checked(keep));
        }

        /** What the weights begin with; the network's {@code weightInit} unless set. */
        public Builder weightInit(IWeightInit init) {
            return set("weightInit", init);
        }

        @Override
        Settings complete(Settings s) {
            int hidden = s.score != AttentionScore.ADDITIVE ? 0 : s.hidden > 0 ? s.hidden : s.query;
            var shape = new AttentionShape(s.score, s.query, s.memory, hidden, s.nOut < 0 ? s.query : s.nOut, s.gated,
                s.doublyStochastic);
            return new Settings(s.score, s.query, s.memory, hidden, shape.out(), s.dropOut, s.weightInit, s.gated,
                s.doublyStochastic);
        }
    }
}
