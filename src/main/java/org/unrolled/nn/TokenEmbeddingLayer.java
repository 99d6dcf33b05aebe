package org.unrolled.nn;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.LayerBackend;
import org.unrolled.nn.backend.TokenIds;

/** What runs a {@link TokenEmbedding}. */
public class TokenEmbeddingLayer extends BaseLayer<TokenEmbedding> {
    private final transient LayerBackend backend;
    /** Ids of the last forward pass, time-major; -1 where masked. */
    private transient int[] ids;
    private boolean gradientBegun;
    private long steps;

    /** Made by {@link TokenEmbedding#instantiate}. */
    public TokenEmbeddingLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        backend = Backends.choose(dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        var name = name();
        int vocabulary = (int) layerConf().getNIn();
        int batch = (int) input.size(0);
        var numbers = TokenIds.timeMajor(input, name + ": ids");
        int time = numbers.length / batch;
        steps = time;
        ids = TokenIds.checked(numbers, batch, vocabulary, name);
        dropMasked(batch, time);
        gradientBegun = false;
        var table = getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaces);
        var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, batch, table.size(1), time);
        backend.gather(table, ids, TimeMajor.rows(out, dataType));
        var dropout = layerConf().getIDropout();
        if (training && dropout != null) {
            var created = out.permute(2, 0, 1);
            dropout.applyDropout(created, created, getIterationCount(), getEpochCount(), workspaces);
        }
        return out;
    }

    private void dropMasked(int batch, int time) {
        if (maskArray == null) {
            return;
        }
        var mask = TokenIds.timeMajor(maskArray, name() + ": features mask");
        if (mask.length != ids.length || maskArray.size(0) != batch) {
            throw new IllegalArgumentException(name() + ": the features mask has shape "
                + Arrays.toString(maskArray.shape()) + ", the ids are [" + batch + ", " + time + "]");
        }
        for (int i = 0; i < ids.length; i++) {
            if (mask[i] == 0) {
                ids[i] = -1;
            }
        }
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        var rows = TimeMajor.rows(epsilon, dataType);
        IDropout dropout = layerConf().getIDropout();
        if (dropout != null) {
            var shaped = rows.reshape('c', epsilon.size(2), epsilon.size(0), epsilon.size(1));
            dropout.backprop(shaped, shaped, getIterationCount(), getEpochCount());
        }
        var gradient = weightGradient();
        backend.scatter(rows, ids, begin(), gradient);
        if (layerConf().settings().padding() != null) {
            gradient.getRow(layerConf().settings().padding()).assign(0);
        }
        weightNoiseParams.clear();
        var result = new DefaultGradient();
        result.gradientForVariable().put(DefaultParamInitializer.WEIGHT_KEY, gradient);
        return new Pair<>(result, null);
    }

    /** Where the gradient of the table goes; null if the layer is frozen. */
    INDArray weightGradient() {
        return gradientViews == null ? null : gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
    }

    /**
     * Says whether the table's gradient already holds a part of this pass, to be added to, and that it does from now on.
     * The table of a tied output gets its gradient from two sides.
     */
    boolean begin() {
        boolean begun = gradientBegun;
        gradientBegun = true;
        return begun;
    }

    /** The table after weight noise, if any, of this pass; shape [vocabulary, size]. */
    INDArray table(boolean training, LayerWorkspaceMgr workspaces) {
        return getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaces);
    }

    /** Vectors of tokens outside training, shape [tokens, size], in a new array outside any workspace. */
    public INDArray vectors(int... tokens) {
        return Detached.get(() -> {
            for (int i = 0; i < tokens.length; i++) {
                TokenIds.checked(tokens[i], i, tokens.length, (int) layerConf().getNIn(), name());
            }
            var table = getParam(DefaultParamInitializer.WEIGHT_KEY);
            var out = Nd4j.createUninitialized(dataType, new long[] {tokens.length, table.size(1)}, 'c');
            backend.gather(table, tokens, out);
            return out;
        });
    }

    private String name() {
        return "layer " + (layerConf().getLayerName() == null ? getIndex() : layerConf().getLayerName());
    }

    @Override
    public Type type() {
        return TimeMajor.kind(steps);
    }

    @Override
    public boolean hasBias() {
        return false;
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }

    @Override
    public void clear() {
        super.clear();
        ids = null;
    }
}
