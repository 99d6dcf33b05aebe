package org.unrolled.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.model.CharacterModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.train.Trainer;
import org.unrolled.train.TrainingObserver;

class TrainingViewTest {
    private static Trainer trainer() {
        var network = new CharacterModel(RecurrentCell.RNN, 4, 2, 3, 1, 0, 1).build();
        var ids = Nd4j.createFromArray(new float[][] {{0, 1, 2}, {1, 2, 3}});
        return Trainer.of(network).epochs(3).batches(epoch -> List.of(new DataSet(ids, ids)));
    }

    @Test
    void showsABarAndAChart() {
        try (var screen = RecordingDisplay.install()) {
            trainer().validate(() -> 2).observe(TrainingView.of("Counting")).run();
            assertEquals(2, screen.visible().size());
            var bar = screen.visible().get(0).plain();
            assertTrue(bar.startsWith("Counting: done") && bar.contains("3 of 3") && bar.contains("loss "), bar);
            var chart = screen.visible().get(1).plain();
            assertTrue(chart.contains("training") && chart.contains("validation"), chart);
        }
    }

    @Test
    void anEarlyEndIsDoneToo() {
        try (var screen = RecordingDisplay.install()) {
            trainer().validate(() -> 2).patience(1).observe(TrainingView.bar("Counting")).run();
            assertEquals(1, screen.visible().size());
            assertTrue(screen.last().plain().startsWith("Counting: done"), screen.last().plain());
        }
    }

    @Test
    void anInterruptStopsTheTrainingAndTheBar() {
        try (var screen = RecordingDisplay.install()) {
            var trainer = trainer().observe(new TrainingObserver() {
                @Override
                public void onStep(int step, double loss) {
                    if (step == 2) {
                        Thread.currentThread().interrupt();
                    }
                }
            }).observe(TrainingView.bar("Counting"));
            assertThrows(Interrupted.class, trainer::run);
            assertTrue(screen.last().plain().startsWith("Counting: stopped"), screen.last().plain());
        }
    }
}
