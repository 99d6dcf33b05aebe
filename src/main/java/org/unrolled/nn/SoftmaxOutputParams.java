package org.unrolled.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Parameters of a {@link SoftmaxOutput}: DL4J's weight and bias, or the bias alone where the weight is tied. */
final class SoftmaxOutputParams extends DefaultParamInitializer {
    static final SoftmaxOutputParams INSTANCE = new SoftmaxOutputParams();

    private static boolean tied(Layer layer) {
        return ((SoftmaxOutput) layer).settings().tiedTo() != null;
    }

    @Override
    public long numParams(Layer layer) {
        return tied(layer) ? ((SoftmaxOutput) layer).getNOut() : super.numParams(layer);
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return tied(layer) ? biasKeys(layer) : super.paramKeys(layer);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return tied(layer) ? List.of() : super.weightKeys(layer);
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        if (!tied(conf.getLayer())) {
            return super.init(conf, paramsView, initializeParams);
        }
        var params = Collections.synchronizedMap(new LinkedHashMap<String, INDArray>());
        params.put(BIAS_KEY, createBias(conf, paramsView, initializeParams));
        conf.addVariable(BIAS_KEY);
        return params;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        if (!tied(conf.getLayer())) {
            return super.getGradientsFromFlattened(conf, gradientView);
        }
        var gradients = new LinkedHashMap<String, INDArray>();
        gradients.put(BIAS_KEY, gradientView);
        return gradients;
    }
}
