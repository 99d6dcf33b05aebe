package org.unrolled.nn;

import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.DividedPass;
import org.unrolled.nn.backend.LayerBackend;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.RecurrentTrace;
import org.unrolled.nn.backend.Sequence;

/**
 * A recurrent layer at work inside a DL4J network; {@link RecurrentConfiguration} makes it.
 *
 * <p>Unlike DL4J's own layers it keeps what the forward pass computed for the backward pass, the state it began from
 * included. Truncated back-propagation therefore takes the gradient of the very pass that ran, with the state carried
 * over from the segment before as its (constant) start. Within a segment the gradient goes all the way back to its
 * first step.
 */
public final class RecurrentRuntime extends BaseRecurrentLayer<RecurrentConfiguration> implements CarriesCellState {
    /** Key of h in the maps of states. */
    public static final String HIDDEN = "prevAct";
    /** Key of c in the maps of states. */
    public static final String CELL_STATE = "prevMem";

    private final transient LayerBackend backend;
    private transient Recurrence recurrence;
    private transient INDArray ranOn;
    private transient INDArray cellStateGradient;
    private boolean tracing;
    private long steps;
    private boolean backwards;

    RecurrentRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        backend = Backends.choose(dataType);
    }

    /** Runs sequences from their last step to their first from now on. */
    void runBackwards() {
        backwards = true;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        return forward(training, null, null, workspaces);
    }

    @Override
    public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaces) {
        // Ids [batch, time] come as features of a single step: DL4J's networks make three dimensions of two.
        boolean turned = layerConf().recurrent().tokenInput() && input.rank() == 3 && input.size(2) == 1;
        setInput(turned ? input.reshape(input.size(0), 1, input.size(1)) : input, workspaces);
        var out = forward(false, stateMap.get(HIDDEN), stateMap.get(CELL_STATE), workspaces);
        store(stateMap);
        return out;
    }

    @Override
    public INDArray rnnActivateUsingStoredState(INDArray input, boolean training, boolean storeLastForTbptt,
                                                LayerWorkspaceMgr workspaces) {
        setInput(input, workspaces);
        var out = forward(training, tBpttStateMap.get(HIDDEN), tBpttStateMap.get(CELL_STATE), workspaces);
        if (storeLastForTbptt) {
            store(tBpttStateMap);
        }
        return out;
    }

    private void store(Map<String, INDArray> states) {
        states.put(HIDDEN, recurrence.lastHidden());
        var c = recurrence.lastCellState();
        if (c != null) {
            states.put(CELL_STATE, c);
        }
    }

    private INDArray forward(boolean training, INDArray hidden, INDArray cellState, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        check(hidden);
        applyDropOutIfNecessary(training, workspaces);
        var out = output(layerConf().getNOut(), workspaces);
        pass(training, hidden, cellState, out, workspaces).run();
        return permuteIfNWC(out);
    }

    /** An array for the output of all steps, shape [batch, features, time], time-major in memory. */
    INDArray output(long features, LayerWorkspaceMgr workspaces) {
        var x = sequence(input);
        steps = x.size(x.rank() - 1);
        return TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, x.size(0), features, steps);
    }

    /** The forward pass into an array that exists already, shape [batch, nOut, time], made ready. */
    DividedPass<Void> activateInto(INDArray out, boolean training, LayerWorkspaceMgr workspaces) {
        check(null);
        applyDropOutIfNecessary(training, workspaces);
        return pass(training, null, null, out, workspaces);
    }

    private DividedPass<Void> pass(boolean training, INDArray hidden, INDArray cellState, INDArray out,
                            LayerWorkspaceMgr workspaces) {
        var x = sequence(input);
        var sequence = new Sequence(x, layerConf().recurrent().tokenInput(), mask(), hidden, cellState,
            layerConf().recurrentMask(training, dataType, x.size(0)), backwards);
        var keep = training || tracing;
        var runsOn = keep ? input : null;
        ranOn = null;
        return recurrence().forwardPass(
            RecurrentConfiguration.weights(key -> getParamWithNoise(key, training, workspaces)), sequence, out, keep).then(done -> {
            ranOn = runsOn;
            return done;
        });
    }

    private void check(INDArray hidden) {
        var c = layerConf();
        var tokens = c.recurrent().tokenInput();
        var shape = Arrays.toString(input.shape());
        if (tokens ? !(input.rank() == 2 || input.rank() == 3 && input.size(1) == 1)
            : input.rank() != 3 || input.size(getDataFormat() == RNNFormat.NWC ? 2 : 1) != c.getNIn()) {
            throw new DL4JInvalidInputException("expected " + (tokens ? "token ids of shape [batch, 1, time] or [batch,"
                + " time]" : "input of shape " + (getDataFormat() == RNNFormat.NWC ? "[batch, time, " + c.getNIn() + "]"
                : "[batch, " + c.getNIn() + ", time]")) + ", given " + shape + " " + layerId());
        }
        if (input.length() == 0) {
            throw new DL4JInvalidInputException("the input of shape " + shape + " is empty: leave out batches and"
                + " sequences of length 0 " + layerId());
        }
        if (hidden != null && hidden.size(0) != input.size(0)) {
            throw new DL4JInvalidInputException("the state kept from the call before is that of " + hidden.size(0)
                + " sequences, the input has " + input.size(0) + ": call rnnClearPreviousState() before other sequences "
                + layerId());
        }
    }

    /** The input as [batch, features, time], for the way back as well; token ids as they are. */
    private INDArray sequence(INDArray array) {
        return layerConf().recurrent().tokenInput() ? array : permuteIfNWC(Detached.cast(array, dataType));
    }

    private INDArray mask() {
        if (maskArray == null) {
            return null;
        }
        long steps = input.rank() == 2 ? input.size(1)
            : input.size(!layerConf().recurrent().tokenInput() && getDataFormat() == RNNFormat.NWC ? 1 : 2);
        var mask = maskArray.rank() == 3 ? maskArray.reshape(maskArray.size(0), maskArray.size(2)) : maskArray;
        if (mask.rank() != 2 || mask.size(0) != input.size(0) || mask.size(1) != steps) {
            throw new DL4JInvalidInputException("the mask has shape " + Arrays.toString(maskArray.shape())
                + ", expected [batch, time] = [" + input.size(0) + ", " + steps + "] " + layerId());
        }
        return mask;
    }

    private Recurrence recurrence() {
        if (recurrence == null) {
            recurrence = backend.recurrence(layerConf().cell(), dataType, name());
            recurrence.recordGradients(tracing);
        }
        return recurrence;
    }

    private String name() {
        var name = layerConf().getLayerName();
        return name == null ? String.valueOf(index) : name + " (index " + index + ")";
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        return backpropPass(epsilon, workspaces).run();
    }

    /** The backward pass made ready. */
    DividedPass<Pair<Gradient, INDArray>> backpropPass(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        if (ranOn != input) {
            activate(true, workspaces);
        }
        var wanted = layerConf().recurrent().inputGradient() && !layerConf().recurrent().tokenInput();
        var x = sequence(input);
        var dInput = !wanted ? null : TimeMajor.like(workspaces, ArrayType.ACTIVATION_GRAD, dataType, x);
        var gradients = RecurrentConfiguration.weights(gradientViews::get);
        var given = new Recurrence.Given(permuteIfNWC(epsilon), null, cellStateGradient);
        return recurrence.backwardPass(given, gradients, dInput).then(before -> {
            cellStateGradient = null;
            weightNoiseParams.clear();
            Gradient result = new DefaultGradient();
            gradientViews.forEach((key, view) -> result.gradientForVariable().put(key, view));
            return new Pair<>(result, dInput == null ? null : backpropDropOutIfPresent(permuteIfNWC(dInput)));
        });
    }

    @Override
    public Pair<Gradient, INDArray> tbpttBackpropGradient(INDArray epsilon, int tbpttBackLength,
                                                          LayerWorkspaceMgr workspaces) {
        return backpropGradient(epsilon, workspaces);
    }

    @Override
    public INDArray finalCellState() {
        return recurrence == null ? null : recurrence.lastCellState();
    }

    @Override
    public void finalCellStateGradient(INDArray gradient) {
        var before = cellStateGradient;
        cellStateGradient = before == null ? gradient : Detached.get(() -> before.add(gradient));
    }

    /**
     * Whether passes keep what {@link #trace()} shows, those outside training too, and the gradients of the states. Off
     * at first; costs the memory of all steps, and a copy of the gradients in the backward pass.
     */
    public void tracing(boolean on) {
        this.tracing = on;
        if (recurrence != null) {
            recurrence.recordGradients(on);
        }
    }

    /** Hidden states, gates and gradients of the last pass, step by step. */
    public RecurrentTrace trace() {
        if (!tracing || recurrence == null) {
            throw new IllegalStateException("nothing traced: call tracing(true) before the pass " + layerId());
        }
        return recurrence.trace();
    }

    @Override
    public Pair<INDArray, MaskState> feedForwardMaskArray(INDArray mask, MaskState state, int minibatchSize) {
        this.maskArray = mask;
        this.maskState = state;
        return new Pair<>(mask, MaskState.Passthrough);
    }

    @Override
    public void clear() {
        super.clear();
        ranOn = null;
        cellStateGradient = null;
    }

    @Override
    public Type type() {
        return TimeMajor.kind(steps);
    }

    @Override
    public boolean isPretrainLayer() {
        return false;
    }
}
