package org.unrolled.nn;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.base.Preconditions;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.LinearSoftmax;
import org.unrolled.nn.backend.TokenIds;

/** What runs a {@link SoftmaxOutput}. */
public class SoftmaxOutputLayer extends LinearOutputLayer<SoftmaxOutput> {
    private transient TokenEmbeddingLayer embedding;
    private transient INDArray scoredLabels;
    private transient INDArray scoredMask;
    private double scored;
    private long steps;
    private TokenScores scores = TokenScores.NONE;

    /** Made by {@link SoftmaxOutput#instantiate}. */
    public SoftmaxOutputLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    /** A vector an example is a sequence of one step. */
    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        boolean vectors = perExample() && input != null && input.rank() == 2;
        super.setInput(vectors ? sequence(TimeMajor.contiguous(input) ? input : workspaces.dup(ArrayType.INPUT, input, 'c')) : input,
            workspaces);
        scoredLabels = null;
    }

    private boolean perExample() {
        return layerConf().settings().perExample();
    }

    private static INDArray sequence(INDArray vectors) {
        return vectors.reshape('c', vectors.size(0), vectors.size(1), 1);
    }

    private INDArray shaped(INDArray sequence) {
        return perExample() ? sequence.reshape(sequence.size(0), sequence.size(1)) : sequence;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        requireSequence(input);
        applyDropOutIfNecessary(true, workspaces);
        var targets = targets();
        var all = TimeMajor.like(workspaces, ArrayType.ACTIVATION_GRAD, dataType, input);
        var dx = TimeMajor.rows(all, dataType);
        var partial = targets.complete() ? dx
            : workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, new long[] {
                Math.max(1, targets.rows().length), input.size(1)}, 'c');
        var bias = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
        double factor = factor(targets);
        var losses = softmax().gradients(rows(targets, true, ArrayType.BP_WORKING_MEM, workspaces),
            layerConf().settings().labelSmoothing(),
            Arrays.stream(targets.weights()).map(w -> w * factor).toArray(), gradients(partial, bias));
        requireFinite(losses, targets);
        if (!targets.complete()) {
            backend.scatter(partial, targets.rows(), false, dx);
        }
        remember(losses, null, targets);
        var result = new DefaultGradient();
        if (!tied()) {
            result.gradientForVariable().put(DefaultParamInitializer.WEIGHT_KEY,
                gradientViews.get(DefaultParamInitializer.WEIGHT_KEY));
        }
        if (bias != null) {
            result.gradientForVariable().put(DefaultParamInitializer.BIAS_KEY, bias);
        }
        return new Pair<>(result, shaped(backpropDropOutIfPresent(all)));
    }

    private LinearSoftmax.Gradients gradients(INDArray dx, INDArray bias) {
        if (!tied()) {
            return new LinearSoftmax.Gradients(dx, gradientViews.get(DefaultParamInitializer.WEIGHT_KEY).transpose(),
                false, bias);
        }
        var table = embedding().weightGradient();
        return new LinearSoftmax.Gradients(dx, table, table != null && embedding().begin(), bias);
    }

    /** What the gradient of a token's loss is multiplied by: DL4J divides all gradients by the minibatch afterwards. */
    private double factor(OutputTargets targets) {
        double divided = conf().isMiniBatch() ? targets.batch() : 1;
        double mean = layerConf().settings().lossPerToken() ? divided / Math.max(targets.tokens(), Double.MIN_NORMAL) : 1;
        return layerConf().settings().lossWeight() * mean;
    }

    private LinearSoftmax.Rows rows(OutputTargets targets, boolean training, ArrayType kind,
                                    LayerWorkspaceMgr workspaces) {
        var x = TimeMajor.rows(input, dataType);
        if (!targets.complete()) {
            var picked = workspaces.createUninitialized(kind, dataType, new long[] {
                Math.max(1, targets.rows().length), input.size(1)}, 'c');
            backend.gather(x, targets.rows(), picked);
            x = picked;
        }
        return new LinearSoftmax.Rows(x, weights(training, workspaces), bias(training, workspaces), targets.labels());
    }

    /** Or the transposed table, if that is tied. */
    @Override
    INDArray weights(boolean training, LayerWorkspaceMgr workspaces) {
        return tied() ? embedding().table(training, workspaces) : super.weights(training, workspaces);
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        Preconditions.checkState(input != null && labels != null, "%s: no score without input and labels", name());
        if (scoredLabels != labels || scoredMask != mask() || !training) {
            applyDropOutIfNecessary(training, workspaces);
            var targets = targets();
            int[] best = training ? null : new int[targets.rows().length];
            remember(losses(targets, best, training, workspaces), best, targets);
        }
        score = scored + regularization;
        return score;
    }

    private double[] losses(OutputTargets targets, int[] best, boolean training, LayerWorkspaceMgr workspaces) {
        var losses = softmax().losses(rows(targets, training, ArrayType.FF_WORKING_MEM, workspaces),
            layerConf().settings().labelSmoothing(), best);
        requireFinite(losses, targets);
        return losses;
    }

    /** Keeps the score: DL4J asks for it after the gradients, and it is known by then. */
    private void remember(double[] losses, int[] best, OutputTargets targets) {
        double sum = IntStream.range(0, losses.length).mapToDouble(i -> losses[i] * targets.weights()[i]).sum();
        scored = sum * factor(targets) / (conf().isMiniBatch() ? targets.batch() : 1);
        scoredLabels = labels;
        scoredMask = mask();
        long correct = best == null ? 0
            : IntStream.range(0, best.length).filter(i -> best[i] == targets.labels()[i]).count();
        scores = new TokenScores(targets.tokens(), sum, correct);
    }

    /** Tokens, loss and, if it was not a training pass, hits of the last batch that was scored. */
    @Override
    public TokenScores scores() {
        return scores;
    }

    /**
     * One score an example, shape [batch, 1]: the mean over its tokens that count (0 if there is none), or their sum
     * without {@code lossPerToken}.
     */
    @Override
    public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaces) {
        Preconditions.checkState(input != null && labels != null, "%s: no scores without input and labels", name());
        var targets = targets();
        var losses = losses(targets, null, false, workspaces);
        var scores = targets.perExample(losses, layerConf().settings().lossPerToken());
        return workspaces.leverageTo(ArrayType.ACTIVATIONS,
            Nd4j.createFromArray(scores).reshape(scores.length, 1).addi(regularization).castTo(dataType));
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        requireSequence(input);
        applyDropOutIfNecessary(training, workspaces);
        steps = perExample() ? 0 : input.size(2);
        var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, input.size(0), layerConf().getNOut(),
            input.size(2));
        var rows = TimeMajor.rows(out, dataType);
        probabilities(TimeMajor.rows(input, dataType), training, false, rows, workspaces);
        if (maskArray != null) {
            var mask = TokenIds.timeMajor(maskArray, name() + ": label mask");
            IntStream.range(0, mask.length).filter(i -> mask[i] == 0).forEach(i -> rows.getRow(i).assign(0));
        }
        return shaped(out);
    }

    /**
     * Log-probabilities of the next token, for decoding: no label, no mask, no dropout.
     *
     * @param hidden shape [batch, size]
     * @return shape [batch, vocabulary], outside any workspace
     */
    public INDArray logProbabilities(INDArray hidden) {
        if (hidden.rank() != 2 || hidden.size(1) != layerConf().getNIn()) {
            throw new IllegalArgumentException(name() + ": log-probabilities of an array of shape "
                + Arrays.toString(hidden.shape()) + ", expected [batch, " + layerConf().getNIn() + "]");
        }
        return Detached.get(() -> {
            var x = hidden.castTo(dataType).dup('c');
            var out = Nd4j.createUninitialized(dataType, new long[] {hidden.size(0), layerConf().getNOut()}, 'c');
            int broken = softmax().probabilities(new LinearSoftmax.Rows(x, weights(false, LayerWorkspaceMgr.noWorkspaces()),
                bias(false, LayerWorkspaceMgr.noWorkspaces()), null), true, out);
            if (broken >= 0) {
                throw notFinite(broken, (int) hidden.size(0));
            }
            return out;
        });
    }

    private OutputTargets targets() {
        boolean oneHot = perExample() && labels.rank() == 2 && labels.size(1) == layerConf().getNOut();
        return OutputTargets.of(input, oneHot ? sequence(labels) : labels, mask(), (int) layerConf().getNOut(),
            layerConf().settings().ignoredLabel(), name());
    }

    /** The label mask, or else the features mask if it is one of these steps. */
    private INDArray mask() {
        return maskArray != null || perExample() ? maskArray : stepMask();
    }

    private boolean tied() {
        return layerConf().settings().tiedTo() != null;
    }

    private TokenEmbeddingLayer embedding() {
        embedding = TiedWeights.find(embedding, layerConf(), paramsFlattened, name());
        return embedding;
    }

    private void requireFinite(double[] losses, OutputTargets targets) {
        for (int i = 0; i < losses.length; i++) {
            if (Double.isNaN(losses[i])) {
                throw notFinite(targets.rows()[i], targets.batch());
            }
        }
    }

    @Override
    public void clear() {
        super.clear();
        scoredLabels = null;
        scoredMask = null;
    }

    @Override
    public Type type() {
        return TimeMajor.kind(steps);
    }
}
