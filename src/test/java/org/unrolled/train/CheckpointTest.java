package org.unrolled.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.model.CharacterModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.nn.FusedAdam;
import org.unrolled.text.Vocabulary;

class CheckpointTest {
    private static final List<DataSet> WINDOWS = TrainingExamples.windows(3, 5, 4);

    @TempDir
    private Path folder;

    /** Five epochs of four windows with everything that has a state: Adam, dropout, plateau, patience, a carried state. */
    private static Trainer trainer(MultiLayerNetwork network) {
        return Trainer.of(network).epochs(5).batches(epoch -> epoch % 2 == 0 ? WINDOWS : WINDOWS.subList(1, 4)).carryState(true)
            .clipNorm(0.1).schedule(Schedule.plateau(0.5, 1)).patience(4).validateEvery(3)
            .validate(() -> Validation.loss(network, WINDOWS, true));
    }

    private Trainer saving(MultiLayerNetwork network) {
        return trainer(network).checkpoints(folder);
    }

    private static TrainingObserver stopAfter(int steps) {
        return new TrainingObserver() {
            @Override
            public void onStep(int step, double loss) {
                if (step == steps) {
                    throw new Interrupted("stopped by the test");
                }
            }
        };
    }

    private List<Path> files() throws IOException {
        try (var all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private static void assertSame(TrainingResult expected, TrainingResult given) {
        assertEquals(expected.steps(), given.steps());
        assertEquals(expected.epochs(), given.epochs());
        assertEquals(expected.trainLoss(), given.trainLoss());
        assertEquals(expected.bestValidation(), given.bestValidation());
        assertEquals(expected.bestStep(), given.bestStep());
        assertEquals(expected.reason(), given.reason());
    }

    /** Before and after validations and the ends of epochs, and in their midst. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 4, 5, 6, 7, 9, 17})
    void aResumedTrainingGivesTheSameNumbers(int stop) {
        var whole = TrainingExamples.model();
        var expected = trainer(whole).run();
        assertThrows(Interrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(stop)).run());
        var resumed = TrainingExamples.model();
        assertSame(expected, saving(resumed).run());
        assertEquals(whole.params(), resumed.params());
        assertEquals(whole.updaterState(), resumed.updaterState());
        assertEquals(whole.getIterationCount(), resumed.getIterationCount());
    }

    @Test
    void aTrainingCanStopManyTimes() {
        var whole = TrainingExamples.model();
        trainer(whole).run();
        for (int stop = 2; stop < 18; stop += 3) {
            int after = stop;
            assertThrows(Interrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(after)).run());
        }
        var resumed = TrainingExamples.model();
        saving(resumed).run();
        assertEquals(whole.params(), resumed.params());
    }

    @Test
    void aCompleteTrainingIsReadAgain() throws IOException {
        var first = TrainingExamples.model();
        var expected = saving(first).run();
        assertEquals(2, files().size(), "the two newest stay");
        var steps = new AtomicInteger();
        var second = TrainingExamples.model();
        var result = saving(second).observe(new TrainingObserver() {
            @Override
            public void onStep(int step, double loss) {
                steps.incrementAndGet();
            }
        }).run();
        assertEquals(0, steps.get());
        assertSame(expected, result);
        assertEquals(first.params(), second.params());
    }

    private List<String> names() throws IOException {
        return files().stream().map(file -> file.getFileName().toString()).toList();
    }

    /** Names that end or look like a checkpoint's, before and after it in the order of names. */
    private static final List<String> FOREIGN = List.of("best.checkpoint", "zebra.checkpoint", "the best.checkpoint",
        "step-00000004.checkpoint.old", "step-.checkpoint", "step-final.checkpoint", "step--0000001.checkpoint",
        "step-\u06F0\u06F0\u06F0\u06F0\u06F0\u06F0\u06F0\u06F9.checkpoint", "Step-00000009.checkpoint", "step-00000009xcheckpoint");

    @Test
    void onlyTheTrainersOwnFilesAreTouchedOrCounted() throws IOException {
        for (var name : FOREIGN) {
            Files.writeString(folder.resolve(name), "mine");
        }
        Files.createDirectory(folder.resolve("step-99999999.checkpoint"));
        Files.createDirectory(folder.resolve("step-00000000.checkpoint"));
        var before = names();
        var whole = TrainingExamples.model();
        trainer(whole).run();
        assertThrows(Interrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(9)).run());
        var resumed = TrainingExamples.model();
        assertEquals(List.of(), saving(resumed).run().warnings());
        assertEquals(whole.params(), resumed.params());
        assertEquals(before.size() + 2, names().size(), "the two newest: " + names());
        saving(TrainingExamples.model()).resume(false).run();
        var after = new ArrayList<>(names());
        assertTrue(after.containsAll(before), after + " should still have " + before);
        after.removeAll(before);
        assertEquals(2, after.size(), after.toString());
        for (var name : FOREIGN) {
            assertEquals("mine", Files.readString(folder.resolve(name)));
        }
    }

    @Test
    void checkpointsAreOrderedByNumber() throws IOException {
        var network = TrainingExamples.model();
        var checkpoints = new CheckpointFolder(folder);
        for (int step : new int[] {99_999_998, 99_999_999, 100_000_000, 1_234_567_890}) {
            checkpoints.write(Checkpoint.of(new ChainLearner(network), "", 1, new Checkpoint.Position(step, 1, 0, 0, 0, 0, step, 1),
                List.of(), null, false));
            assertEquals(step, checkpoints.newest(problem -> { }).checkpoint().position().step());
        }
        assertEquals(List.of("step-100000000.checkpoint", "step-1234567890.checkpoint"), names());
        Files.move(folder.resolve("step-100000000.checkpoint"), folder.resolve("step-9.checkpoint"));
        assertTrue(checkpoints.newest(problem -> { }).file().endsWith("step-1234567890.checkpoint"));
    }

    @Test
    void aNewCheckpointIsNotWrittenForNothingWhereDamagedOnesAreAhead() throws IOException {
        assertThrows(Interrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(5)).run());
        Files.writeString(folder.resolve("step-00000011.checkpoint"), "damaged");
        Files.writeString(folder.resolve("step-00000012.checkpoint"), "damaged");
        assertThrows(Interrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(6)).run());
        assertTrue(names().contains("step-00000006.checkpoint"), names().toString());
        assertThrows(Interrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(7)).run());
        assertEquals(List.of("step-00000006.checkpoint", "step-00000007.checkpoint"), names().subList(0, 2));
    }

    @Test
    void namesAreTheSameInEveryLocale() throws IOException {
        var before = Locale.getDefault();
        try {
            Locale.setDefault(new Locale("fa", "IR"));
            assertThrows(Interrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(5)).run());
        } finally {
            Locale.setDefault(before);
        }
        assertEquals(List.of("step-00000004.checkpoint", "step-00000005.checkpoint"), names());
        var whole = TrainingExamples.model();
        trainer(whole).run();
        var resumed = TrainingExamples.model();
        saving(resumed).run();
        assertEquals(whole.params(), resumed.params());
    }

    @Test
    void startingOverForgetsCheckpoints() {
        saving(TrainingExamples.model()).run();
        var steps = new AtomicInteger();
        saving(TrainingExamples.model()).resume(false).observe(new TrainingObserver() {
            @Override
            public void onResume(int step) {
                throw new AssertionError("went on from step " + step);
            }

            @Override
            public void onStep(int step, double loss) {
                steps.incrementAndGet();
            }
        }).run();
        assertTrue(steps.get() > 0);
    }

    @Test
    void aCheckpointThatIsCutShortIsPassedOver() throws IOException {
        var whole = TrainingExamples.model();
        trainer(whole).run();
        assertThrows(Interrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(9)).run());
        var newest = files().get(1);
        cut(newest, Files.size(newest) / 2);
        var resumed = TrainingExamples.model();
        var result = saving(resumed).run();
        assertEquals(whole.params(), resumed.params());
        assertEquals(1, result.warnings().size());
        var warning = result.warnings().get(0);
        assertTrue(warning.contains("cut short") && warning.contains(newest.getFileName().toString()), warning);
    }

    private static void cut(Path file, long length) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 10, 30, 500})
    void noWholeCheckpointIsAnError(long length) throws IOException {
        assertThrows(Interrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(3)).run());
        for (var file : files()) {
            cut(file, length);
        }
        var error = assertThrows(CheckpointException.class, () -> saving(TrainingExamples.model()).run());
        assertTrue(error.getMessage().contains("no checkpoint in " + folder + " is whole"), error.getMessage());
        assertTrue(error.getMessage().contains("resume(false)"), error.getMessage());
    }

    @Test
    void aFlippedBitIsFound() throws IOException {
        assertThrows(Interrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(3)).run());
        var file = files().get(0);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
        var error = assertThrows(CheckpointException.class, () -> Checkpoint.read(file));
        assertTrue(error.getMessage().contains("checksum"), error.getMessage());
    }

    /** A file on a disk that is full after so many bytes. */
    private static FileOutputStream quota(Path file, long limit) throws IOException {
        return new FileOutputStream(file.toFile()) {
            private long left = limit;

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                left -= length;
                if (left < 0) {
                    super.write(bytes, offset, length / 2);
                    throw new IOException("No space left on device");
                }
                super.write(bytes, offset, length);
            }
        };
    }

    @Test
    void aDiskThatFillsLeavesTheLastCheckpointAndTheTrainingGoesOn() throws IOException {
        var whole = TrainingExamples.model();
        var expected = trainer(whole).run();
        var written = new AtomicInteger();
        var filling = new CheckpointFolder(folder,
            file -> written.getAndIncrement() == 0 ? new FileOutputStream(file.toFile()) : quota(file, 100));
        var network = TrainingExamples.model();
        var result = trainer(network).checkpoints(filling).run();
        assertSame(expected, result);
        assertEquals(whole.params(), network.params());
        assertEquals(written.get() - 1, result.warnings().size());
        var warning = result.warnings().get(0);
        assertTrue(warning.contains("No space left") && warning.contains("still there"), warning);
        assertEquals(List.of("step-00000004.checkpoint"), files().stream().map(f -> f.getFileName().toString()).toList());
        assertEquals(4, Checkpoint.read(files().get(0)).position().step());
        var resumed = TrainingExamples.model();
        saving(resumed).run();
        assertEquals(whole.params(), resumed.params(), "the one that stayed is good to resume from");
    }

    @Test
    void aRealFullDeviceIsNoOtherCase() {
        var full = Path.of("/dev/full");
        Assumptions.assumeTrue(Files.exists(full), "a system with /dev/full");
        var result = trainer(TrainingExamples.model())
            .checkpoints(new CheckpointFolder(folder, file -> new FileOutputStream(full.toFile()))).run();
        assertTrue(result.steps() > 4);
        assertTrue(result.warnings().get(0).contains("could not be written"), result.warnings().get(0));
    }

    @Test
    void aFolderThatCannotBeMadeIsNamedBeforeTheTraining() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        var trainer = trainer(TrainingExamples.model()).checkpoints(file.resolve("below"));
        assertTrue(assertThrows(CheckpointException.class, trainer::run).getMessage().contains("can't be made"));
    }

    @Test
    void aCheckpointOfAnotherModelIsRefused() {
        saving(TrainingExamples.model()).run();
        var larger = new CharacterModel(RecurrentCell.LSTM, TrainingExamples.VOCABULARY, 4, 9, 2, 0.3, 3)
            .build(new FusedAdam(0.02));
        var before = larger.params().dup();
        var error = assertThrows(CheckpointException.class, () -> saving(larger).run());
        assertTrue(error.getMessage().contains("1_W [4,32]") && error.getMessage().contains("1_W [4,36]"), error.getMessage());
        assertEquals(before, larger.params());
    }

    @Test
    void aCheckpointOfAnotherVocabularySeedOrUpdaterIsRefused() {
        saving(TrainingExamples.model()).vocabulary("abc").run();
        var error = assertThrows(CheckpointException.class, () -> saving(TrainingExamples.model()).vocabulary("abd").run());
        assertTrue(error.getMessage().contains("'abc'") && error.getMessage().contains("'abd'"), error.getMessage());
        error = assertThrows(CheckpointException.class, () -> saving(TrainingExamples.model()).vocabulary("abc").seed(2).run());
        assertTrue(error.getMessage().contains("seed 1"), error.getMessage());
        var plain = new CharacterModel(RecurrentCell.LSTM, TrainingExamples.VOCABULARY, 4, 8, 2, 0.3, 3)
            .build(new Sgd(0.1));
        error = assertThrows(CheckpointException.class, () -> saving(plain).vocabulary("abc").run());
        assertTrue(error.getMessage().contains("updater"), error.getMessage());
    }

    /** Those with a state of the same length: one, two or three numbers a parameter. */
    static Stream<List<IUpdater>> updatersOfOneLength() {
        return Stream.of(List.of(new Nesterovs(0.01), new RmsProp(0.01), new AdaGrad(0.01)),
            List.of(new Adam(0.01), new Nadam(0.01), new AdaMax(0.01), new AdaDelta()), List.of(new AMSGrad(0.01)));
    }

    private Trainer exact(IUpdater updater) {
        return Trainer.of(TrainingExamples.exact(updater)).epochs(1).batches(epoch -> WINDOWS).checkpoints(folder);
    }

    @ParameterizedTest
    @MethodSource("updatersOfOneLength")
    void anotherUpdaterWithAStateOfTheSameLengthIsRefused(List<IUpdater> updaters) {
        for (var written : updaters) {
            exact(written).resume(false).run();
            for (var given : updaters) {
                if (given == written) {
                    exact(given).run();
                } else {
                    var error = assertThrows(CheckpointException.class, () -> exact(given).run());
                    assertTrue(error.getMessage().contains(written.getClass().getSimpleName() + " over")
                        && error.getMessage().contains(given.getClass().getSimpleName() + " over"), error.getMessage());
                }
            }
        }
    }

    @Test
    void anotherLearningRateAndTheFastAdamAreAllowed() {
        exact(new Adam(0.01)).run();
        exact(new Adam(0.02)).run();
        exact(new FusedAdam(0.01)).run();
        exact(new FusedAdam(0.01)).resume(false).run();
        exact(new Adam(0.01)).run();
    }

    /** Written by Adam(0.01) after 3 of 4 steps, before files said which updater it was; with a vocabulary's hash code. */
    @Test
    void aFileOfTheFirstVersionIsGoneOnWithAndAWarning() throws IOException {
        try (var in = CheckpointTest.class.getResourceAsStream("/checkpoint/version-1.checkpoint")) {
            Files.copy(in, folder.resolve("step-00000003.checkpoint"));
        }
        var whole = TrainingExamples.exact(new Adam(0.01));
        Trainer.of(whole).epochs(1).batches(epoch -> WINDOWS).run();
        var resumed = TrainingExamples.exact(new Adam(0.01));
        var result = Trainer.of(resumed).epochs(1).batches(epoch -> WINDOWS).vocabulary(Vocabulary.characters("abcdef").fingerprint())
            .checkpoints(folder).run();
        assertEquals(whole.params(), resumed.params());
        assertEquals(1, result.warnings().size(), result.warnings().toString());
        assertTrue(result.warnings().get(0).contains("was not checked"), result.warnings().get(0));
        var again = exact(new Adam(0.01)).vocabulary(Vocabulary.characters("abcdef").fingerprint()).run();
        assertEquals(List.of(), again.warnings(), "the file that it wrote says all");
    }

    @Test
    void vocabulariesAreToldApartByContentAndKind() {
        var aa = Vocabulary.of(Vocabulary.Unit.WORD, List.of("<unk>", "Aa"));
        var bb = Vocabulary.of(Vocabulary.Unit.WORD, List.of("<unk>", "BB"));
        saving(TrainingExamples.model()).vocabulary(aa.fingerprint()).run();
        saving(TrainingExamples.model()).vocabulary(Vocabulary.of(Vocabulary.Unit.WORD, List.of("<unk>", "Aa")).fingerprint()).run();
        for (var other : List.of(bb, Vocabulary.of(Vocabulary.Unit.CHARACTER, aa.symbols()), Vocabulary.of(Vocabulary.Unit.SUBWORD,
            aa.symbols()), Vocabulary.of(Vocabulary.Unit.WORD, List.of("Aa", "<unk>")))) {
            var error = assertThrows(CheckpointException.class, () -> saving(TrainingExamples.model()).vocabulary(other.fingerprint()).run());
            assertTrue(error.getMessage().contains(aa.fingerprint()) && error.getMessage().contains(other.fingerprint()),
                error.getMessage());
        }
        assertTrue(aa.fingerprint().startsWith("2 words"), aa.fingerprint());
        var longOne = "Aa".repeat(200);
        saving(TrainingExamples.model()).resume(false).vocabulary(longOne).run();
        assertThrows(CheckpointException.class,
            () -> saving(TrainingExamples.model()).vocabulary("BB" + longOne.substring(2)).run());
    }

    @Test
    void anyVocabularyHasAFingerprint() {
        var words = "word ".repeat(50_000);
        saving(TrainingExamples.model()).vocabulary(words).run();
        saving(TrainingExamples.model()).vocabulary(words).run();
        assertThrows(CheckpointException.class, () -> saving(TrainingExamples.model()).vocabulary(words + "s").run());
        assertThrows(CheckpointException.class,
            () -> saving(TrainingExamples.model()).vocabulary(Vocabulary.characters("abc").fingerprint()).run());
    }

    @Test
    void aDivergedTrainingLeavesItsCheckpoints() throws IOException {
        assertThrows(Interrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(5)).run());
        var before = Files.readAllBytes(files().get(0));
        var network = TrainingExamples.model();
        assertThrows(TrainingDiverged.class, () -> saving(network).schedule((step, validations) -> 1e37).run());
        assertArrayEquals(before, Files.readAllBytes(files().get(0)));
        assertTrue(Double.isFinite(network.params().sumNumber().doubleValue()));
    }
}
