package org.unrolled.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.unrolled.model.CharacterModel;
import org.unrolled.nn.FusedAdam;

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
                    throw new TrainingInterrupted("stopped by the test");
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
        assertThrows(TrainingInterrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(stop)).run());
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
            assertThrows(TrainingInterrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(after)).run());
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
        assertThrows(TrainingInterrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(9)).run());
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
        try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 10, 30, 500})
    void noWholeCheckpointIsAnError(long length) throws IOException {
        assertThrows(TrainingInterrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(3)).run());
        for (var file : files()) {
            cut(file, length);
        }
        var error = assertThrows(CheckpointException.class, () -> saving(TrainingExamples.model()).run());
        assertTrue(error.getMessage().contains("no checkpoint in " + folder + " is whole"), error.getMessage());
        assertTrue(error.getMessage().contains("resume(false)"), error.getMessage());
    }

    @Test
    void aFlippedBitIsFound() throws IOException {
        assertThrows(TrainingInterrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(3)).run());
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
        var larger = new CharacterModel(CharacterModel.Cell.LSTM, TrainingExamples.VOCABULARY, 4, 9, 2, 0.3, 3)
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
        var plain = new CharacterModel(CharacterModel.Cell.LSTM, TrainingExamples.VOCABULARY, 4, 8, 2, 0.3, 3)
            .build(new org.nd4j.linalg.learning.config.Sgd(0.1));
        error = assertThrows(CheckpointException.class, () -> saving(plain).vocabulary("abc").run());
        assertTrue(error.getMessage().contains("updater"), error.getMessage());
    }

    @Test
    void aDivergedTrainingLeavesItsCheckpoints() throws IOException {
        assertThrows(TrainingInterrupted.class, () -> saving(TrainingExamples.model()).observe(stopAfter(5)).run());
        var before = Files.readAllBytes(files().get(0));
        var network = TrainingExamples.model();
        assertThrows(TrainingDiverged.class, () -> saving(network).schedule((step, validations) -> 1e37).run());
        assertArrayEquals(before, Files.readAllBytes(files().get(0)));
        assertTrue(Double.isFinite(network.params().sumNumber().doubleValue()));
    }
}
