package org.unrolled.nn;

import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.learning.config.IUpdater;
import org.unrolled.arrays.Detached;

/**
 * A graph that writes, as a policy: what it writes is rewarded, and its gradient makes what was worth more than expected more probable
 * (Williams 1992, "Simple Statistical Gradient-Following Algorithms", REINFORCE; Ranzato et al. 2016, section 3.1). With sequences w that
 * were drawn from it as inputs and labels, and their advantages A in the labels' mask, a training step follows
 * <pre>
 *   1 / minibatch · Σ A(w) ∇ -log p(w)            log p(w) = Σ_t log p(w_t | w_1 .. w_t-1)
 * </pre>
 * That is the gradient of the expected reward, with its sign turned, only if p is what the sequences were drawn from. So a policy differs
 * from the graph that it is made of:
 * <ul>
 * <li>nothing is dropped, there is no label smoothing and no penalty of an attention;
 * <li>tokens that are never drawn have no probability: their bias is {@value #NEVER};
 * <li>the loss is summed over a sequence.
 * </ul>
 */
public final class PolicyGraph {
    /** e to this is 0 but for what single precision can't tell from it, whatever an output adds to its bias. */
    static final int NEVER = -10_000;
    /** Settings, wherever they stand, with which a pass in training is what decoding does. */
    private static final Map<String, Object> PLAIN = Map.of("dropOut", 1.0, "keep", 1.0, "recurrentDropOut", 1.0, "doublyStochastic", 0.0,
        "labelSmoothing", 0.0, "lossPerToken", false, "lossWeight", 1.0);

    private PolicyGraph() {
    }

    /**
     * A copy of a graph with the same parameters, to be trained as a policy.
     *
     * @param output  name of its {@link SoftmaxOutput}
     * @param never   tokens that are never drawn
     * @param updater of the training to come; it begins anew
     * @throws IllegalArgumentException if the output is something else, has no bias, or hasn't such a token, or a layer holds another one
     */
    public static ComputationGraph of(ComputationGraph graph, String output, Set<Integer> never, IUpdater updater) {
        var configuration = graph.getConfiguration().clone();
        Preconditions.checkArgument(configuration.getVertices().get(output) instanceof LayerVertex layer && layer.getLayerConf().getLayer()
                instanceof SoftmaxOutput, "a policy needs a graph with a SoftmaxOutput \"%s\", this one has the outputs %s", output,
                configuration.getNetworkOutputs());
        configuration.getVertices().values().forEach(vertex -> {
            if (vertex instanceof LayerVertex layer) {
                plain(layer.getLayerConf().getLayer(), updater);
            } else if (vertex instanceof TrainedVertex<?> trained) {
                if (trained.parameterCount() > 0) {
                    trained.setUpdater(updater.clone());
                }
                plain(trained);
            }
        });
        var policy = new ComputationGraph(configuration);
        policy.init(Detached.get(() -> graph.params().dup()), false);
        var bias = policy.getLayer(output).getParam(DefaultParamInitializer.BIAS_KEY);
        Preconditions.checkArgument(bias != null || never.isEmpty(), "the output \"%s\" has no bias, by which tokens %s get no probability",
                output, never);
        for (int id : never) {
            Preconditions.checkArgument(id >= 0 && id < bias.length(), "token %s is never to be drawn, the output knows tokens 0 to %s", id,
                    bias == null ? 0 : bias.length() - 1);
            bias.putScalar(id, NEVER);
        }
        return policy;
    }

    private static void plain(Layer layer, IUpdater updater) {
        Preconditions.checkArgument(!(layer instanceof Bidirectional || layer instanceof BaseWrapperLayer), "layer %s holds another layer, "
                + "whose dropout a policy can't leave out: policies are made of graphs of CaptionModel", layer.getLayerName());
        layer.setIDropout(null);
        if (layer instanceof BaseLayer trained) {
            trained.setIUpdater(updater.clone());
        }
        if (layer instanceof HasSettings<?> own) {
            plain(own);
        }
    }

    /** Also what stands in the settings: a decoder has its cell and its attention there. */
    private static <S extends Record> void plain(HasSettings<S> part) {
        PLAIN.forEach((name, value) -> {
            if (Records.has(part.settings(), name)) {
                part.settings(Records.with(part.settings(), name, value));
            }
        });
        for (var value : Records.values(part.settings())) {
            if (value instanceof HasSettings<?> inner) {
                plain(inner);
            }
        }
    }
}
