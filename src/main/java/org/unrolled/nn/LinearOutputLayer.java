package org.unrolled.nn;

import java.util.Arrays;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.BaseOutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.LayerBackend;
import org.unrolled.nn.backend.LinearSoftmax;
import org.unrolled.nn.backend.NotFiniteException;

/**
 * What runs a {@link LinearOutput}: masks, parameters, messages. Subclasses have the loss.
 *
 * @param <C> the configuration
 */
public abstract class LinearOutputLayer<C extends LinearOutput<?>> extends BaseOutputLayer<C> implements TokenLoss {
    /** What computes. */
    final transient LayerBackend backend;
    private transient LinearSoftmax softmax;

    LinearOutputLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        backend = Backends.choose(dataType);
    }

    /** Never: the layer before needs its output for its own backward pass. */
    @Override
    public final void allowInputModification(boolean allow) {
        super.allowInputModification(false);
    }

    /** The features mask stays: a graph sets the label mask once more, to null, between gradients and score. */
    @Override
    public final void setMaskArray(INDArray mask) {
        maskArray = mask;
    }

    /** Recurrent layers pass the features mask on as already applied; which steps are padding it says all the same. */
    @Override
    public final Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int minibatchSize) {
        inputMaskArray = mask;
        inputMaskArrayState = state;
        return null;
    }

    /** The features mask if it is one of the input's steps, else null. */
    final INDArray stepMask() {
        boolean fits = inputMaskArray != null && inputMaskArray.rank() == 2 && inputMaskArray.size(0) == input.size(0)
            && inputMaskArray.size(1) == input.size(2);
        return fits ? inputMaskArray : null;
    }

    /** Weights of shape [vocabulary, size] in c order: DL4J's [size, vocabulary] in f order, seen the other way. */
    INDArray weights(boolean training, LayerWorkspaceMgr workspaces) {
        return getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaces).transpose();
    }

    final INDArray bias(boolean training, LayerWorkspaceMgr workspaces) {
        return hasBias() ? getParamWithNoise(DefaultParamInitializer.BIAS_KEY, training, workspaces) : null;
    }

    final LinearSoftmax softmax() {
        if (softmax == null) {
            softmax = backend.softmax((int) layerConf().getNIn(), (int) layerConf().getNOut());
        }
        return softmax;
    }

    /** Probabilities of all rows, or their logarithms, into {@code out}. @throws NotFiniteException if logits aren't finite */
    final void probabilities(INDArray x, boolean training, boolean logarithms, INDArray out, LayerWorkspaceMgr workspaces) {
        int broken = softmax().probabilities(new LinearSoftmax.Rows(x, weights(training, workspaces), bias(training, workspaces), null),
            logarithms, out);
        if (broken >= 0) {
            throw notFinite(broken, (int) input.size(0));
        }
    }

    final void requireSequence(INDArray array) {
        if (array.rank() != 3 || array.size(1) != layerConf().getNIn()) {
            throw new IllegalArgumentException(name() + ": its input has shape " + Arrays.toString(array.shape())
                + ", expected [batch, " + layerConf().getNIn() + ", time]");
        }
    }

    /** @param row time-major */
    final NotFiniteException notFinite(int row, int batch) {
        return new NotFiniteException(name() + ": logits are NaN or infinite at example " + row % batch + ", step "
            + row / batch + ": look at the data, lower the learning rate or clip the gradients", row / batch);
    }

    final String name() {
        return "layer " + (layerConf().getLayerName() == null ? getIndex() : layerConf().getLayerName());
    }

    @Override
    protected final INDArray getLabels2d(LayerWorkspaceMgr workspaces, ArrayType type) {
        throw new UnsupportedOperationException(name() + " works on integer labels, it has no one-hot ones");
    }
}
