package org.unrolled.nn;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Embedding of token ids (Bengio et al. 2003, section 2): y[b, :, t] = W[x[b, t], :].
 *
 * <p>Input: ids as whole numbers in an array of any data type, shape [batch, time] or [batch, 1, time]. Output: shape
 * [batch, size, time], laid out so that the recurrent layers of this package read it without a copy. Parameter: W, shape
 * [vocabulary, size] in c order, one token a row as in PyTorch. No one-hot array is ever built; the gradient touches the
 * rows that occur.
 *
 * <p>With {@link Builder#padding} one id stands for "nothing here": its row starts as zeros and stays so. Steps that the
 * features mask leaves out give zeros and get no gradient. {@code dropOut} (probability to <em>keep</em>, as everywhere in
 * DL4J) works on the vectors that come out, ids having nothing to drop.
 *
 * <p>Two methods of DL4J's own networks want ids and labels [batch, 1, time]: {@code fit} with
 * {@code backpropType(TruncatedBPTT)}, which else warns and trains nothing, and {@code rnnTimeStep} if the last layer is none of
 * this package, which else gives the first step alone.
 *
 * <p>How it differs from DL4J's {@code EmbeddingSequenceLayer}: W's memory order, padding and dropout; no bias, no
 * activation function; sequence lengths may change from batch to batch.
 */
public class TokenEmbedding extends FeedForwardLayer implements HasSettings<TokenEmbedding.Settings>, HasParameters {
    /** As the builder says. */
    record Settings(Integer padding) {
    }

    private Settings settings = new Settings(null);

    private TokenEmbedding() {
    }

    private TokenEmbedding(Builder builder) {
        super(builder);
        settings = builder.settings;
        var padding = settings.padding;
        if (nIn <= 0 || nOut <= 0) {
            throw new IllegalArgumentException("a TokenEmbedding needs the size of its vocabulary, nIn, and of its"
                + " vectors, nOut; given nIn = " + nIn + ", nOut = " + nOut);
        }
        if (padding != null && (padding < 0 || padding >= nIn)) {
            throw new IllegalArgumentException("padding id " + padding + " is not in the vocabulary: expected 0 to "
                + (nIn - 1));
        }
        initializeConstraints(builder);
    }

    @Override
    public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int layerIndex,
                             INDArray paramsView, boolean initializeParams, DataType networkDataType) {
        var layer = ListedParameters.ready(new TokenEmbeddingLayer(conf, networkDataType), conf, listeners, layerIndex, paramsView,
            initializeParams);
        TiedWeights.register(layer);
        return layer;
    }

    @Override
    public ParamInitializer initializer() {
        return ListedParameters.INSTANCE;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter(DefaultParamInitializer.WEIGHT_KEY, false, 'c', nIn, nOut));
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
        var table = parameters.get(DefaultParamInitializer.WEIGHT_KEY);
        // Fan-in 1: of the vocabulary one row is picked, its size has no say in how large the numbers should be.
        getWeightInitFn().init(1, nOut, table.shape(), 'c', Orthogonal.flat(table));
        if (settings.padding != null) {
            table.getRow(settings.padding).assign(0);
        }
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return InputType.recurrent(nOut, inputType instanceof InputType.InputTypeRecurrent sequence
            ? sequence.getTimeSeriesLength() : -1, RNNFormat.NCW);
    }

    /** Does nothing: nIn is the size of the vocabulary, which the shape of the ids doesn't tell. */
    @Override
    public void setNIn(InputType inputType, boolean override) {
        // Given in the builder.
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        return report(layerName, inputType, getOutputType(-1, inputType), getIUpdater(), 0, 0);
    }

    /** A new builder: an embedding without padding id. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public void settings(Settings others) {
        settings = others;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof TokenEmbedding that && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), settings);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof TokenEmbedding;
    }

    @Override
    public String toString() {
        return "TokenEmbedding(name=" + layerName + ", vocabulary=" + nIn + ", size=" + nOut + ", padding="
            + settings.padding + ")";
    }

    /** {@code TokenEmbedding.builder().nIn(vocabulary).nOut(size).build()}. */
    @SuppressWarnings("unchecked")
    public static class Builder extends FeedForwardLayer.Builder<Builder> {
        private Settings settings = new Settings(null);

        private Builder() {
            // Not the network's default: a vector that is looked up passes no activation function.
            setActivationFn(new ActivationIdentity());
        }

        /** The id that stands for padding: its row starts as zeros and stays so. */
        public Builder padding(int id) {
            settings = new Settings(id);
            return this;
        }

        @Override
        public TokenEmbedding build() {
            return new TokenEmbedding(this);
        }
    }
}
