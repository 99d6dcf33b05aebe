package org.unrolled.nn;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.unrolled.nn.backend.Backends;

/** What a {@link FusedAdam} does to a stretch of the network's gradients. */
final class FusedAdamUpdater implements GradientUpdater<FusedAdam> {
    private final FusedAdam settings;
    private INDArray m;
    private INDArray v;

    FusedAdamUpdater(FusedAdam settings) {
        this.settings = settings;
    }

    @Override
    public FusedAdam getConfig() {
        return settings;
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
        m = state.get(AdamUpdater.M_STATE);
        v = state.get(AdamUpdater.V_STATE);
        if (m == null || v == null) {
            throw new IllegalArgumentException("Adam's state needs " + AdamUpdater.M_STATE + " and " + AdamUpdater.V_STATE
                + ", given " + state.keySet());
        }
        if (initialize) {
            m.assign(0);
            v.assign(0);
        }
    }

    @Override
    public Map<String, INDArray> getState() {
        return Map.of(AdamUpdater.M_STATE, m, AdamUpdater.V_STATE, v);
    }

    @Override
    public void setStateViewArray(INDArray state, long[] gradientShape, char gradientOrder, boolean initialize) {
        if (initialize) {
            state.assign(0);
        }
        var flat = state.reshape(state.length());
        m = flat.get(NDArrayIndex.interval(0, flat.length() / 2));
        v = flat.get(NDArrayIndex.interval(flat.length() / 2, flat.length()));
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        Backends.choose(gradient.dataType()).adam(gradient, m, v, settings.correctedRate(iteration, epoch), settings.beta1(),
            settings.beta2(), settings.epsilon());
    }
}
