package org.unrolled.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.train.Trainer;

class CharacterModelTest {
    /** Embedding 7·3, first layer gates·(3·5 + 5·5) + biases, second gates·(5·5 + 5·5) + biases, output 5·7 + 7. */
    @ParameterizedTest
    @CsvSource({"RNN, 163", "GRU, 393", "LSTM, 463"})
    void hasTheParametersOfItsEquations(RecurrentCell cell, int parameters) {
        assertEquals(parameters, new CharacterModel(cell, 7, 3, 5, 2, 0.2, 1).build().numParams());
    }

    @ParameterizedTest
    @EnumSource(RecurrentCell.class)
    void learnsToCount(RecurrentCell cell) {
        var network = new CharacterModel(cell, 4, 8, 16, 1, 0, 1).build();
        var ids = Nd4j.createFromArray(new float[][] {{0, 1, 2, 3, 0, 1}, {2, 3, 0, 1, 2, 3}});
        var next = Nd4j.createFromArray(new float[][] {{1, 2, 3, 0, 1, 2}, {3, 0, 1, 2, 3, 0}});
        var result = Trainer.of(network).epochs(150).batches(epoch -> List.of(new DataSet(ids, next))).clipNorm(1).run();
        assertTrue(result.trainLoss() < 0.3, cell + " " + result.trainLoss());
        assertArrayEquals(new long[] {2, 4, 6}, network.output(ids).shape());
    }

    @Test
    void goesThroughJson() {
        var configuration = new CharacterModel(RecurrentCell.LSTM, 7, 3, 5, 2, 0.5, 1).build().getLayerWiseConfigurations();
        assertEquals(configuration, MultiLayerConfiguration.fromJson(configuration.toJson()));
    }

    @Test
    void oneSeedOneModel() {
        var first = new CharacterModel(RecurrentCell.GRU, 7, 3, 5, 1, 0, 9);
        assertEquals(first.build().params(), first.build().params());
    }

    @Test
    void settingsThatMakeNoModelAreNamed() {
        assertThrows(IllegalArgumentException.class, () -> new CharacterModel(RecurrentCell.RNN, 1, 3, 5, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new CharacterModel(RecurrentCell.RNN, 7, 3, 5, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new CharacterModel(RecurrentCell.RNN, 7, 3, 5, 1, 1, 1));
    }
}
