package org.unrolled.nn.rows;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.HiddenActivation;

/**
 * A block of the Transformer (Vaswani et al. 2017, figure 1): self-attention, in a decoder cross-attention, and a feed-forward
 * network, each with normalisation, dropout and a way around it. Its parameters are those of the parts named "self", "cross" and
 * "feed", and of the normalisations "selfNorm", "crossNorm" and "feedNorm".
 */
public final class Block implements RowPart {
    private static final double EPSILON = 1e-5;

    /**
     * What a block is made of.
     *
     * @param size              features of a row
     * @param heads             heads of each attention
     * @param feedForward       features between the maps of the feed-forward network
     * @param activation        between them
     * @param causal            whether no step sees a later one
     * @param memorySize        features of the memory that cross-attention looks at; 0 without
     * @param postNorm          normalisation after each sum instead of before each part
     * @param dropOut           of each part's output: probability of keeping
     * @param attentionDropOut  of the attention's weights
     * @param activationDropOut between the maps of the feed-forward network
     */
    public record Settings(int size, int heads, int feedForward, HiddenActivation activation, boolean causal, int memorySize,
                           boolean postNorm, double dropOut, double attentionDropOut, double activationDropOut) {
    }

    private final List<Residual> parts = new ArrayList<>();
    private final List<RowBuffer> outputs = new ArrayList<>();
    private final List<RowBuffer> gradients = new ArrayList<>();
    private final SelfAttention self;
    private final CrossAttention cross;

    /** A block with these settings and parameters. */
    public Block(Parameters parameters, Settings s) {
        self = new SelfAttention(parameters, "self", s.size(), s.heads(), s.causal(), s.attentionDropOut());
        add(self, "selfNorm", parameters, s);
        cross = s.memorySize() > 0 ? new CrossAttention(parameters, "cross", s.size(), s.heads(), s.attentionDropOut()) : null;
        if (cross != null) {
            add(cross, "crossNorm", parameters, s);
        }
        add(new FeedForward(parameters, "feed", s.feedForward(), s.activation(), s.activationDropOut()), "feedNorm", parameters, s);
    }

    private void add(RowPart part, String norm, Parameters parameters, Settings s) {
        parts.add(new Residual(parameters.backend(), part, new Normalisation(parameters, norm, EPSILON), s.postNorm(), s.dropOut()));
        outputs.add(new RowBuffer());
        gradients.add(new RowBuffer());
    }

    @Override
    public void forward(RowPass pass, INDArray x, INDArray out) {
        var at = x;
        for (int i = 0; i < parts.size(); i++) {
            var to = i == parts.size() - 1 ? out : outputs.get(i).like(x);
            parts.get(i).forward(pass, at, to);
            at = to;
        }
    }

    @Override
    public void backward(INDArray dOut, INDArray dx, INDArray dMemory) {
        var at = dOut;
        for (int i = parts.size() - 1; i >= 0; i--) {
            var to = i == 0 ? dx : gradients.get(i).like(dOut);
            parts.get(i).backward(at, to, dMemory);
            at = to;
        }
    }

    @Override
    public INDArray step(StepPass pass, INDArray x) {
        var at = x;
        for (var part : parts) {
            at = part.step(pass, at);
        }
        return at;
    }

    @Override
    public boolean attends() {
        return true;
    }

    /** The self-attention. */
    public SelfAttention selfAttention() {
        return self;
    }

    /** The cross-attention, or null. */
    public CrossAttention crossAttention() {
        return cross;
    }
}
