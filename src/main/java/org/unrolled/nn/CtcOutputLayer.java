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
import org.unrolled.nn.backend.CtcLoss;
import org.unrolled.nn.backend.LinearMap;

/** What runs a {@link CtcOutput}. */
public class CtcOutputLayer extends LinearOutputLayer<CtcOutput> {
    private transient CtcLoss loss;
    private transient LinearMap linear;
    private transient INDArray scoredLabels;
    private double scored;
    private TokenScores scores = TokenScores.NONE;

    /** Made by {@link CtcOutput#instantiate}. */
    public CtcOutputLayer(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void setInput(INDArray input, LayerWorkspaceMgr workspaces) {
        super.setInput(input, workspaces);
        scoredLabels = null;
    }

    private CtcOutput.Settings settings() {
        return layerConf().settings();
    }

    private CtcLoss loss() {
        if (loss == null) {
            loss = backend.ctc((int) layerConf().getNOut());
            linear = backend.linear();
        }
        return loss;
    }

    private CtcLoss.Targets targets() {
        return CtcTargets.of(input, labels, maskArray, stepMask(), (int) layerConf().getNOut(), settings().blank(), name());
    }

    private INDArray weight(boolean training, LayerWorkspaceMgr workspaces) {
        return getParamWithNoise(DefaultParamInitializer.WEIGHT_KEY, training, workspaces);
    }

    private static INDArray row(INDArray bias) {
        return bias.reshape(1, bias.length());
    }

    private INDArray logits(INDArray x, boolean training, ArrayType kind, LayerWorkspaceMgr workspaces) {
        var logits = workspaces.createUninitialized(kind, dataType, new long[] {x.size(0), layerConf().getNOut()}, 'c');
        linear.forward(x, weight(training, workspaces), row(bias(training, workspaces)), logits);
        return logits;
    }

    /** What a sequence's loss counts in the mean over the batch, before that is divided by the batch's size. */
    private double[] weights(CtcLoss.Targets targets) {
        return Arrays.stream(targets.labels()).mapToDouble(said ->
            settings().lossWeight() / (settings().lossPerLabel() ? Math.max(1, said.length) : 1)).toArray();
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray epsilon, LayerWorkspaceMgr workspaces) {
        assertInputSet(true);
        requireSequence(input);
        applyDropOutIfNecessary(true, workspaces);
        var loss = loss();
        var targets = targets();
        var x = TimeMajor.rows(input, dataType);
        var logits = logits(x, true, ArrayType.BP_WORKING_MEM, workspaces);
        var delta = workspaces.createUninitialized(ArrayType.BP_WORKING_MEM, dataType, logits.shape(), 'c');
        // DL4J divides all gradients by the minibatch afterwards.
        double divided = conf().isMiniBatch() ? 1 : targets.batch();
        var losses = loss.gradients(logits, targets, Arrays.stream(weights(targets)).map(w -> w / divided).toArray(), delta);
        checked(losses, targets, logits);
        var dx = TimeMajor.like(workspaces, ArrayType.ACTIVATION_GRAD, dataType, input);
        var dWeight = gradientViews.get(DefaultParamInitializer.WEIGHT_KEY);
        var dBias = gradientViews.get(DefaultParamInitializer.BIAS_KEY);
        linear.backward(x, weight(true, workspaces), delta, TimeMajor.rows(dx, dataType), dWeight, row(dBias));
        remember(losses, targets, 0);
        var result = new DefaultGradient();
        result.gradientForVariable().put(DefaultParamInitializer.WEIGHT_KEY, dWeight);
        result.gradientForVariable().put(DefaultParamInitializer.BIAS_KEY, dBias);
        return new Pair<>(result, backpropDropOutIfPresent(dx));
    }

    /** Replaces infinite losses by 0 if that is wanted. @throws IllegalArgumentException naming the first otherwise */
    private void checked(double[] losses, CtcLoss.Targets targets, INDArray logits) {
        for (int b = 0; b < losses.length; b++) {
            if (Double.isNaN(losses[b])) {
                throw notFinite(firstBroken(logits, targets, b), targets.batch());
            }
            if (losses[b] == Double.POSITIVE_INFINITY) {
                Preconditions.checkArgument(settings().zeroInfinity(), "%s: example %s has %s steps, and its %s labels need at least %s: leave "
                    + "it out, make more steps of it, or let zeroInfinity ignore it", name(), b, targets.steps()[b],
                    targets.labels()[b].length, targets.needed(b));
                losses[b] = 0;
            }
        }
    }

    private static int firstBroken(INDArray logits, CtcLoss.Targets targets, int b) {
        return IntStream.range(0, targets.steps()[b]).map(t -> t * targets.batch() + b)
            .filter(row -> !Double.isFinite(logits.getRow(row).sumNumber().doubleValue())).findFirst().orElse(b);
    }

    @Override
    public double computeScore(double regularization, boolean training, LayerWorkspaceMgr workspaces) {
        Preconditions.checkState(input != null && labels != null, "%s: no score without input and labels", name());
        if (scoredLabels != labels || !training) {
            var targets = targets();
            var logits = scoredLogits(training, workspaces);
            var losses = losses(targets, logits);
            remember(losses, targets, training ? 0 : said(logits, targets));
        }
        score = scored + regularization;
        return score;
    }

    private INDArray scoredLogits(boolean training, LayerWorkspaceMgr workspaces) {
        requireSequence(input);
        applyDropOutIfNecessary(training, workspaces);
        loss();
        return logits(TimeMajor.rows(input, dataType), training, ArrayType.FF_WORKING_MEM, workspaces);
    }

    private double[] losses(CtcLoss.Targets targets, INDArray logits) {
        var losses = loss().losses(logits, targets);
        checked(losses, targets, logits);
        return losses;
    }

    /** Keeps the score: DL4J asks for it after the gradients, and it is known by then. */
    private void remember(double[] losses, CtcLoss.Targets targets, long correct) {
        var weights = weights(targets);
        scored = IntStream.range(0, losses.length).mapToDouble(b -> losses[b] * weights[b]).sum() / targets.batch();
        scoredLabels = labels;
        long count = Arrays.stream(targets.labels()).mapToLong(said -> said.length).sum();
        scores = new TokenScores(count, Arrays.stream(losses).sum(), correct);
    }

    /** How many labels the most probable symbols of all steps say, errors taken off: as many as there are, less the edit distances. */
    private static long said(INDArray logits, CtcLoss.Targets targets) {
        int[] best = logits.argMax(1).toIntVector();
        int batch = targets.batch();
        long right = 0;
        for (int b = 0; b < batch; b++) {
            int sequence = b;
            int[] path = IntStream.range(0, targets.steps()[b]).map(t -> best[t * batch + sequence]).toArray();
            int[] read = IntStream.range(0, path.length).filter(t -> path[t] != targets.blank() && (t == 0 || path[t] != path[t - 1]))
                .map(t -> path[t]).toArray();
            right += Math.max(0, targets.labels()[b].length - distance(read, targets.labels()[b]));
        }
        return right;
    }

    private static int distance(int[] a, int[] b) {
        int[] row = IntStream.rangeClosed(0, b.length).toArray();
        for (int i = 1; i <= a.length; i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length; j++) {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length];
    }

    /**
     * Labels, the sum of the losses and, if it was not a training pass, how many labels the most probable symbols say, of the last batch
     * that was scored: the accuracy is 1 less the label error rate, where that is below 1.
     */
    @Override
    public TokenScores scores() {
        return scores;
    }

    /** One score an example, shape [batch, 1]: its loss, divided by the number of its labels unless lossPerLabel is off. */
    @Override
    public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaces) {
        Preconditions.checkState(input != null && labels != null, "%s: no scores without input and labels", name());
        var targets = targets();
        var losses = losses(targets, scoredLogits(false, workspaces));
        var weights = weights(targets);
        double[] each = IntStream.range(0, losses.length).mapToDouble(b -> losses[b] * weights[b] + regularization).toArray();
        return workspaces.leverageTo(ArrayType.ACTIVATIONS, Nd4j.createFromArray(each).reshape(each.length, 1).castTo(dataType));
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        assertInputSet(false);
        requireSequence(input);
        applyDropOutIfNecessary(training, workspaces);
        var out = TimeMajor.create(workspaces, ArrayType.ACTIVATIONS, dataType, input.size(0), layerConf().getNOut(), input.size(2));
        var rows = TimeMajor.rows(out, dataType);
        probabilities(TimeMajor.rows(input, dataType), training, false, rows, workspaces);
        var mask = stepMask();
        for (int t = 0; mask != null && t < mask.size(1); t++) {
            for (int b = 0; b < mask.size(0); b++) {
                if (mask.getDouble(b, t) == 0) {
                    rows.getRow(t * mask.size(0) + b).assign(0);
                }
            }
        }
        return out;
    }

    @Override
    public void clear() {
        super.clear();
        scoredLabels = null;
    }

    @Override
    public Type type() {
        return Type.RECURRENT;
    }
}
