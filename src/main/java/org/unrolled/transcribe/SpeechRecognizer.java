package org.unrolled.transcribe;

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
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.Sound;
import org.unrolled.ctc.CtcHypothesis;
import org.unrolled.ctc.CtcSearch;
import org.unrolled.ctc.GreedyCtc;
import org.unrolled.model.CtcModel;
import org.unrolled.model.ModelFile;
import org.unrolled.nn.CtcOutput;
import org.unrolled.nn.FrameStacking;
import org.unrolled.speech.Alphabet;
import org.unrolled.speech.SpeechBatches;
import org.unrolled.text.SpaceTokenizer;
import org.unrolled.text.TextCodec;

/**
 * A trained {@link CtcModel} with its front end and its alphabet: sounds go in, transcripts come out. <pre>{@code
 * SpeechRecognizer.of(graph, frontEnd, alphabet).save(Path.of("digits.recognizer"));
 * var recognizer = SpeechRecognizer.load(Path.of("digits.recognizer"));
 * System.out.println(recognizer.transcribe(WavFile.read(Path.of("mine.wav")).mono()));
 * }</pre>
 *
 * <p>Train the network with what the same {@link FrontEnd} makes of sounds.
 */
public final class SpeechRecognizer {
    private static final String KIND = "recognizer";
    private static final String ALPHABET = "alphabet";
    private static final int BATCH = 32;

    private final ComputationGraph graph;
    private final FrontEnd frontEnd;
    private final Alphabet alphabet;
    private final CtcSearch search;
    private final int framesPerStep;

    private SpeechRecognizer(ComputationGraph graph, FrontEnd frontEnd, Alphabet alphabet, CtcSearch search) {
        this.graph = graph;
        this.frontEnd = frontEnd;
        this.alphabet = alphabet;
        this.search = search;
        framesPerStep = graph.getConfiguration().getVertices().values().stream()
            .mapToInt(vertex -> vertex instanceof FrameStacking stacking ? stacking.factor() : 1).reduce(1, (a, b) -> a * b);
    }

    /**
     * Puts together what belongs together.
     *
     * @param graph ends in a {@link CtcOutput} over the alphabet
     * @throws IllegalArgumentException if it has another number of symbols, or another output
     */
    public static SpeechRecognizer of(ComputationGraph graph, FrontEnd frontEnd, Alphabet alphabet) {
        var output = graph.getLayer(CtcModel.OUTPUT);
        Preconditions.checkArgument(output != null && output.conf().getLayer() instanceof CtcOutput,
                "a recogniser needs a graph of CtcModel, this one has no CtcOutput \"%s\"", CtcModel.OUTPUT);
        long symbols = ((CtcOutput) output.conf().getLayer()).getNOut();
        Preconditions.checkArgument(symbols == alphabet.size(), "the network says %s symbols, the alphabet has %s: use the one that it was "
                + "trained with", symbols, alphabet.size());
        return new SpeechRecognizer(graph, frontEnd, alphabet, new GreedyCtc());
    }

    /** The same with another search, such as {@link org.unrolled.ctc.PrefixBeamSearch}; greedy unless given. */
    public SpeechRecognizer withSearch(CtcSearch other) {
        return new SpeechRecognizer(graph, frontEnd, alphabet, other);
    }

    /** What the network hears with. */
    public FrontEnd frontEnd() {
        return frontEnd;
    }

    /** What it writes with. */
    public Alphabet alphabet() {
        return alphabet;
    }

    /** What was said. */
    public Transcript transcribe(Sound sound) {
        return transcribe(List.of(sound)).get(0);
    }

    /** What was said in each of several sounds, many at once: quicker than one by one. */
    public List<Transcript> transcribe(List<Sound> sounds) {
        var frames = sounds.stream().map(sound -> frontEnd.frames(sound)).toList();
        var found = new Transcript[frames.size()];
        var order = IntStream.range(0, found.length).boxed().sorted((a, b) -> frames.get(a).length - frames.get(b).length).toList();
        for (int at = 0; at < found.length; at += BATCH) {
            var places = order.subList(at, Math.min(found.length, at + BATCH));
            var logs = logProbabilities(places.stream().map(frames::get).toList());
            for (int row = 0; row < places.size(); row++) {
                found[places.get(row)] = transcript(logs.get(row));
            }
        }
        return Arrays.asList(found);
    }

    private List<float[][]> logProbabilities(List<float[][]> frames) {
        var padded = SpeechBatches.padded(frames);
        INDArray output;
        synchronized (graph) {
            output = graph.output(false, new INDArray[] {padded[0]}, new INDArray[] {padded[1]})[0];
        }
        var all = new ArrayList<float[][]>();
        for (int row = 0; row < frames.size(); row++) {
            var steps = new float[FrameStacking.steps(frames.get(row).length, framesPerStep)][];
            var own = output.slice(row).transpose().dup('c');
            for (int t = 0; t < steps.length; t++) {
                steps[t] = own.getRow(t).toFloatVector();
                for (int k = 0; k < steps[t].length; k++) {
                    steps[t][k] = (float) Math.min(0, Math.log(steps[t][k]));
                }
            }
            all.add(steps);
        }
        return all;
    }

    private Transcript transcript(float[][] logProbabilities) {
        var hypotheses = search.decode(logProbabilities);
        var best = hypotheses.get(0);
        double seconds = framesPerStep * frontEnd.features().secondsPerFrame();
        var heard = IntStream.range(0, best.labels().length).mapToObj(i -> new Transcript.Heard(
            alphabet.vocabulary().symbol(best.labels()[i]), best.steps()[i] * seconds)).toList();
        return new Transcript(text(best), heard, hypotheses, logProbabilities, seconds);
    }

    /** What a hypothesis reads as. */
    public String text(CtcHypothesis hypothesis) {
        return alphabet.decode(hypothesis.labels());
    }

    /**
     * Writes network, front end and alphabet into one file, by way of a temporary one. The search isn't part of it.
     *
     * @throws IOException if it can't be written
     */
    public void save(Path file) throws IOException {
        var settings = List.of("features " + frontEnd.written());
        new ModelFile(KIND, settings, graph, Map.of(ALPHABET, new TextCodec(new SpaceTokenizer(), alphabet.vocabulary()))).save(file);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws IOException if the file is missing, cut short, altered, or something else
     */
    public static SpeechRecognizer load(Path file) throws IOException {
        return ModelFile.load(file, KIND, List.of(ALPHABET), "SpeechRecognizer.save", whole -> of(whole.graph(),
            FrontEnd.read(whole.setting("features")), new Alphabet(whole.codecs().get(ALPHABET).vocabulary())));
    }
}
