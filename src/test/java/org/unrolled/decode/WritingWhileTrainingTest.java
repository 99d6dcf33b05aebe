package org.unrolled.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unrolled.model.CharacterModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.nn.FusedAdam;
import org.unrolled.text.EncodedText;
import org.unrolled.text.TextStream;
import org.unrolled.text.Vocabulary;
import org.unrolled.train.Trainer;
import org.unrolled.train.TrainingObserver;

/** A character model, trained on windows with a carried state and dropout, writes a sample after every few steps. */
class WritingWhileTrainingTest {
    private static final String TEXT = "the cat sat on the mat. ".repeat(30);
    private static final EncodedText ENCODED = EncodedText.of(TEXT, Vocabulary.characters(TEXT));

    @ParameterizedTest
    @EnumSource(names = {"GRU", "LSTM"})
    void theSamplesGetBetterAndTheTrainingIsTheSameWithoutThem(RecurrentCell cell) {
        var samples = new ArrayList<String>();
        var watched = train(cell, network -> {
            var generator = TextGenerator.of(network, ENCODED.vocabulary());
            return new TrainingObserver() {
                @Override
                public void onStep(int step, double loss) {
                    if (step % 40 == 0) {
                        samples.add(generator.generate("the ", 44, Sampler.builder().temperature(0.3).seed(step).build()));
                    }
                }
            };
        });
        var alone = train(cell, network -> new TrainingObserver() { });
        assertEquals(alone.params(), watched.params());
        assertEquals(4, samples.size());
        var last = samples.get(3);
        assertTrue(known(last) > known(samples.get(0)) || known(last) == 45, samples.toString());
        assertTrue(known(last) >= 40, last);
    }

    /** How many of the sample's pieces of four characters the training text has. */
    private static long known(String sample) {
        return IntStream.range(0, sample.length() - 3).filter(i -> TEXT.contains(sample.substring(i, i + 4))).count();
    }

    private interface Watching {
        TrainingObserver of(MultiLayerNetwork network);
    }

    private static MultiLayerNetwork train(RecurrentCell cell, Watching watching) {
        var network = new CharacterModel(cell, ENCODED.vocabulary().size(), 8, 32, 2, 0.1, 5).build(new FusedAdam(0.01));
        Trainer.of(network).steps(160).batches(epoch -> TextStream.of(ENCODED, 4, 16)).carryState(true).clipNorm(5)
            .observe(watching.of(network)).seed(2).run();
        return network;
    }
}
