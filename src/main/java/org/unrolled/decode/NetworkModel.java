package org.unrolled.decode;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.arrays.Detached;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.nn.DecoderState;
import org.unrolled.nn.RecurrentConfiguration;
import org.unrolled.nn.TokenEmbedding;

/** A network that reads with states of its own, so that sampling in the middle of training leaves the training alone. */
final class NetworkModel implements LanguageModel<DecoderState> {
    /** Long texts are read in pieces of so many tokens: the network gives probabilities for each, one after the other. */
    private static final int PIECE = 256;

    private final Model owner;
    private final Function<INDArray[], INDArray> network;
    private final INDArray[] beside;
    private final List<RecurrentLayer> recurrent;
    private final boolean takesIds;
    private final int vocabularySize;
    /** Of each recurrent layer the names of its arrays, in the order of a state's parts. */
    private List<List<String>> names = List.of();

    /**
     * @param owner   of the layers: only one thread at a time puts its states into them
     * @param first   the layer that gets the tokens
     * @param network its rnnTimeStep: [sequences, 1 or vocabulary, time] and what is beside it, to [sequences, vocabulary, time]
     * @param beside  what the other inputs get at each step, [1, size, 1] each
     */
    NetworkModel(Model owner, Layer[] layers, Layer first, Layer last, Function<INDArray[], INDArray> network, INDArray... beside) {
        this.owner = owner;
        this.network = network;
        this.beside = beside.clone();
        var all = Stream.of(layers).map(NetworkModel::unwrapped).toList();
        Preconditions.checkArgument(all.stream().noneMatch(BidirectionalLayer.class::isInstance),
                "the network has a bidirectional layer, which needs the whole text before it can say what comes next: "
                        + "generate with layers that read forwards only");
        recurrent = all.stream().filter(RecurrentLayer.class::isInstance).map(RecurrentLayer.class::cast).toList();
        var input = unwrapped(first).conf().getLayer();
        takesIds = input instanceof TokenEmbedding || input instanceof EmbeddingSequenceLayer
            || input instanceof RecurrentConfiguration cell && cell.takesTokens();
        vocabularySize = (int) size(unwrapped(last).conf().getLayer(), false);
        if (size(input, true) != vocabularySize) {
            throw new IllegalArgumentException("the network reads " + size(input, true) + " different tokens and predicts "
                + vocabularySize + ": expected as many of both");
        }
    }

    private static Layer unwrapped(Layer layer) {
        return layer instanceof BaseWrapperLayer wrapper ? wrapper.getUnderlying() : layer;
    }

    private static long size(org.deeplearning4j.nn.conf.layers.Layer layer, boolean input) {
        if (layer instanceof FeedForwardLayer sized) {
            return input ? sized.getNIn() : sized.getNOut();
        }
        throw new IllegalArgumentException("the network's " + (input ? "first" : "last") + " layer is a "
            + layer.getClass().getSimpleName() + ", expected " + (input ? "a TokenEmbedding or a recurrent layer"
            : "a SoftmaxOutput or DL4J's RnnOutputLayer"));
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public DecoderState start() {
        return DecoderState.empty(1);
    }

    @Override
    public DecoderState join(List<DecoderState> states) {
        return DecoderState.join(states);
    }

    @Override
    public int sequences(DecoderState state) {
        return state.sequences();
    }

    @Override
    public DecoderState select(DecoderState state, int... rows) {
        return state.select(rows);
    }

    @Override
    public Step<DecoderState> step(DecoderState state, int... tokens) {
        Preconditions.checkArgument(tokens.length == state.sequences(),
                "%s tokens for %s sequences: give one to each", tokens.length, state.sequences());
        return run(state, tokens, 1);
    }

    @Override
    public Step<DecoderState> read(DecoderState state, int... ids) {
        Preconditions.checkArgument(ids.length != 0 && state.sequences() == 1,
                "%s tokens to read in %s sequences: give at least one, and a state of one sequence",
                ids.length, state.sequences());
        var before = state;
        for (int from = 0; from < ids.length - PIECE; from += PIECE) {
            Interrupted.check();
            before = run(before, Arrays.copyOfRange(ids, from, from + PIECE), PIECE).state();
        }
        var rest = Arrays.copyOfRange(ids, (ids.length - 1) / PIECE * PIECE, ids.length);
        return run(before, rest, rest.length);
    }

    /** @param ids row by row, so many steps each */
    private Step<DecoderState> run(DecoderState state, int[] ids, int steps) {
        for (int id : ids) {
            if (id < 0 || id >= vocabularySize) {
                throw new IllegalArgumentException("token " + id + " is none of the model's: expected 0 to "
                    + (vocabularySize - 1));
            }
        }
        synchronized (owner) {
            return Detached.get(() -> {
                var before = recurrent.stream().map(RecurrentLayer::rnnGetPreviousState).toList();
                set(maps(state));
                try {
                    var all = network.apply(inputs(ids, state.sequences(), steps));
                    var last = all.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(steps - 1));
                    return Step.of(state.with(parts()), logarithms(last.castTo(DataType.DOUBLE)
                        .reshape(state.sequences(), vocabularySize).toDoubleMatrix()));
                } finally {
                    set(before);
                }
            });
        }
    }

    private List<Map<String, INDArray>> maps(DecoderState state) {
        if (state.parts().isEmpty()) {
            return recurrent.stream().map(layer -> Map.<String, INDArray>of()).toList();
        }
        var next = state.parts().iterator();
        return names.stream().map(each -> each.stream().collect(Collectors.toMap(name -> name, name -> next.next()))).toList();
    }

    private INDArray[] parts() {
        var maps = recurrent.stream().map(layer -> new TreeMap<>(layer.rnnGetPreviousState())).toList();
        names = maps.stream().map(map -> List.copyOf(map.keySet())).toList();
        return maps.stream().flatMap(map -> map.values().stream()).toArray(INDArray[]::new);
    }

    private void set(List<? extends Map<String, INDArray>> wanted) {
        for (int i = 0; i < wanted.size(); i++) {
            recurrent.get(i).rnnSetPreviousState(wanted.get(i));
        }
    }

    private INDArray[] inputs(int[] ids, int rows, int steps) {
        var inputs = new INDArray[1 + beside.length];
        if (takesIds) {
            inputs[0] = Nd4j.createFromArray(Arrays.stream(ids).asDoubleStream().toArray()).reshape(rows, 1, steps);
        } else {
            inputs[0] = Nd4j.zeros(rows, vocabularySize, steps);
            for (int i = 0; i < ids.length; i++) {
                inputs[0].putScalar(i / steps, ids[i], i % steps, 1);
            }
        }
        for (int i = 0; i < beside.length; i++) {
            inputs[1 + i] = Nd4j.tile(beside[i], rows, 1, steps);
        }
        return inputs;
    }

    private static double[][] logarithms(double[][] probabilities) {
        return Arrays.stream(probabilities).map(row -> Arrays.stream(row).map(p -> {
            if (!(p >= 0 && p <= 1.001)) {
                throw new IllegalStateException("the network gives " + p + " where a probability is expected: end it in a"
                    + " softmax (SoftmaxOutput), and look whether its training has diverged");
            }
            return Math.log(p);
        }).toArray()).toArray(double[][]::new);
    }
}
