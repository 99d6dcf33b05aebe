package org.unrolled.nn;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of an output layer that makes logits of each step of a sequence, z = h W + bias.
 *
 * @param <S> its settings
 */
public abstract class LinearOutput<S extends Record> extends BaseOutputLayer implements HasSettings<S>, HasParameters {
    private S settings;

    LinearOutput(S settings) {
        this.settings = settings;
    }

    LinearOutput(BaseOutputLayer.Builder<?> builder, S settings) {
        super(builder);
        this.settings = settings;
    }

    @Override
    public final S settings() {
        return settings;
    }

    @Override
    public final void settings(S others) {
        settings = others;
    }

    /** @throws IllegalArgumentException if a loss can't have this weight among others */
    static void requireWeight(double lossWeight) {
        Preconditions.checkArgument(lossWeight > 0 && Double.isFinite(lossWeight), "a loss with the weight %s: expected a number above 0",
                lossWeight);
    }

    /** @throws IllegalStateException if a size isn't known */
    final void requireSizes() {
        Preconditions.checkState(nIn > 0 && nOut > 0,
                "%s \"%s\" needs nOut, the size of the vocabulary, and nIn (or the network's setInputType); "
                        + "given nIn = %s, nOut = %s", getClass().getSimpleName(), layerName, nIn, nOut);
    }

    @Override
    public final ParamInitializer initializer() {
        return ListedParameters.INSTANCE;
    }

    /** DL4J's weight and bias. */
    @Override
    public List<Parameter> parameters() {
        var weight = new Parameter(DefaultParamInitializer.WEIGHT_KEY, false, 'f', nIn, nOut);
        return hasBias() ? List.of(weight, bias()) : List.of(weight);
    }

    final Parameter bias() {
        return new Parameter(DefaultParamInitializer.BIAS_KEY, true, 'c', nOut);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> table) {
        table.forEach((key, view) -> {
            if (key.equals(DefaultParamInitializer.BIAS_KEY)) {
                view.assign(getBiasInit());
            } else {
                getWeightInitFn().init(nIn, nOut, view.shape(), 'f', Orthogonal.flat(view));
            }
        });
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return InputType.recurrent(nOut, recurrent(inputType).getTimeSeriesLength(), RNNFormat.NCW);
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (nIn <= 0 || override) {
            nIn = recurrent(inputType).getSize();
        }
    }

    private InputType.InputTypeRecurrent recurrent(InputType inputType) {
        if (inputType instanceof InputType.InputTypeRecurrent sequence) {
            return sequence;
        }
        throw new IllegalStateException(getClass().getSimpleName() + " \"" + layerName + "\" takes sequences [batch, size, time], given "
            + inputType);
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return InputTypeUtil.getPreprocessorForInputTypeRnnLayers(inputType, RNNFormat.NCW, layerName);
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof LinearOutput<?> that && settings.equals(that.settings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), settings);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other != null && other.getClass() == getClass();
    }
}
