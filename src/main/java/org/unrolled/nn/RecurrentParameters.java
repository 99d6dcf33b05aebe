package org.unrolled.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Lays the weights of a recurrent layer out in a network's flat parameter vector and fills them at the start: first
 * {@value #INPUT}, then {@value #RECURRENT}, then {@value #BIAS}, as DL4J's LSTM does. Matrices lie in f order; only
 * the input weights for token ids lie in c order, so that a token's row is in one piece.
 */
public final class RecurrentParameters implements ParamInitializer {
    /** Key of the inputWeights. */
    public static final String INPUT = "W";
    /** Key of the recurrentWeights. */
    public static final String RECURRENT = "RW";
    /** Key of the bias. */
    public static final String BIAS = "b";
    static final RecurrentParameters INSTANCE = new RecurrentParameters();

    private RecurrentParameters() {
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        var cell = ((RecurrentConfiguration) layer).cell();
        return inputLength((RecurrentConfiguration) layer) + recurrentLength((RecurrentConfiguration) layer)
            + cell.biasLength();
    }

    private static long inputLength(RecurrentConfiguration layer) {
        return layer.getNIn() * layer.cell().gates() * layer.getNOut();
    }

    private static long recurrentLength(RecurrentConfiguration layer) {
        return layer.getNOut() * layer.cell().recurrentColumns();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return List.of(INPUT, RECURRENT, BIAS);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of(INPUT, RECURRENT);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of(BIAS);
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return key.equals(INPUT) || key.equals(RECURRENT);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return key.equals(BIAS);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray flat, boolean initialize) {
        var layer = (RecurrentConfiguration) conf.getLayer();
        for (String key : paramKeys(layer)) {
            conf.addVariable(key);
        }
        var views = views(layer, flat);
        if (initialize) {
            initialize(layer, views);
        }
        return Collections.synchronizedMap(views);
    }

    static void initialize(RecurrentConfiguration layer, Map<String, INDArray> views) {
        var cell = layer.cell();
        long h = layer.getNOut();
        var input = views.get(INPUT);
        layer.getWeightInitFn().init(layer.getNIn(), h, input.shape(), layer.recurrent().tokenInput() ? 'c' : 'f',
            Orthogonal.flat(input));
        var recurrent = views.get(RECURRENT);
        if (layer.getWeightInitFnRecurrent() != null) {
            layer.getWeightInitFnRecurrent().init(h, h, recurrent.shape(), 'f', Orthogonal.flat(recurrent));
        } else {
            Orthogonal.fill(recurrent, (int) h, cell.gates());
        }
        var bias = views.get(BIAS);
        for (int i = 0; i < cell.biasLength(); i++) {
            bias.putScalar(i, layer.initialBias(i));
        }
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray flat) {
        return views((RecurrentConfiguration) conf.getLayer(), flat);
    }

    private static Map<String, INDArray> views(RecurrentConfiguration layer, INDArray flat) {
        var cell = layer.cell();
        long input = inputLength(layer);
        long recurrent = recurrentLength(layer);
        long length = input + recurrent + cell.biasLength();
        if (flat.length() != length) {
            throw new IllegalStateException("layer " + layer.getLayerName() + " (" + cell + ") has " + length
                + " parameters, given a vector of " + flat.length() + ": was it saved with another configuration?");
        }
        var row = flat.reshape(length);
        var views = new LinkedHashMap<String, INDArray>();
        views.put(INPUT, row.get(NDArrayIndex.interval(0, input))
            .reshape(layer.recurrent().tokenInput() ? 'c' : 'f', layer.getNIn(), cell.gates() * layer.getNOut()));
        views.put(RECURRENT, row.get(NDArrayIndex.interval(input, input + recurrent))
            .reshape('f', layer.getNOut(), cell.recurrentColumns()));
        views.put(BIAS, row.get(NDArrayIndex.interval(input + recurrent, length))
            .reshape('c', 1, cell.biasLength()));
        return views;
    }
}
