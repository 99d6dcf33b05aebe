package org.unrolled.nn;

import java.util.Collection;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Softmax over a vocabulary at every time step, or over the classes of an example, trained by cross-entropy with integer labels.
 *
 * <p>With h of shape [batch, size, time] and W of shape [size, vocabulary]
 * <pre>
 *   z[b, :, t] = h[b, :, t] W + bias        p = softmax(z)        loss[b, t] = -Σ q log p
 *   q = (1 - ε) · onehot(label) + ε / vocabulary
 * </pre>
 * where ε is {@link Builder#labelSmoothing} (Szegedy et al. 2016, section 7; PyTorch's {@code label_smoothing}).
 *
 * <p><b>Labels</b> are class numbers of shape [batch, time] or [batch, 1, time], any data type; one-hot labels
 * [batch, vocabulary, time] are read as numbers. A label counts unless the label mask [batch, time] is 0 there, or it
 * equals {@link Builder#ignoredLabel}; without a label mask the features mask is used. Steps that don't count cost no
 * arithmetic. Neither one-hot labels nor the whole array of logits is ever built in training.
 *
 * <p><b>One label an example.</b> With {@link Builder#perExample} the input is [batch, size], as a {@link SequencePooling} gives
 * it, labels are class numbers [batch, 1] or one-hot [batch, classes], a mask is [batch, 1], and the output is [batch, classes].
 *
 * <p><b>Weights.</b> A mask may hold any weights from 0: the loss is Σ w loss / Σ w then, which weighs classes as PyTorch does. With
 * {@link Builder#lossPerToken lossPerToken(false)} it is Σ w loss / minibatch, and weights may be negative, too: what a sequence was worth
 * more or less than expected, see {@link PolicyGraph}.
 *
 * <p><b>Score.</b> By default the loss is the mean over the tokens that count, as in PyTorch. DL4J's own output layers sum
 * over time and divide by the size of the minibatch; {@link Builder#lossPerToken lossPerToken(false)} does that. Learning
 * rates and clipping thresholds differ by the length of the sequences between the two.
 *
 * <p><b>Weight tying</b> (Press and Wolf 2017; Inan et al. 2017): with {@link Builder#tiedTo} W is the transposed table
 * of the {@link TokenEmbedding} of that name in the same network. The layer then owns the bias only, the table is stored
 * once, and its gradient is the sum of both uses. Size and vocabulary have to agree. The embedding has to lie on the way
 * from the network's input to this layer. An output with tied weights that stands in a network alone, as transfer
 * learning may leave it, says so.
 *
 * <p>{@code output()} gives probabilities [batch, vocabulary, time]. {@link TokenScores} counts loss, perplexity and
 * accuracy over integer labels; DL4J's {@code evaluate} works too, but demands one-hot labels.
 */
public class SoftmaxOutput extends LinearOutput<SoftmaxOutput.Settings> {
    /** As the builder says. */
    record Settings(double labelSmoothing, boolean lossPerToken, int ignoredLabel, String tiedTo, boolean perExample,
                    double lossWeight) {
        private static final Settings DEFAULTS = new Settings(0, true, -100, null, false, 1);
    }

    private SoftmaxOutput() {
        super(Settings.DEFAULTS);
    }

    private SoftmaxOutput(Builder builder) {
        super(builder, builder.settings);
        var settings = builder.settings;
        double labelSmoothing = settings.labelSmoothing;
        Preconditions.checkArgument(labelSmoothing >= 0 && labelSmoothing < 1,
                "label smoothing has to be at least 0 and below 1, given %s", labelSmoothing);
        requireWeight(settings.lossWeight);
        Preconditions.checkArgument(settings.tiedTo == null || hasBias(),
                "an output tied to \"%s\" needs its bias: leave out hasBias(false)", settings.tiedTo);
        initializeConstraints(builder);
    }

    @Override
    public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int layerIndex,
                             INDArray paramsView, boolean initializeParams, DataType networkDataType) {
        requireSizes();
        return ListedParameters.ready(new SoftmaxOutputLayer(conf, networkDataType), conf, listeners, layerIndex, paramsView,
            initializeParams);
    }

    /** DL4J's weight and bias, or the bias alone where the weight is tied. */
    @Override
    public List<Parameter> parameters() {
        return settings().tiedTo != null ? List.of(bias()) : super.parameters();
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return settings().perExample ? InputType.feedForward(nOut) : super.getOutputType(layerIndex, inputType);
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (!settings().perExample) {
            super.setNIn(inputType, override);
        } else if (nIn <= 0 || override) {
            nIn = vector(inputType).getSize();
        }
    }

    private InputType.InputTypeFeedForward vector(InputType inputType) {
        if (inputType instanceof InputType.InputTypeFeedForward vector) {
            return vector;
        }
        throw new IllegalStateException("SoftmaxOutput \"" + layerName + "\" with perExample takes vectors [batch, size], given "
            + inputType + ": pool the sequence first");
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return settings().perExample ? null : super.getPreProcessorForInputType(inputType);
    }

    /** A new builder: mean loss per token, no smoothing, weights of its own. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String toString() {
        return "SoftmaxOutput(name=" + layerName + ", size=" + nIn + ", vocabulary=" + nOut + ", labelSmoothing="
            + settings().labelSmoothing + ", lossPerToken=" + settings().lossPerToken + ", ignoredLabel=" + settings().ignoredLabel
            + ", tiedTo=" + settings().tiedTo + ", perExample=" + settings().perExample + ", lossWeight="
            + settings().lossWeight + ")";
    }

    /** {@code SoftmaxOutput.builder().nOut(vocabulary).build()}. */
    @SuppressWarnings("unchecked")
    public static class Builder extends BaseOutputLayer.Builder<Builder> {
        private Settings settings = Settings.DEFAULTS;

        private Builder() {
            super(new LossMCXENT());
            setActivationFn(new ActivationSoftmax());
        }

        private Builder set(String name, Object value) {
            settings = Records.with(settings, name, value);
            return this;
        }

        /** ε ≥ 0: how much of the target is spread evenly over all classes. */
        public Builder labelSmoothing(double epsilon) {
            return set("labelSmoothing", epsilon);
        }

        /** True (the default): mean over tokens. False: summed over time, divided by the minibatch, as DL4J does. */
        public Builder lossPerToken(boolean perToken) {
            return set("lossPerToken", perToken);
        }

        /** Label of steps that don't count; -100 unless given, as in PyTorch. */
        public Builder ignoredLabel(int label) {
            return set("ignoredLabel", label);
        }

        /** Name of the {@link TokenEmbedding} whose table is to be this layer's weight. */
        public Builder tiedTo(String embedding) {
            return set("tiedTo", embedding);
        }

        /** Whether an example has one label, and its input is a vector [batch, size]; false (a label a step) unless set. */
        public Builder perExample(boolean one) {
            return set("perExample", one);
        }

        /** What score and gradient are multiplied by, in a graph that has other losses beside this one; 1 unless set. */
        public Builder lossWeight(double weight) {
            return set("lossWeight", weight);
        }

        @Override
        public SoftmaxOutput build() {
            return new SoftmaxOutput(this);
        }
    }
}
