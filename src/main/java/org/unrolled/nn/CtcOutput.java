package org.unrolled.nn;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * Softmax over symbols at every time step, trained with labels that nobody aligned with the steps: connectionist temporal
 * classification (Graves et al. 2006), see {@link org.unrolled.nn.backend.CtcLoss}.
 *
 * <p>With h of shape [batch, nIn, time], W [nIn, nOut] and z = h W + bias the output is softmax(z), [batch, nOut, time], zeros at steps
 * that the features mask leaves out. One of the nOut symbols is the blank, which says nothing new.
 *
 * <p><b>Labels</b> are symbols [batch, labels] without blanks, of any data type; the label mask [batch, labels] is 1 for those that a
 * sequence has. Without one, places that hold the blank are filled up and don't count. The features mask [batch, time] says how
 * many steps a sequence has, ones first; parts of a network that shorten sequences shorten it, too ({@link FrameStacking}).
 *
 * <p><b>Score.</b> The mean over the batch of each sequence's loss divided by the number of its labels (at least 1), as PyTorch's
 * {@code reduction="mean"}; with {@link Builder#lossPerLabel lossPerLabel(false)} the mean of the losses themselves.
 *
 * <p><b>Labels that can't be said</b> in the steps that there are have an infinite loss. A training stops then and names the sequence,
 * unless {@link Builder#zeroInfinity} lets such sequences count as having no loss and no gradient.
 */
public class CtcOutput extends LinearOutput<CtcOutput.Settings> {
    /** As the builder says. */
    record Settings(int blank, boolean zeroInfinity, boolean lossPerLabel, double lossWeight) {
        private static final Settings DEFAULTS = new Settings(0, false, true, 1);
    }

    private CtcOutput() {
        super(Settings.DEFAULTS);
    }

    private CtcOutput(Builder builder) {
        super(builder, builder.settings);
        int blank = settings().blank;
        Preconditions.checkArgument(blank >= 0 && (nOut <= 0 || blank < nOut), "the blank is symbol %s of %s, expected one of them", blank, nOut);
        requireWeight(settings().lossWeight);
        Preconditions.checkArgument(hasBias(), "a CtcOutput needs its bias: leave out hasBias(false)");
        initializeConstraints(builder);
    }

    @Override
    public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int layerIndex,
                             INDArray paramsView, boolean initializeParams, DataType networkDataType) {
        requireSizes();
        return ListedParameters.ready(new CtcOutputLayer(conf, networkDataType), conf, listeners, layerIndex, paramsView,
            initializeParams);
    }

    /** A new builder: the blank is symbol 0, an infinite loss is an error, losses are divided by the number of labels. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public String toString() {
        return "CtcOutput(name=" + layerName + ", size=" + nIn + ", symbols=" + nOut + ", blank=" + settings().blank + ", zeroInfinity="
            + settings().zeroInfinity + ", lossPerLabel=" + settings().lossPerLabel + ", lossWeight=" + settings().lossWeight + ")";
    }

    /** {@code CtcOutput.builder().nOut(alphabet.size()).build()}. */
    @SuppressWarnings("unchecked")
    public static class Builder extends BaseOutputLayer.Builder<Builder> {
        private Settings settings = Settings.DEFAULTS;

        private Builder() {
            super(new LossMCXENT());
            setActivationFn(new ActivationSoftmax());
        }

        /** The symbol that says nothing new; 0 unless set. */
        public Builder blank(int symbol) {
            settings = Records.with(settings, "blank", symbol);
            return this;
        }

        /** Whether a sequence whose labels need more steps than it has counts as having no loss; false (an error) unless set. */
        public Builder zeroInfinity(boolean zero) {
            settings = Records.with(settings, "zeroInfinity", zero);
            return this;
        }

        /** Whether each sequence's loss is divided by the number of its labels; true unless set. */
        public Builder lossPerLabel(boolean perLabel) {
            settings = Records.with(settings, "lossPerLabel", perLabel);
            return this;
        }

        /** What score and gradient are multiplied by, in a graph that has other losses beside this one; 1 unless set. */
        public Builder lossWeight(double weight) {
            settings = Records.with(settings, "lossWeight", weight);
            return this;
        }

        @Override
        public CtcOutput build() {
            return new CtcOutput(this);
        }
    }
}
