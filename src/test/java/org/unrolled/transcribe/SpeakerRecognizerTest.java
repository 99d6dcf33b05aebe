package org.unrolled.transcribe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.MelScale;
import org.unrolled.audio.Resampler;
import org.unrolled.audio.Sound;
import org.unrolled.audio.SpeechFeatures;
import org.unrolled.metrics.BinaryRanking;
import org.unrolled.model.ClassifierModel;
import org.unrolled.model.SpeakerModel;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.Pooling;
import org.unrolled.speech.EmbeddedSpeech;
import org.unrolled.speech.Utterance;
import org.unrolled.train.Trainer;

class SpeakerRecognizerTest {
    private static final List<String> NAMES = List.of("us-m1", "caribbean-f5", "midlands-m2");
    private static final FrontEnd OWN = FrontEnd.cepstra(SpeechFeatures.of(8000).withMels(26, MelScale.HTK), 13);
    private static List<Utterance> known;
    private static List<Utterance> takes;
    private static SpeakerRecognizer recognizer;

    private static List<Utterance> by(List<Utterance> all) {
        return all.stream().filter(each -> NAMES.contains(each.speaker())).toList();
    }

    private static List<Sound> sounds(List<Utterance> utterances) {
        return utterances.stream().map(Utterance::sound).toList();
    }

    private static SpeakerRecognizer untrained(Pooling pooling) {
        var frontEnd = OWN.withScalingBy(sounds(known));
        var graph = new SpeakerModel(frontEnd.bands(), 3, 3, 24, 8, pooling, 0, 1).build(new FusedAdam(0.02));
        return SpeakerRecognizer.of(graph, frontEnd, NAMES);
    }

    /** A small network that knows three voices. */
    @BeforeAll
    static void train() {
        known = by(EmbeddedSpeech.DIGITS.train());
        takes = by(EmbeddedSpeech.DIGITS.newTakes());
        recognizer = untrained(Pooling.MEAN);
        Trainer.of(recognizer.graph()).epochs(12).multiBatches(epoch -> recognizer.batches(known, 12, epoch)).clipNorm(5).run();
    }

    private static double accuracy(SpeakerRecognizer by, List<Utterance> utterances) {
        var said = by.identify(sounds(utterances));
        int right = 0;
        for (int i = 0; i < said.size(); i++) {
            right += said.get(i).keySet().iterator().next().equals(utterances.get(i).speaker()) ? 1 : 0;
        }
        return right / (double) said.size();
    }

    @Test
    void knowsWhoSpeaks() {
        assertTrue(accuracy(recognizer, takes) > 0.9, "accuracy " + accuracy(recognizer, takes));
        assertTrue(accuracy(untrained(Pooling.MEAN), takes) < 0.7, "untrained " + accuracy(untrained(Pooling.MEAN), takes));
        var who = recognizer.identify(takes.get(0).sound());
        assertEquals(new HashSet<>(NAMES), who.keySet());
        assertEquals(1, who.values().stream().mapToDouble(p -> p).sum(), 1e-5);
        assertEquals(who.values().stream().sorted((a, b) -> Double.compare(b, a)).toList(), List.copyOf(who.values()));
    }

    @Test
    void embeddingsOfOneVoiceAreAlike() {
        var embeddings = recognizer.embeddings(sounds(takes));
        int pairs = takes.size() * (takes.size() - 1) / 2;
        var same = new boolean[pairs];
        var scores = new double[pairs];
        int pair = 0;
        for (int i = 0; i < takes.size(); i++) {
            for (int j = 0; j < i; j++) {
                same[pair] = takes.get(i).speaker().equals(takes.get(j).speaker());
                scores[pair++] = SpeakerRecognizer.similarity(embeddings.get(i), embeddings.get(j));
            }
        }
        double rate = BinaryRanking.of(same, scores).equalError().rate();
        assertTrue(rate < 0.1, "equal error rate " + rate);
    }

    @Test
    void oneByOneOrTogetherIsTheSame() {
        for (var by : Stream.of(Pooling.LAST, Pooling.MAX, Pooling.ATTENTION).map(SpeakerRecognizerTest::untrained).toList()) {
            var together = by.embeddings(sounds(takes));
            for (int i = 0; i < takes.size(); i += 7) {
                assertArrayEquals(by.embedding(takes.get(i).sound()), together.get(i), 1e-4f);
            }
        }
        var together = recognizer.identify(sounds(takes));
        for (int i = 0; i < takes.size(); i += 7) {
            var alone = recognizer.identify(takes.get(i).sound());
            together.get(i).forEach((name, p) -> assertEquals(p, alone.get(name), 1e-4));
        }
    }

    @Test
    void batchesHoldEachUtteranceOnceWithItsSpeaker() {
        var batches = recognizer.batches(takes, 8, 5);
        int[] count = new int[NAMES.size()];
        for (var batch : batches) {
            assertArrayEquals(new long[] {batch.getFeatures(0).size(0), 1}, batch.getLabels(0).shape());
            assertEquals(39, batch.getFeatures(0).size(1));
            assertEquals(batch.getFeatures(0).size(2), batch.getFeaturesMaskArray(0).size(1));
            for (float label : batch.getLabels(0).ravel().toFloatVector()) {
                count[(int) label]++;
            }
        }
        assertArrayEquals(new int[] {10, 10, 10}, count);
        assertEquals(4, batches.size());
        assertEquals(labels(5), labels(5));
        assertNotEquals(labels(5), labels(6));
    }

    private static List<INDArray> labels(long seed) {
        return recognizer.batches(takes, 8, seed).stream().map(batch -> batch.getLabels(0)).toList();
    }

    @Test
    void savedAndLoadedItIsTheSame(@TempDir Path folder) throws IOException {
        var file = folder.resolve("three.speakers");
        recognizer.save(file);
        var loaded = SpeakerRecognizer.load(file);
        assertEquals(recognizer.frontEnd(), loaded.frontEnd());
        assertEquals(NAMES, loaded.speakers());
        assertEquals(recognizer.identify(takes.get(3).sound()), loaded.identify(takes.get(3).sound()));
        assertArrayEquals(recognizer.embedding(takes.get(3).sound()), loaded.embedding(takes.get(3).sound()));
        assertTrue(assertThrows(IOException.class, () -> SpeechRecognizer.load(file)).getMessage().contains("no whole recognizer"));
        Files.write(file, new byte[] {1, 2, 3});
        assertThrows(IOException.class, () -> SpeakerRecognizer.load(file));
    }

    /** Another sample rate, silence, and a sound that is shorter than a step, as for transcripts. */
    @Test
    void takesWhateverSoundThereIs() {
        var sound = takes.get(0).sound();
        var resampled = recognizer.embedding(Resampler.resample(sound, 16_000));
        assertTrue(SpeakerRecognizer.similarity(recognizer.embedding(sound), resampled) > 0.95);
        for (int samples : new int[] {1, 8000}) {
            var who = recognizer.identify(new Sound(new float[samples], 8000));
            assertEquals(1, who.values().stream().mapToDouble(p -> p).sum(), 1e-5);
        }
        assertThrows(IllegalArgumentException.class, () -> recognizer.identify(new Sound(new float[0], 8000)));
        assertThrows(IllegalArgumentException.class, () -> recognizer.embedding(new Sound(new float[] {Float.NaN}, 8000)));
        assertEquals(List.of(), recognizer.identify(List.of()));
        assertEquals(List.of(), recognizer.embeddings(List.of()));
    }

    @Test
    void similarityIsTheCosine() {
        assertEquals(0.6, SpeakerRecognizer.similarity(new float[] {1, 0}, new float[] {6, 8}), 1e-12);
        assertEquals(-1, SpeakerRecognizer.similarity(new float[] {1, -2}, new float[] {-3, 6}), 1e-12);
        refused("embeddings of 1 and 2 numbers", () -> SpeakerRecognizer.similarity(new float[1], new float[2]));
        refused("points nowhere", () -> SpeakerRecognizer.similarity(new float[] {1}, new float[1]));
    }

    @Test
    void whatDoesntBelongTogetherIsRefused() {
        var graph = recognizer.graph();
        refused("the network knows 3 speakers, there are 2 names", () -> SpeakerRecognizer.of(graph, OWN, List.of("a", "b")));
        refused("each name once", () -> SpeakerRecognizer.of(graph, OWN, List.of("a", "b", "a")));
        refused("without line breaks", () -> SpeakerRecognizer.of(graph, OWN, List.of("a", "b", "c\nd")));
        var sentences = ClassifierModel.of(5, 3).build();
        refused("needs a graph of SpeakerModel", () -> SpeakerRecognizer.of(sentences, OWN, NAMES));
        refused("no utterance", () -> recognizer.batches(List.of(), 8, 1));
        var stranger = EmbeddedSpeech.DIGITS.newVoices().get(0);
        refused(stranger.name() + " is by \"" + stranger.speaker() + "\"", () -> recognizer.batches(List.of(stranger), 8, 1));
        refused("at least 2 speakers", () -> SpeakerModel.of(39, 1));
        refused("an even number", () -> new SpeakerModel(39, 2, 2, 33, 8, Pooling.MEAN, 0, 1));
        refused("dropout", () -> new SpeakerModel(39, 2, 2, 32, 8, Pooling.MEAN, 1, 1));
    }

    private static void refused(String message, Executable what) {
        var e = assertThrows(IllegalArgumentException.class, what);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
