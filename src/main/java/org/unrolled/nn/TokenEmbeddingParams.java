package org.unrolled.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The table of a {@link TokenEmbedding}: [vocabulary, size] in c order, so that a token's row lies in one piece. */
final class TokenEmbeddingParams extends DefaultParamInitializer {
    static final TokenEmbeddingParams INSTANCE = new TokenEmbeddingParams();

    @Override
    public long numParams(Layer layer) {
        var embedding = (TokenEmbedding) layer;
        return embedding.getNIn() * embedding.getNOut();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return weightKeys(layer);
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return List.of(WEIGHT_KEY);
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return List.of();
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        var embedding = (TokenEmbedding) conf.getLayer();
        var table = table(embedding, paramsView);
        if (initializeParams) {
            // Fan-in 1: of the vocabulary one row is picked, its size has no say in how large the numbers should be.
            embedding.getWeightInitFn().init(1, embedding.getNOut(), table.shape(), 'c', paramsView);
            if (embedding.settings().padding() != null) {
                table.getRow(embedding.settings().padding()).assign(0);
            }
        }
        conf.addVariable(WEIGHT_KEY);
        var params = Collections.synchronizedMap(new LinkedHashMap<String, INDArray>());
        params.put(WEIGHT_KEY, table);
        return params;
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        var gradients = new LinkedHashMap<String, INDArray>();
        gradients.put(WEIGHT_KEY, table((TokenEmbedding) conf.getLayer(), gradientView));
        return gradients;
    }

    private static INDArray table(TokenEmbedding embedding, INDArray view) {
        return view.reshape('c', embedding.getNIn(), embedding.getNOut());
    }
}
