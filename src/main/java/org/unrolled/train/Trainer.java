package org.unrolled.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.unrolled.arrays.Batches;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.data.Checksums;

/**
 * Trains any DL4J network: goes through batches, watches the validation, writes checkpoints, and knows when to stop.
 *
 * <pre>{@code
 * var result = Trainer.of(network)
 *     .epochs(10).batches(epoch -> TextStream.of(trainIds, 32, 64)).carryState(true)
 *     .clipNorm(1).schedule(Schedule.warmupCosine(100, 5000, 0.1))
 *     .validate(() -> Validation.loss(network, validation, true)).patience(3)
 *     .checkpoints(Path.of("build/checkpoints/lstm")).observe(TrainingView.of("LSTM"))
 *     .run();
 * }</pre>
 *
 * Each batch is one forward pass, one backward pass and one update, whatever truncated-backpropagation setting the network
 * has. Random numbers of a step (dropout) depend on the seed and the number of the step alone; so a run that is stopped
 * and resumed from its checkpoint gives the same parameters, bit for bit, as one that was not.
 */
public final class Trainer {
    private static final int LONGEST_FINGERPRINT = 300;

    final Learner learner;
    int epochs;
    int steps;
    int stepsPerEpoch;
    IntFunction<EpochBatches> batches;
    boolean carryState;
    DoubleSupplier validation;
    int validateEvery;
    int patience;
    boolean keepBest;
    double clipValue = Double.POSITIVE_INFINITY;
    double clipNorm = Double.POSITIVE_INFINITY;
    Schedule schedule;
    CheckpointFolder folder;
    boolean resume = true;
    int checkpointEvery;
    String vocabulary = "";
    long seed = 1;
    final List<TrainingObserver> observers = new ArrayList<>();

    private Trainer(Learner learner) {
        this.learner = learner;
    }

    /** A trainer of an initialised network. */
    public static Trainer of(MultiLayerNetwork network) {
        return new Trainer(new ChainLearner(network));
    }

    /** A trainer of an initialised graph. */
    public static Trainer of(ComputationGraph graph) {
        return new Trainer(new GraphLearner(graph));
    }

    /** How many times to go through the batches, at least 1. With {@link #steps} too, what comes first ends the training. */
    public Trainer epochs(int epochs) {
        this.epochs = atLeast(1, epochs, "epochs");
        return this;
    }

    /** How many updates to make, at least 1. */
    public Trainer steps(int steps) {
        this.steps = atLeast(1, steps, "steps");
        return this;
    }

    /**
     * How many batches an epoch has: only for the progress bar, when the batches are neither a collection nor a
     * {@link Batches}.
     */
    public Trainer stepsPerEpoch(int steps) {
        this.stepsPerEpoch = atLeast(1, steps, "stepsPerEpoch");
        return this;
    }

    /**
     * Where batches come from.
     *
     * @param epochToBatches from the number of the epoch, from 0, to its batches; has to give the same batches when it is
     *                       asked for the same epoch again, or a resumed run can't repeat an uninterrupted one
     */
    public Trainer batches(IntFunction<? extends Iterable<? extends DataSet>> epochToBatches) {
        this.batches = epoch -> EpochBatches.of(epochToBatches.apply(epoch));
        return this;
    }

    /** {@link #batches} for a graph with several inputs or outputs. */
    public Trainer multiBatches(IntFunction<? extends Iterable<? extends MultiDataSet>> epochToBatches) {
        this.batches = epoch -> EpochBatches.ofMulti(epochToBatches.apply(epoch));
        return this;
    }

    /**
     * Truncated backpropagation through time: the recurrent state at the end of a batch is where the next one of the epoch
     * begins, as a constant; an epoch begins with zeros. Row r of each batch has to continue row r of the batch before, and
     * the recurrent layers have to be of {@code org.unrolled.nn}: the gradient of DL4J's own ignores a carried state.
     */
    public Trainer carryState(boolean carry) {
        this.carryState = carry;
        return this;
    }

    /** A measure of how good the network is, lower is better; asked at the end of each epoch, or {@link #validateEvery}. */
    public Trainer validate(DoubleSupplier validation) {
        this.validation = validation;
        return this;
    }

    /** Validates after every so many steps, and at the end of the training, instead of at the end of each epoch. */
    public Trainer validateEvery(int steps) {
        this.validateEvery = atLeast(1, steps, "validateEvery");
        return this;
    }

    /** Stops early after so many validations in a row that were no better than the best; implies {@link #keepBest}. */
    public Trainer patience(int validations) {
        this.patience = atLeast(1, validations, "patience");
        return keepBest(true);
    }

    /** Whether the network gets back the parameters of its best validation when the training ends by itself. */
    public Trainer keepBest(boolean keep) {
        this.keepBest = keep;
        return this;
    }

    /** Clips each number of the gradient (mean over the minibatch) to -limit ... limit; before {@link #clipNorm}. */
    public Trainer clipValue(double limit) {
        this.clipValue = positive(limit, "clipValue");
        return this;
    }

    /**
     * Scales the whole gradient down when its Euclidean norm over all parameters exceeds the limit (Pascanu, Mikolov and
     * Bengio 2013, algorithm 1). The norm is that of the gradient which the updater gets: of the loss that DL4J reports,
     * without the penalties of l1 and l2.
     */
    public Trainer clipNorm(double limit) {
        this.clipNorm = positive(limit, "clipNorm");
        return this;
    }

    /** How learning rates change; the updaters must have constant ones, which the network has again afterwards. */
    public Trainer schedule(Schedule schedule) {
        this.schedule = schedule;
        return this;
    }

    /**
     * Writes checkpoints into this folder at the end of each epoch, at the end of the training and on an interrupt, and
     * goes on from the newest that is whole; the two newest stay. A training that is complete is then only read. Only files
     * {@code step-NUMBER.checkpoint} are the trainer's: whatever else is in the folder stays. When it goes on, the network
     * must have the updaters that it had, over the same parameters; their learning rates may be others.
     */
    public Trainer checkpoints(Path folder) {
        return checkpoints(new CheckpointFolder(folder));
    }

    Trainer checkpoints(CheckpointFolder folder) {
        this.folder = folder;
        return this;
    }

    /** Writes a checkpoint after every so many steps, too. */
    public Trainer checkpointEvery(int steps) {
        this.checkpointEvery = atLeast(1, steps, "checkpointEvery");
        return this;
    }

    /** False: starts over and removes the folder's checkpoints. */
    public Trainer resume(boolean resume) {
        this.resume = resume;
        return this;
    }

    /**
     * What tells one vocabulary from another, such as {@code Vocabulary.fingerprint()}; it is kept in checkpoints, and resuming
     * with another one is an error.
     */
    public Trainer vocabulary(String fingerprint) {
        this.vocabulary = fingerprint.length() <= LONGEST_FINGERPRINT ? fingerprint
            : fingerprint.length() + " characters, SHA-256 " + Checksums.text(fingerprint);
        return this;
    }

    /** One more observer. */
    public Trainer observe(TrainingObserver observer) {
        observers.add(observer);
        return this;
    }

    /** Seed of the random numbers of the steps, such as dropout's; 1 unless given. */
    public Trainer seed(long seed) {
        this.seed = seed;
        return this;
    }

    /**
     * Trains.
     *
     * @throws Interrupted   when the thread is interrupted; with a folder, a checkpoint is written first
     * @throws TrainingDiverged      when the loss is NaN or infinite; the network has its last good parameters again
     * @throws CheckpointException   when the folder's checkpoints belong to another model, updater, vocabulary or seed, or
     *                               none of them is whole
     * @throws IllegalStateException when settings are missing or contradict each other
     */
    public TrainingResult run() {
        require(epochs > 0 || steps > 0, "how long to train: give epochs or steps");
        require(batches != null, "what to train on: give batches or multiBatches");
        require(validation != null || patience == 0 && validateEvery == 0 && !keepBest,
            "a measure for patience, validateEvery or keepBest: give validate");
        return new TrainingRun(this).run();
    }

    private static void require(boolean ok, String missing) {
        Preconditions.checkState(ok, "the trainer doesn't know %s", missing);
    }

    private static int atLeast(int least, int value, String name) {
        Preconditions.checkArgument(value >= least, "%s is %s, expected at least %s", name, value, least);
        return value;
    }

    private static double positive(double value, String name) {
        Preconditions.checkArgument(value > 0, "%s is %s, expected a number above 0", name, value);
        return value;
    }
}
