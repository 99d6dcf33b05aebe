package org.unrolled.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class ScheduleTest {
    @ParameterizedTest
    @CsvSource({"0, 0.25", "3, 1", "4, 1", "9, 0.55", "14, 0.1", "1000, 0.1"})
    void warmupCosine(int step, double factor) {
        assertEquals(factor, Schedule.warmupCosine(4, 14, 0.1).factor(step, List.of()), 1e-12);
    }

    @Test
    void plateauFallsAfterPatience() {
        var schedule = Schedule.plateau(0.5, 2);
        var seen = new ArrayList<Double>();
        var factors = new ArrayList<Double>();
        for (double value : new double[] {3, 2, 2.5, 2, 1, 1.5, 1.5, 1.5, 1.5}) {
            seen.add(value);
            factors.add(schedule.factor(0, seen));
        }
        assertEquals(List.of(1.0, 1.0, 1.0, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125), factors);
    }

    @Test
    void impossibleSettingsAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> Schedule.warmupCosine(10, 10, 0));
        assertThrows(IllegalArgumentException.class, () -> Schedule.warmupCosine(0, 10, 2));
        assertThrows(IllegalArgumentException.class, () -> Schedule.plateau(1, 2));
    }

    @Test
    void theFactorReachesTheUpdaterAndTheOldRateComesBack() {
        var batches = TrainingExamples.windows(2, 4, 1);
        var half = TrainingExamples.exact(new Sgd(0.2));
        Trainer.of(half).steps(1).batches(epoch -> batches).schedule((step, validations) -> 0.5).run();
        var plain = TrainingExamples.exact(new Sgd(0.1));
        Trainer.of(plain).steps(1).batches(epoch -> batches).run();
        assertTrue(half.params().equalsWithEps(plain.params(), 1e-12));
        assertEquals(new Sgd(0.2), half.getLayer(1).conf().getLayer().getUpdaterByParam("W"));
    }

    @Test
    void twoSchedulesAreOneTooMany() {
        var network = TrainingExamples.exact(new Sgd(new StepSchedule(ScheduleType.ITERATION, 0.1, 0.5, 10)));
        var trainer = Trainer.of(network).steps(1).batches(epoch -> TrainingExamples.windows(2, 4, 1))
            .schedule(Schedule.warmupCosine(0, 10));
        var error = assertThrows(IllegalStateException.class, trainer::run);
        assertTrue(error.getMessage().contains("schedule of its own"), error.getMessage());
    }

    @Test
    void aFactorThatIsNoNumberIsNamed() {
        var trainer = Trainer.of(TrainingExamples.exact(new Sgd(0.1))).steps(1)
            .batches(epoch -> TrainingExamples.windows(2, 4, 1)).schedule((step, validations) -> Double.NaN);
        assertTrue(assertThrows(IllegalStateException.class, trainer::run).getMessage().contains("NaN"));
    }
}
