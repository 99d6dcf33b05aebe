package org.unrolled.nn;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.Cell;
import org.unrolled.nn.backend.CellWeights;
import org.unrolled.nn.rows.Dropout;

/**
 * What the configurations of {@link VanillaRnn}, {@link Lstm} and {@link Gru} have in common.
 *
 * <p>Input [batch, nIn, time] (or [batch, time, nIn] with {@code dataFormat(RNNFormat.NWC)}), output
 * [batch, nOut, time]. With {@code tokenInput(true)} the input is token ids, whole numbers from 0 to nIn - 1, of shape
 * [batch, 1, time] or [batch, time]: the result is that of one-hot vectors, but a token's row of the weights is read
 * directly. Masked steps (0 in a mask of shape [batch, time]) leave the state as it is and give zeros as output.
 *
 * <p>Parameters, as in DL4J: {@code W} inputWeights [nIn, gates · nOut], {@code RW} recurrentWeights
 * [nOut, gates · nOut], {@code b} bias. W begins with {@code weightInit} (Xavier unless set), RW with
 * {@code weightInitRecurrent}, or orthogonal blocks, one a gate (Saxe, McClelland and Ganguli 2014), if that is not
 * set.
 */
public abstract class RecurrentConfiguration extends BaseRecurrentLayer implements HasSettings<Record>, HasParameters {
    /** Key of the inputWeights. */
    public static final String INPUT = "W";
    /** Key of the recurrentWeights. */
    public static final String RECURRENT = "RW";
    /** Key of the bias. */
    public static final String BIAS = "b";

    /** What the settings of every cell hold; each cell has a record of its own with these components. */
    interface RecurrentSettings {
        /** Probability of keeping a unit of h in the recurrent product during training; 1 keeps all. */
        double recurrentDropOut();

        /** Whether the input is token ids. */
        boolean tokenInput();

        /** Whether the backward pass computes the gradient of the input; never for token ids. */
        boolean inputGradient();
    }

    private Record settings;

    /** For JSON. */
    <S extends Record & RecurrentSettings> RecurrentConfiguration(S defaults) {
        settings = defaults;
    }

    RecurrentConfiguration(Builder<?> builder) {
        super(builder);
        settings = builder.settings;
        if (builder.getActivationFn() != null) {
            throw new IllegalArgumentException(getClass().getSimpleName() + " has the activation functions of its equations; remove"
                + " activation(" + builder.getActivationFn() + ")");
        }
        initializeConstraints(builder);
    }

    @Override
    public final Record settings() {
        return settings;
    }

    @Override
    public final void settings(Record others) {
        settings = others;
    }

    /** Whether the input is token ids instead of vectors. */
    public final boolean takesTokens() {
        return recurrent().tokenInput();
    }

    /** The settings that every cell has. */
    final RecurrentSettings recurrent() {
        return (RecurrentSettings) settings;
    }

    /** The cell with this configuration's sizes. */
    public abstract Cell cell();

    /** Parameters or gradients by key. */
    static CellWeights weights(Function<String, INDArray> of) {
        return new CellWeights(of.apply(INPUT), of.apply(RECURRENT), of.apply(BIAS));
    }

    /** Factors of recurrent dropout for a pass, [batch, nOut]; null outside training and without. */
    final INDArray recurrentMask(boolean training, DataType type, long batch) {
        double keep = recurrent().recurrentDropOut();
        return !training || keep == 1 ? null
            : Detached.get(() -> Nd4j.rand(type, batch, getNOut()).lt(keep).castTo(type).divi(keep));
    }

    /** Takes what a network says of weights and dropout where nothing else was said: for a decoder's cell, which is no layer. */
    final void beginAs(NeuralNetConfiguration.Builder defaults) {
        if (getWeightInitFn() == null) {
            setWeightInitFn(defaults.getWeightInitFn());
        }
        if (getIDropout() == null && defaults.getIdropOut() != null) {
            setIDropout(defaults.getIdropOut().clone());
        }
    }

    /** @throws IllegalArgumentException unless a decoder with this cell may begin from a state of this size */
    final void requireState(long size, String decoder) {
        boolean cellState = cell().kind().hasCellState();
        if (size != getNOut() && !(cellState && size == 2 * getNOut())) {
            throw new IllegalArgumentException("decoder " + decoder + " (" + cell() + ") begins from a state of "
                + getNOut() + (cellState ? " (h) or " + 2 * getNOut() + " (h and c)" : "") + " numbers a sequence, given "
                + size + ": put a dense layer between encoder and decoder");
        }
    }

    /** What the bias begins with, by index; {@code biasInit} unless a cell knows better. */
    double initialBias(int index) {
        return Double.isNaN(getBiasInit()) ? 0 : getBiasInit();
    }

    @Override
    public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int layerIndex,
                             INDArray parameters, boolean initialize, DataType dataType) {
        if (getNIn() <= 0 || getNOut() <= 0) {
            throw new IllegalStateException("layer " + getLayerName() + " (index " + layerIndex + "): nIn is " + getNIn()
                + " and nOut is " + getNOut() + ", both must be positive: set them, or the network's input type"
                + (recurrent().tokenInput() ? " (nIn is the size of the vocabulary and has to be set)" : ""));
        }
        return ListedParameters.ready(new RecurrentRuntime(conf, dataType), conf, listeners, layerIndex, parameters, initialize);
    }

    @Override
    public ParamInitializer initializer() {
        return ListedParameters.INSTANCE;
    }

    /** Matrices lie in f order; only the input weights for token ids lie in c order, so that a token's row is in one piece. */
    @Override
    public List<Parameter> parameters() {
        var cell = cell();
        return List.of(new Parameter(INPUT, false, inputOrder(), getNIn(), cell.gates() * getNOut()),
            new Parameter(RECURRENT, false, 'f', getNOut(), cell.recurrentColumns()),
            new Parameter(BIAS, true, 'c', 1, cell.biasLength()));
    }

    private char inputOrder() {
        return recurrent().tokenInput() ? 'c' : 'f';
    }

    @Override
    public void initializeParameters(Map<String, INDArray> table) {
        long h = getNOut();
        var input = table.get(INPUT);
        getWeightInitFn().init(getNIn(), h, input.shape(), inputOrder(), Orthogonal.flat(input));
        var recurrent = table.get(RECURRENT);
        if (getWeightInitFnRecurrent() != null) {
            getWeightInitFnRecurrent().init(h, h, recurrent.shape(), 'f', Orthogonal.flat(recurrent));
        } else {
            Orthogonal.fill(recurrent, (int) h, cell().gates());
        }
        for (int i = 0; i < cell().biasLength(); i++) {
            table.get(BIAS).putScalar(i, initialBias(i));
        }
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        if (recurrent().tokenInput() && inputType instanceof InputType.InputTypeFeedForward ids) {
            return InputType.recurrent(getNOut(), ids.getSize(), RNNFormat.NCW);
        }
        return super.getOutputType(layerIndex, inputType);
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        if (!recurrent().tokenInput()) {
            super.setNIn(inputType, override);
        }
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return recurrent().tokenInput() ? null : super.getPreProcessorForInputType(inputType);
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        long steps = inputType instanceof InputType.InputTypeRecurrent r ? Math.max(1, r.getTimeSeriesLength()) : 1;
        return report(getLayerName(), inputType, getOutputType(-1, inputType), getIUpdater(), steps * cell().gates() * getNOut(),
            steps * (2L * cell().gates() + 4) * getNOut());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecurrentConfiguration that && other.getClass() == getClass() && super.equals(other)
            && settings.equals(that.settings);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof RecurrentConfiguration;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), settings);
    }

    @Override
    public String toString() {
        var s = recurrent();
        return cell() + (s.recurrentDropOut() < 1 ? ", recurrentDropOut " + s.recurrentDropOut() : "")
            + (s.tokenInput() ? ", token input" : "");
    }

    /** @param <T> the builder itself */
    @SuppressWarnings("unchecked")
    public abstract static class Builder<T extends Builder<T>> extends BaseRecurrentLayer.Builder<T> {
        private Record settings;

        <S extends Record & RecurrentSettings> Builder(S defaults) {
            settings = defaults;
        }

        /** Changes the setting of this name. */
        final T set(String name, Object value) {
            settings = Records.with(settings, name, value);
            return (T) this;
        }

        /**
         * Dropout on h where it enters the recurrent product: each sequence keeps the same units over all its steps
         * (Gal and Ghahramani 2016), and what is kept is divided by the probability. Drawn from ND4J's random numbers,
         * as DL4J's own dropout is.
         *
         * @param keep probability of <b>keeping</b> a unit, as in DL4J's {@code dropOut}; 1 for none
         */
        public T recurrentDropOut(double keep) {
            return set("recurrentDropOut", Dropout.checked(keep));
        }

        /** Whether the input is token ids; nIn is the size of the vocabulary then. */
        public T tokenInput(boolean tokens) {
            return set("tokenInput", tokens);
        }

        /**
         * Whether the gradient of the input is computed; true at first. A network's first layer doesn't need it (DL4J
         * asks for it and throws it away): false saves a product as large as that of the forward pass.
         */
        public T inputGradient(boolean needed) {
            return set("inputGradient", needed);
        }
    }
}
