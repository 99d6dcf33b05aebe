package org.unrolled.nn;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.params.BidirectionalParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.DividedPass;

/** {@link BidirectionalRecurrent} at work: two runtimes over one input, the second running backwards. */
public final class BidirectionalRuntime extends BidirectionalLayer implements CarriesCellState {
    private final Bidirectional configuration;
    private final RecurrentRuntime forwards;
    private final RecurrentRuntime backwards;
    private INDArray input;
    private INDArray outForwards;
    private INDArray outBackwards;

    BidirectionalRuntime(NeuralNetConfiguration conf, RecurrentRuntime forwards, RecurrentRuntime backwards,
                         INDArray parameters) {
        super(conf, forwards, backwards, parameters);
        this.configuration = (Bidirectional) conf.getLayer();
        this.forwards = forwards;
        this.backwards = backwards;
        backwards.runBackwards();
    }

    /** The layer that runs from the first step to the last; for traces. */
    public RecurrentRuntime forwards() {
        return forwards;
    }

    /** The layer that runs from the last step to the first; its traces are in the order of the input, too. */
    public RecurrentRuntime backwards() {
        return backwards;
    }

    /** c of both directions side by side, or null. */
    @Override
    public INDArray finalCellState() {
        var first = forwards.finalCellState();
        return first == null ? null : Detached.get(() -> Nd4j.concat(1, first, backwards.finalCellState()));
    }

    @Override
    public void finalCellStateGradient(INDArray gradient) {
        long hidden = forwards.layerConf().getNOut();
        forwards.finalCellStateGradient(Detached.get(() -> gradient.get(all(), interval(0, hidden)).dup('c')));
        backwards.finalCellStateGradient(Detached.get(() -> gradient.get(all(), interval(hidden, 2 * hidden)).dup('c')));
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        this.input = input;
        forwards.setInput(input, workspaces);
        backwards.setInput(input, workspaces);
    }

    @Override
    public INDArray input() {
        return input;
    }

    /** Both directions read one array, so neither may change it. */
    @Override
    public void allowInputModification(boolean allow) {
        forwards.allowInputModification(false);
        backwards.allowInputModification(false);
    }

    @Override
    public void setMaskArray(INDArray mask) {
        forwards.setMaskArray(mask);
        backwards.setMaskArray(mask);
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int minibatchSize) {
        backwards.feedForwardMaskArray(mask, state, minibatchSize);
        return forwards.feedForwardMaskArray(mask, state, minibatchSize);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        long hidden = forwards.layerConf().getNOut();
        forwards.assertInputSet(false);
        if (configuration.getMode() == Bidirectional.Mode.CONCAT) {
            var out = forwards.output(2 * hidden, workspaces);
            activateInto(out.get(all(), interval(0, hidden), all()),
                out.get(all(), interval(hidden, 2 * hidden), all()), training, workspaces);
            return out;
        }
        var first = forwards.output(hidden, workspaces);
        var second = forwards.output(hidden, workspaces);
        activateInto(first, second, training, workspaces);
        return switch (configuration.getMode()) {
            case ADD -> first.addi(second);
            case AVERAGE -> first.addi(second).muli(0.5);
            default -> {
                outForwards = Detached.get(first::dup);
                outBackwards = Detached.get(second::dup);
                yield first.muli(second);
            }
        };
    }

    /** Both directions side by side; what draws random numbers or needs workspaces runs before, one after the other. */
    private void activateInto(INDArray first, INDArray second, boolean training, LayerWorkspaceMgr workspaces) {
        var one = forwards.activateInto(first, training, workspaces);
        var other = backwards.activateInto(second, training, workspaces);
        DividedPass.compute(one, other);
        one.finish().get();
        other.finish().get();
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        long hidden = forwards.layerConf().getNOut();
        var mode = configuration.getMode();
        var first = epsilon;
        var second = epsilon;
        if (mode == Bidirectional.Mode.CONCAT) {
            first = epsilon.get(all(), interval(0, hidden), all());
            second = epsilon.get(all(), interval(hidden, 2 * hidden), all());
        } else if (mode == Bidirectional.Mode.AVERAGE) {
            first = epsilon.mul(0.5);
            second = first;
        } else if (mode == Bidirectional.Mode.MUL) {
            first = epsilon.mul(outBackwards);
            second = epsilon.mul(outForwards);
        }
        var passForwards = forwards.backpropPass(first, workspaces);
        var passBackwards = backwards.backpropPass(second, workspaces);
        DividedPass.compute(passForwards, passBackwards);
        var one = passForwards.finish().get();
        var other = passBackwards.finish().get();
        Gradient gradient = new DefaultGradient(getGradientsViewArray());
        one.getFirst().gradientForVariable().forEach((key, value) ->
            gradient.gradientForVariable().put(BidirectionalParamInitializer.FORWARD_PREFIX + key, value));
        other.getFirst().gradientForVariable().forEach((key, value) ->
            gradient.gradientForVariable().put(BidirectionalParamInitializer.BACKWARD_PREFIX + key, value));
        var dInput = one.getSecond() == null ? null
            : workspaces.leverageTo(ArrayType.ACTIVATION_GRAD, one.getSecond().addi(other.getSecond()));
        return new Pair<>(gradient, dInput);
    }
}
