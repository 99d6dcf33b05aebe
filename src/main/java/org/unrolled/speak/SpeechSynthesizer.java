package org.unrolled.speak;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.arrays.FeatureScaling;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.GriffinLim;
import org.unrolled.audio.SpeechFeatures;
import org.unrolled.model.ModelFile;
import org.unrolled.model.SpeechSynthesisModel;
import org.unrolled.speech.Alphabet;
import org.unrolled.text.SpaceTokenizer;
import org.unrolled.text.TextCodec;
import org.unrolled.transcribe.SavedFrontEnd;

/**
 * A trained {@link SpeechSynthesisModel} with all it takes to use it: a text and a voice go in, sound comes out. <pre>{@code
 * SpeechSynthesizer.of(graph, features, scaling, alphabet, voices).save(Path.of("digits.synthesizer"));
 * var synthesizer = SpeechSynthesizer.load(Path.of("digits.synthesizer"));
 * WavFile.write(synthesizer.say("three one four", "gb-f1").sound(), Path.of("pi.wav"));
 * }</pre>
 *
 * <p>The network says how long each letter lasts, then how each frame sounds; {@link GriffinLim} finds phases.
 */
public final class SpeechSynthesizer {
    private static final String KIND = "synthesizer";
    private static final String ALPHABET = "alphabet";
    private static final int PHASE_STEPS = 40;
    private static final int LONGEST_LETTER = 200;

    private final ComputationGraph graph;
    private final SpeechFeatures features;
    private final FeatureScaling scaling;
    private final Alphabet alphabet;
    private final List<String> voices;
    private final GriffinLim phases;
    private final double pace;

    private SpeechSynthesizer(ComputationGraph graph, SpeechFeatures features, FeatureScaling scaling, Alphabet alphabet,
            List<String> voices, GriffinLim phases, double pace) {
        this.graph = graph;
        this.features = features;
        this.scaling = scaling;
        this.alphabet = alphabet;
        this.voices = voices;
        this.phases = phases;
        this.pace = pace;
    }

    /**
     * Puts together what belongs together.
     *
     * @param graph    of a {@link SpeechSynthesisModel}
     * @param features of the frames
     * @param scaling  of the frames that it was trained with
     * @param voices   in the order of their numbers
     * @throws IllegalArgumentException if its symbols, voices or mels are others
     */
    public static SpeechSynthesizer of(ComputationGraph graph, SpeechFeatures features, FeatureScaling scaling, Alphabet alphabet,
            List<String> voices) {
        var inputs = List.of(SpeechSynthesisModel.LETTERS, SpeechSynthesisModel.VOICES, SpeechSynthesisModel.PLACES,
            SpeechSynthesisModel.POSITIONS);
        Preconditions.checkArgument(graph.getConfiguration().getNetworkInputs().equals(inputs),
                "a synthesiser needs a graph of SpeechSynthesisModel with the inputs %s, this one has %s", inputs,
                graph.getConfiguration().getNetworkInputs());
        require("symbols", rows(graph, "letterTable"), alphabet.size());
        require("voices", rows(graph, "voiceTable"), voices.size());
        require("mels", graph.getLayer(SpeechSynthesisModel.FRAMES).getParam("b").length(), features.mels());
        require("mels", scaling.mean().length, features.mels());
        return new SpeechSynthesizer(graph, features, scaling, alphabet, List.copyOf(voices), GriffinLim.of(PHASE_STEPS, 1), 1);
    }

    private static long rows(ComputationGraph graph, String table) {
        return graph.getLayer(table).getParam("W").size(0);
    }

    private static void require(String what, long has, long given) {
        Preconditions.checkArgument(has == given, "the network was trained with %s " + what + ", given %s: pass what it was trained with", has,
                given);
    }

    /** The same with phases found otherwise; 40 iterations unless given. */
    public SpeechSynthesizer withPhases(GriffinLim other) {
        return new SpeechSynthesizer(graph, features, scaling, alphabet, voices, other, pace);
    }

    /** The same speaking so many times as fast, 1 for as it learned. */
    public SpeechSynthesizer withPace(double times) {
        Preconditions.checkArgument(times >= 0.1 && times <= 10, "a pace of %s: expected 0.1 to 10", times);
        return new SpeechSynthesizer(graph, features, scaling, alphabet, voices, phases, times);
    }

    /** Who can speak. */
    public List<String> voices() {
        return voices;
    }

    /**
     * Says a text.
     *
     * @param text words with a single blank between them, of letters that are in the alphabet
     * @throws IllegalArgumentException if the text is empty or has other letters, or nobody has this voice
     */
    public SpokenText say(String text, String voice) {
        var letters = letters(text);
        var none = new int[letters.length];
        none[0] = 1;
        var logs = outputs(letters, none, number(voice))[0];
        var durations = IntStream.range(0, letters.length)
            .map(i -> (int) Math.round(Math.min(LONGEST_LETTER, Math.expm1(logs.getDouble(0, 0, i)) / pace))).map(n -> Math.max(0, n)).toArray();
        if (Arrays.stream(durations).sum() == 0) {
            durations[0] = 1;
        }
        return say(text, letters, durations, voice);
    }

    /**
     * Says a text with durations that are given, such as those of a recording of it.
     *
     * @param timed its text, voice and durations are used, its frames are not
     */
    public SpokenText sayLike(TimedSpeech timed) {
        return say(alphabet.decode(timed.letters()).strip(), timed.letters(), timed.durations(), timed.voice());
    }

    private SpokenText say(String text, int[] letters, int[] durations, String voice) {
        var scaled = outputs(letters, durations, number(voice))[1];
        var logMel = new float[(int) scaled.size(2)][features.mels()];
        for (int t = 0; t < logMel.length; t++) {
            for (int mel = 0; mel < features.mels(); mel++) {
                logMel[t][mel] = scaled.getFloat(0, mel, t) * scaling.deviation()[mel] + scaling.mean()[mel];
            }
        }
        return new SpokenText(text, Arrays.stream(letters).mapToObj(alphabet.vocabulary()::symbol).toList(), durations, logMel,
            phases.sound(logMel, features));
    }

    private INDArray[] outputs(int[] letters, int[] durations, int voice) {
        var inputs = SynthesisBatches.inputs(List.of(letters), List.of(durations), List.of(voice));
        synchronized (graph) {
            return graph.output(false, inputs.arrays(), inputs.masks());
        }
    }

    private int[] letters(String text) {
        Preconditions.checkArgument(!text.isBlank(), "there is nothing to say: expected a text of the letters %s", alphabet.vocabulary());
        text.codePoints().mapToObj(Character::toString).forEach(letter -> Preconditions.checkArgument(
                alphabet.vocabulary().contains(letter), "the text \"%s\" has \"%s\", which nobody has taught me to say: expected letters of %s",
                text, letter, alphabet.vocabulary()));
        return TimedSpeech.spelled(text, text, alphabet);
    }

    private int number(String voice) {
        int number = voices.indexOf(voice);
        Preconditions.checkArgument(number >= 0, "there is no voice \"%s\": expected one of %s", voice, voices);
        return number;
    }

    /**
     * Writes all of it into one file, by way of a temporary one, but for the phases and the pace.
     *
     * @throws IOException if it can't be written
     */
    public void save(Path file) throws IOException {
        var settings = new ArrayList<>(SavedFrontEnd.lines(new FrontEnd(features, 0, 0, scaling)));
        voices.forEach(voice -> settings.add("voice " + voice));
        new ModelFile(KIND, settings, graph, Map.of(ALPHABET, new TextCodec(new SpaceTokenizer(), alphabet.vocabulary()))).save(file);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws IOException if the file is missing, cut short, altered, or something else
     */
    public static SpeechSynthesizer load(Path file) throws IOException {
        return ModelFile.load(file, KIND, List.of(ALPHABET), "SpeechSynthesizer.save", whole -> {
            var frames = SavedFrontEnd.of(whole);
            if (frames.scaling() == null) {
                throw new IOException("it says nothing of how its frames are scaled");
            }
            return of(whole.graph(), frames.features(), frames.scaling(), new Alphabet(whole.codecs().get(ALPHABET).vocabulary()),
                whole.settings("voice"));
        });
    }
}
