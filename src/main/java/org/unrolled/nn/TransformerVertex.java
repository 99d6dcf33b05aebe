package org.unrolled.nn;

import java.util.Arrays;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.base.Preconditions;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.NotFinite;
import org.unrolled.nn.backend.NotFiniteException;
import org.unrolled.nn.backend.SequenceMasks;
import org.unrolled.nn.rows.Block;
import org.unrolled.nn.rows.CrossAttention;
import org.unrolled.nn.rows.Parameters;
import org.unrolled.nn.rows.RowBuffer;
import org.unrolled.nn.rows.RowPart;
import org.unrolled.nn.rows.RowPass;

/**
 * What runs {@link MultiHeadAttention}, {@link LayerNormalization}, {@link TransformerEncoderBlock},
 * {@link TransformerDecoderBlock}, {@link PositionalEncoding}, {@link SequenceDropout} and {@link StepLinear}.
 */
public final class TransformerVertex extends TrainedGraphVertex implements StepDecoder {
    private final transient RowVertex<?> settings;
    private final transient RowPart part;
    private final transient RowBuffer x = new RowBuffer();
    private final transient RowBuffer memory = new RowBuffer();
    private final transient RowBuffer gradient = new RowBuffer();

    TransformerVertex(RowVertex<?> settings, TrainedVertex.Place place) {
        super(settings, place);
        this.settings = settings;
        this.part = settings.part(new Parameters(backend, this::parameter, this::gradient));
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        require(inputs[0], "the input", -1, settings.size(), -1);
        int batch = (int) inputs[0].size(0);
        boolean crosses = settings.memorySize() > 0;
        if (crosses) {
            require(inputs[1], "the memory", batch, settings.memorySize(), -1);
        }
        var pass = new RowPass(training, batch, visible(0),
            crosses ? rows(inputs[1], memory) : null, crosses ? visible(1) : null);
        var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, batch,
            settings.outputSize() < 0 ? inputs[0].size(1) : settings.outputSize(), inputs[0].size(2));
        var rows = TimeMajor.rows(out, dataType);
        part.forward(pass, rows(inputs[0], x), rows);
        if (!backend.finite(rows)) {
            throw explain(out);
        }
        return out;
    }

    private boolean[][] visible(int input) {
        var what = "vertex " + vertexName + ": " + (input == 0 ? "the input's mask" : "the memory's mask");
        return part.attends() ? SequenceMasks.attended(mask(input), inputs[input].size(0), inputs[input].size(2), what)
            : SequenceMasks.visible(mask(input), inputs[input].size(0), inputs[input].size(2), what);
    }

    /**
     * The rows of a sequence: a view where it lies time-major, otherwise a copy that outlives workspaces, as the parts look at
     * them again on the way back.
     */
    private INDArray rows(INDArray sequence, RowBuffer buffer) {
        var rows = TimeMajor.rows(sequence, dataType);
        if (rows.data().address() == sequence.data().address()) {
            return rows;
        }
        return buffer.like(rows).assign(rows);
    }

    private NotFiniteException explain(INDArray out) {
        for (int i = 0; i < inputs.length; i++) {
            int step = NotFinite.step(inputs[i]);
            if (step >= 0) {
                return new NotFiniteException("vertex " + vertexName + ": its " + (i == 0 ? "input" : "memory")
                    + " holds NaN or infinity at step " + step + ": look at the data, or at the layer before", step);
            }
        }
        if (!Double.isFinite(params().sumNumber().doubleValue())) {
            return new NotFiniteException("vertex " + vertexName + ": its weights hold NaN or infinity, so training has"
                + " diverged: lower the learning rate, warm it up, or clip the gradients", -1);
        }
        int step = NotFinite.step(out);
        return new NotFiniteException("vertex " + vertexName + ": its output is NaN or infinite at step " + step
            + " although input and weights are finite: lower the learning rate or scale the input", step);
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean tbptt, LayerWorkspaceMgr workspaces) {
        var result = Arrays.stream(inputs).map(input -> gradientOf(input, workspaces)).toArray(INDArray[]::new);
        part.backward(rows(epsilon, gradient), TimeMajor.rows(result[0], dataType),
            result.length > 1 ? TimeMajor.rows(result[1], dataType) : null);
        return new Pair<>(gradients(), result);
    }

    /**
     * Weights of the last pass, the mean over the heads, [batch, time, time of what is looked at]: those of the attention to
     * the memory if there is one, else those of the self-attention. A new array; weights are as before dropout.
     *
     * @throws IllegalStateException before any pass, or if the vertex doesn't attend
     */
    public INDArray attention() {
        return headAttention().mean(1);
    }

    /** As {@link #attention()} head by head, [batch, heads, time, time of what is looked at]. */
    public INDArray headAttention() {
        return weights(part instanceof Block block ? block.crossAttention() == null ? block.selfAttention()
            : block.crossAttention() : part);
    }

    /** Weights of the last pass's self-attention head by head, [batch, heads, time, time], in a new array. */
    public INDArray headSelfAttention() {
        return weights(part instanceof Block block ? block.selfAttention() : part);
    }

    private INDArray weights(RowPart attending) {
        var last = Detached.get(attending::lastWeights);
        if (last == null) {
            throw new IllegalStateException("vertex " + vertexName + " (" + settings + ") "
                + (attending.attends() ? "has no attention weights yet: run a pass first"
                    : "attends to nothing: it has no weights"));
        }
        return last;
    }

    @Override
    public DecoderState start(int sequences, INDArray[] sources, INDArray[] masks) {
        Preconditions.checkArgument(settings.stepwise(),
                "vertex %s (%s) looks at later steps, so it can't go step by step: make it causal()", vertexName, settings);
        var state = DecoderState.empty(sequences);
        if (settings.memorySize() == 0) {
            return state;
        }
        var given = sources.length > 0 ? sources[0] : null;
        Preconditions.checkArgument(given != null, "vertex %s attends to a memory: none given", vertexName);
        require(given, "the memory", sequences, settings.memorySize(), -1);
        var visible = SequenceMasks.attended(masks == null ? null : masks[0], sequences, given.size(2),
            "vertex " + vertexName + ": the memory's mask");
        return Detached.get(() -> {
            long time = given.size(2);
            var rows = given.castTo(dataType).permute(0, 2, 1).dup('c').reshape('c', sequences * time, given.size(1));
            var keysAndValues = crossAttention().keysAndValues(rows)
                .reshape('c', sequences, time, 2L * settings.size());
            return visible == null ? state.sharing(keysAndValues)
                : state.sharing(keysAndValues, SequenceMasks.array(visible));
        });
    }

    private CrossAttention crossAttention() {
        return part instanceof Block block ? block.crossAttention() : (CrossAttention) part;
    }

    @Override
    public Step step(DecoderState state, INDArray vectors) {
        require(vectors, "the vectors of a step", state.sequences(), settings.size());
        return Detached.get(() -> {
            var pass = new DecodingStep(state);
            var out = part.step(pass, vectors.castTo(dataType).dup('c'));
            return new Step(pass.after(), out, pass.attention());
        });
    }
}
