package org.unrolled.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.AttentionWeights;

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
 * y   = tanh(c C + q D + b)            attentional vector (Luong et al. 2015, eq. 5)
 * </pre>
 *
 * <p>Inputs: queries [batch, query, target time] and memory [batch, memory, source time]. Output: y of all queries,
 * [batch, nOut, target time], or with {@link Builder#contextOnly()} c, [batch, memory, target time]. A mask of the memory
 * gives its zeros a weight of exactly 0, whatever the memory holds there; an example whose mask has no 1 is an error. Where
 * the mask of the queries is 0 the output is zeros. Eq. 5 multiplies [c; q] by one matrix; here its rows for c and its rows
 * for q are two parameters, C and D.
 *
 * <p>{@code dropOut} falls on the output, and only where it is asked for: a default of the network is for layers.
 * Parameters: K, Q, v, C, D and b as far as score and output use them, matrices in f order; they begin with the network's
 * {@code weightInit}, b with zeros.
 */
public final class Attention extends TrainedVertex {
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

    private AttentionScore score = AttentionScore.GENERAL;
    private int query;
    private int memory;
    private int hidden;
    private int nOut;
    private double dropOut;
    private IWeightInit weightInit;

    /** For JSON; use {@link #builder()}. */
    public Attention() {
    }

    private Attention(Builder builder) {
        score = builder.score;
        query = builder.query;
        memory = builder.memory;
        hidden = score != AttentionScore.ADDITIVE ? 0 : builder.hidden > 0 ? builder.hidden : builder.query;
        nOut = builder.contextOnly ? 0 : builder.nOut > 0 ? builder.nOut : builder.query;
        dropOut = builder.dropOut;
        weightInit = builder.weightInit;
        shape();
    }

    /** A new builder. */
    public static Builder builder() {
        return new Builder();
    }

    /** Score and sizes, as the backends want them. */
    AttentionShape shape() {
        return new AttentionShape(score, query, memory, hidden, nOut);
    }

    @Override
    public void applyGlobalConfigToLayer(NeuralNetConfiguration.Builder defaults) {
        if (weightInit == null) {
            weightInit = defaults.getWeightInitFn();
        }
    }

    @Override
    protected List<Parameter> parameters() {
        var list = new ArrayList<Parameter>();
        if (score != AttentionScore.DOT) {
            list.add(new Parameter(KEY, false, 'f', memory, shape().keySize()));
        }
        if (score == AttentionScore.ADDITIVE) {
            list.add(new Parameter(QUERY, false, 'f', query, hidden));
            list.add(new Parameter(VECTOR, false, 'c', 1, hidden));
        }
        if (nOut > 0) {
            list.add(new Parameter(FROM_CONTEXT, false, 'f', memory, nOut));
            list.add(new Parameter(FROM_QUERY, false, 'f', query, nOut));
            list.add(new Parameter(OUT_BIAS, true, 'c', 1, nOut));
        }
        return list;
    }

    @Override
    public void initializeParameters(Map<String, INDArray> table) {
        table.forEach((key, view) -> {
            switch (key) {
                case KEY -> initialize(memory, shape().keySize(), view);
                case QUERY -> initialize(query, hidden, view);
                case VECTOR -> initialize(hidden, 1, view);
                // One matrix for [context; query], of which these are two parts.
                case FROM_CONTEXT, FROM_QUERY -> initialize((long) memory + query, nOut, view);
                case OUT_BIAS -> view.assign(0);
                default -> {
                    // A parameter of the decoder that this attention belongs to.
                }
            }
        });
    }

    private void initialize(long fanIn, long fanOut, INDArray view) {
        weightInit.init(fanIn, fanOut, view.shape(), 'f', Orthogonal.flat(view));
    }

    /** Parameters or gradients by key; null where there is none. */
    static AttentionWeights weights(Function<String, INDArray> of) {
        return new AttentionWeights(of.apply(KEY), of.apply(QUERY), of.apply(VECTOR), of.apply(FROM_CONTEXT),
            of.apply(FROM_QUERY), of.apply(OUT_BIAS));
    }

    @Override
    protected GraphVertex instantiate(ComputationGraph graph, String name, int index, INDArray flat,
                                      Map<String, INDArray> table, DataType type) {
        return new AttentionVertex(this, graph, name, index, flat, table, type);
    }

    @Override
    public int minVertexInputs() {
        return 2;
    }

    @Override
    public int maxVertexInputs() {
        return 2;
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType... inputs) {
        requireSize(this, "queries", query, inputs[0]);
        requireSize(this, "a memory", memory, inputs[1]);
        return InputType.recurrent(shape().outputSize(), time(inputs[0]), RNNFormat.NCW);
    }

    /** @throws IllegalArgumentException if a sequence has another size */
    static void requireSize(TrainedVertex vertex, String what, long size, InputType given) {
        if (given instanceof InputType.InputTypeRecurrent sequence && sequence.getSize() != size) {
            throw new IllegalArgumentException(vertex + " takes " + what + " of " + size + " features, given "
                + given);
        }
    }

    /** Length of a sequence, -1 if it is not known. */
    static long time(InputType type) {
        return type instanceof InputType.InputTypeRecurrent sequence ? sequence.getTimeSeriesLength() : -1;
    }

    /** How queries and memory are compared. */
    public AttentionScore getScore() {
        return score;
    }

    public void setScore(AttentionScore score) {
        this.score = score;
    }

    /** Size of a query. */
    public int getQuery() {
        return query;
    }

    public void setQuery(int query) {
        this.query = query;
    }

    /** Size of a position of the memory. */
    public int getMemory() {
        return memory;
    }

    public void setMemory(int memory) {
        this.memory = memory;
    }

    /** Size of the additive score's hidden layer; 0 with other scores. */
    public int getHidden() {
        return hidden;
    }

    public void setHidden(int hidden) {
        this.hidden = hidden;
    }

    /** Size of the attentional vector; 0 if the context is the output. */
    public int getNOut() {
        return nOut;
    }

    public void setNOut(int nOut) {
        this.nOut = nOut;
    }

    /** Size of the output, whichever it is. */
    @JsonIgnore
    public int getOutputSize() {
        return shape().outputSize();
    }

    /** Probability of keeping a number of the output; 0 for no dropout. */
    public double getDropOut() {
        return dropOut;
    }

    public void setDropOut(double dropOut) {
        this.dropOut = dropOut;
    }

    /** What the weights begin with. */
    public IWeightInit getWeightInit() {
        return weightInit;
    }

    public void setWeightInit(IWeightInit weightInit) {
        this.weightInit = weightInit;
    }

    @Override
    protected Attention copy() {
        var copy = new Attention();
        copy.score = score;
        copy.query = query;
        copy.memory = memory;
        copy.hidden = hidden;
        copy.nOut = nOut;
        copy.dropOut = dropOut;
        copy.weightInit = weightInit;
        return copy;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof Attention that && score == that.score && query == that.query
            && memory == that.memory && hidden == that.hidden && nOut == that.nOut && dropOut == that.dropOut
            && Objects.equals(weightInit, that.weightInit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), score, query, memory, hidden, nOut, dropOut);
    }

    @Override
    public String toString() {
        return "Attention(" + score + ", query " + query + ", memory " + memory + (hidden > 0 ? ", hidden " + hidden : "")
            + (nOut > 0 ? ", out " + nOut : ", context only") + ")";
    }

    /** Settings of an attention: {@code query} and {@code memory} have to be set. */
    public static final class Builder {
        private AttentionScore score = AttentionScore.GENERAL;
        private int query;
        private int memory;
        private int hidden;
        private int nOut;
        private boolean contextOnly;
        private double dropOut;
        private IWeightInit weightInit;

        private Builder() {
        }

        /** Size of a query: of the decoder's state. */
        public Builder query(int size) {
            query = size;
            return this;
        }

        /** Size of a position of the memory: of the encoder's output, both directions together. */
        public Builder memory(int size) {
            memory = size;
            return this;
        }

        /** Size of the attentional vector; that of a query unless set. */
        public Builder nOut(int size) {
            nOut = size;
            return this;
        }

        /** How queries and memory are compared; general unless set. */
        public Builder score(AttentionScore how) {
            score = how;
            return this;
        }

        /** Size of the additive score's hidden layer; that of a query unless set. Other scores have none. */
        public Builder hidden(int size) {
            hidden = size;
            return this;
        }

        /** The context itself as output, no attentional vector. */
        public Builder contextOnly() {
            contextOnly = true;
            return this;
        }

        /** Dropout of the output: the probability of <b>keeping</b> a number, as everywhere in DL4J; 0 or 1 for none. */
        public Builder dropOut(double keep) {
            dropOut = OutputDropout.checked(keep);
            return this;
        }

        /** What the weights begin with; the network's {@code weightInit} unless set. */
        public Builder weightInit(IWeightInit init) {
            weightInit = init;
            return this;
        }

        /** @throws IllegalArgumentException if sizes are missing or do not fit the score */
        public Attention build() {
            return new Attention(this);
        }
    }
}
