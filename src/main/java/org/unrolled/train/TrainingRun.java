package org.unrolled.train;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.unrolled.arrays.Detached;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.nn.backend.NotFiniteException;
import org.unrolled.train.Checkpoint.Position;
import org.unrolled.train.Checkpoint.Score;
import org.unrolled.train.TrainingResult.Reason;

/** One training from start or checkpoint to its end: the position, the validations, and what is due after each step. */
final class TrainingRun {
    private final Trainer settings;
    private final Learner learner;
    private final List<Score> scores = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private TrainingStep trainingStep;
    private EpochBatches first;
    private INDArray best;
    private int step;
    private int epoch;
    private int batch;
    private double lossSum;
    private int lossCount;
    private double seconds;
    private List<Integer> written = List.of();

    TrainingRun(Trainer settings) {
        this.settings = settings;
        this.learner = settings.learner;
    }

    TrainingResult run() {
        try (var each = new TrainingStep(settings)) {
            trainingStep = each;
            return guarded();
        }
    }

    private TrainingResult guarded() {
        var reason = Reason.FAILED;
        try {
            resume();
            reason = train();
        } catch (Interrupted e) {
            reason = Reason.INTERRUPTED;
            checkpoint();
            throw e;
        } catch (TrainingDiverged e) {
            reason = Reason.DIVERGED;
            throw e;
        } finally {
            var result = result(reason);
            learner.clearCarriedState();
            tell(observer -> observer.onEnd(result));
        }
        return result(reason);
    }

    private Reason train() {
        settle();
        while (!complete() && !exhausted()) {
            epoch();
        }
        if (settings.validation != null && !validatedHere()) {
            validate();
        }
        checkpoint();
        if (settings.keepBest && best != null) {
            Detached.run(() -> learner.parameters().assign(best));
        }
        return complete() ? Reason.COMPLETE : Reason.NO_IMPROVEMENT;
    }

    private void epoch() {
        int skip = batch;
        int seen = 0;
        long begin = System.nanoTime();
        var source = first != null && epoch == 0 ? first : settings.batches.apply(epoch);
        first = null;
        var iterator = source.batches().iterator();
        if (batch == 0) {
            learner.listeners().forEach(listener -> listener.onEpochStart(learner.model()));
        }
        while (iterator.hasNext()) {
            var next = iterator.next();
            if (seen++ < skip) {
                continue;
            }
            Interrupted.check();
            step(next);
            seconds += (System.nanoTime() - begin) / 1e9;
            double loss = trainingStep.loss();
            tell(observer -> observer.onStep(step, loss));
            settle();
            if (complete() || exhausted()) {
                return;
            }
            begin = System.nanoTime();
        }
        if (seen == 0) {
            throw new IllegalStateException("epoch " + epoch + " has no batches: is the data shorter than one window, or its"
                + " source used up? Give batches that can be gone through once an epoch");
        }
        learner.clearCarriedState();
        learner.listeners().forEach(listener -> listener.onEpochEnd(learner.model()));
        learner.counts(learner.iterations(), learner.epochs() + 1);
        epoch++;
        batch = 0;
        settle();
    }

    private void step(MultiDataSet data) {
        double factor = settings.schedule == null ? 1
            : settings.schedule.factor(step, scores.stream().map(Score::value).toList());
        trainingStep.make(data, step, factor);
        if (batch == 0) {
            lossSum = 0;
            lossCount = 0;
        }
        step++;
        batch++;
        lossSum += trainingStep.loss();
        lossCount++;
    }

    /** Does what is due where the training now stands: a function of the position, so that a resumed run does it too. */
    private void settle() {
        boolean epochEnd = batch == 0 && step > 0;
        if (settings.validation != null && !validatedHere() && step > 0
            && (settings.validateEvery > 0 ? step % settings.validateEvery == 0 : epochEnd)) {
            validate();
        }
        if (step > 0 && (epochEnd || settings.checkpointEvery > 0 && step % settings.checkpointEvery == 0)) {
            checkpoint();
        }
    }

    private boolean validatedHere() {
        return !scores.isEmpty() && scores.get(scores.size() - 1).step() == step;
    }

    private void validate() {
        var carried = learner.carriedState();
        double value;
        try {
            learner.clearCarriedState();
            value = settings.validation.getAsDouble();
        } catch (NotFiniteException e) {
            throw trainingStep.diverged(step, e);
        } finally {
            learner.clearCarriedState();
            learner.carriedState(carried);
        }
        boolean better = scores.isEmpty() || Double.compare(value, bestScore().value()) < 0;
        scores.add(new Score(step, value));
        if (better && settings.keepBest) {
            best = Detached.get(() -> best == null ? learner.parameters().dup() : best.assign(learner.parameters()));
        }
        tell(observer -> observer.onValidation(step, value));
    }

    /** The lowest score, the first of equals; of step 0 and NaN if there is none. */
    private Score bestScore() {
        return scores.stream().min((a, b) -> Double.compare(a.value(), b.value())).orElse(new Score(0, Double.NaN));
    }

    private boolean exhausted() {
        return settings.patience > 0 && scores.size() - scores.indexOf(bestScore()) - 1 >= settings.patience;
    }

    private boolean complete() {
        return settings.steps > 0 && step >= settings.steps || settings.epochs > 0 && epoch >= settings.epochs;
    }

    private void resume() {
        var folder = settings.folder;
        tell(observer -> observer.onStart(total()));
        learner.clearCarriedState();
        if (folder == null) {
            return;
        }
        folder.create();
        if (!settings.resume) {
            folder.clear();
        }
        var found = folder.newest(this::warn);
        if (found == null) {
            return;
        }
        found.checkpoint().restore(learner, settings.vocabulary, settings.seed, found.file());
        if (!found.checkpoint().unchecked().isEmpty()) {
            warn(found.file() + ": " + found.checkpoint().unchecked());
        }
        var position = found.checkpoint().position();
        step = position.step();
        epoch = position.epoch();
        batch = position.batch();
        lossSum = position.lossSum();
        lossCount = position.lossCount();
        seconds = position.seconds();
        scores.addAll(found.checkpoint().scores());
        best = found.checkpoint().best();
        written = List.of(step, epoch, scores.size());
        tell(observer -> observer.onResume(step));
    }

    private int total() {
        int each = settings.stepsPerEpoch;
        if (each == 0 && settings.epochs > 0) {
            first = settings.batches.apply(0);
            each = first.size();
        }
        int byEpochs = each * settings.epochs;
        return byEpochs == 0 || settings.steps == 0 ? Math.max(byEpochs, settings.steps) : Math.min(byEpochs, settings.steps);
    }

    /** Writes the state if it changed; a failure is a warning, for what was learnt is still in memory. */
    private void checkpoint() {
        var state = List.of(step, epoch, scores.size());
        if (settings.folder == null || step == 0 || written.equals(state)) {
            return;
        }
        try {
            var position = new Position(step, epoch, batch, lossSum, lossCount, seconds, learner.iterations(),
                learner.epochs());
            settings.folder.write(Checkpoint.of(learner, settings.vocabulary, settings.seed, position, scores, best,
                settings.carryState));
            written = state;
        } catch (CheckpointException e) {
            warn(e.getMessage());
        }
    }

    private void warn(String message) {
        warnings.add(message);
        tell(observer -> observer.onWarning(message));
    }

    private void tell(Consumer<TrainingObserver> news) {
        settings.observers.forEach(news);
    }

    private TrainingResult result(Reason reason) {
        return new TrainingResult(step, epoch, lossCount == 0 ? Double.NaN : lossSum / lossCount, bestScore().value(),
            bestScore().step(), seconds, reason, List.copyOf(warnings));
    }
}
