package org.unrolled.nn;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Lays a layer's parameters out in a network's flat array as the layer lists them. */
final class ListedParameters implements ParamInitializer {
    static final ListedParameters INSTANCE = new ListedParameters();

    private ListedParameters() {
    }

    /** Makes a layer ready for its network, as DL4J wants it. */
    static <L extends AbstractLayer<?>> L ready(L layer, NeuralNetConfiguration conf, Collection<TrainingListener> listeners,
                                                int index, INDArray parameters, boolean initialize) {
        layer.setListeners(listeners);
        layer.setIndex(index);
        layer.setParamsViewArray(parameters);
        layer.setParamTable(INSTANCE.init(conf, parameters, initialize));
        layer.setConf(conf);
        return layer;
    }

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return ((HasParameters) layer).parameterCount();
    }

    private static List<String> keys(Layer layer, Predicate<HasParameters.Parameter> which) {
        return ((HasParameters) layer).parameters().stream().filter(which).map(HasParameters.Parameter::key).toList();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return keys(layer, parameter -> true);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return keys(layer, parameter -> !parameter.bias());
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return keys(layer, HasParameters.Parameter::bias);
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return weightKeys(layer).contains(key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return biasKeys(layer).contains(key);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray flat, boolean initialize) {
        var table = getGradientsFromFlattened(conf, flat);
        table.keySet().forEach(conf::addVariable);
        if (initialize) {
            ((HasParameters) conf.getLayer()).initializeParameters(table);
        }
        return Collections.synchronizedMap(table);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray flat) {
        var layer = conf.getLayer();
        return ((HasParameters) layer).views(flat, "layer " + layer.getLayerName() + " (" + layer + ")");
    }
}
