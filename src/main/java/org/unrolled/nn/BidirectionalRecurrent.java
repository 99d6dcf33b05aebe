package org.unrolled.nn;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Two layers of one kind over the same sequence, one from the first step to the last and one back (Schuster and Paliwal
 * 1997); their outputs are concatenated, added, averaged or multiplied step by step.
 *
 * <p>It is DL4J's {@link Bidirectional} with the same parameters ({@code fW}, {@code fRW}, {@code fb} forwards,
 * {@code bW}, {@code bRW}, {@code bb} backwards) and the same results, but the second layer reads the sequence backwards
 * in place of being given a reversed copy, and both write straight into the concatenated output. DL4J's own wrapper
 * takes our layers too; it is slower, and can't take token ids.
 */
public final class BidirectionalRecurrent extends Bidirectional {
    /** For JSON. */
    public BidirectionalRecurrent() {
    }

    /** Concatenates: the output has twice as many features. */
    public BidirectionalRecurrent(RecurrentConfiguration layer) {
        this(Mode.CONCAT, layer);
    }

    /** Combines the outputs of both directions as {@code mode} says. */
    public BidirectionalRecurrent(Mode mode, RecurrentConfiguration layer) {
        super(mode, layer);
        if (layer.getRnnDataFormat() == RNNFormat.NWC) {
            throw new IllegalArgumentException("BidirectionalRecurrent takes [batch, features, time] only: leave out"
                + " dataFormat(NWC), or use DL4J's Bidirectional");
        }
    }

    @Override
    public Layer instantiate(NeuralNetConfiguration conf, Collection<TrainingListener> listeners, int layerIndex,
                             INDArray parameters, boolean initialize, DataType dataType) {
        var flat = parameters.reshape(parameters.length());
        long half = parameters.length() / 2;
        var halves = new RecurrentRuntime[2];
        for (int i = 0; i < 2; i++) {
            var direction = conf.clone();
            direction.setLayer(i == 0 ? getFwd() : getBwd());
            halves[i] = (RecurrentRuntime) direction.getLayer().instantiate(direction, listeners, layerIndex,
                flat.get(NDArrayIndex.interval(i * half, (i + 1) * half)), initialize, dataType);
        }
        var layer = new BidirectionalRuntime(conf, halves[0], halves[1], parameters);
        layer.setParamTable(initializer().init(conf, parameters, false));
        layer.setConf(conf);
        layer.setIndex(layerIndex);
        return layer;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BidirectionalRecurrent && super.equals(other);
    }

    @Override
    protected boolean canEqual(Object other) {
        return other instanceof BidirectionalRecurrent;
    }

    @Override
    public int hashCode() {
        return 31 * super.hashCode() + 1;
    }
}
