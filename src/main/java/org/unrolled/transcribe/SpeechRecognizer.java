package org.unrolled.transcribe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.audio.FrontEnd;
import org.unrolled.ctc.CtcHypothesis;
import org.unrolled.ctc.CtcSearch;
import org.unrolled.ctc.GreedyCtc;
import org.unrolled.model.CtcModel;
import org.unrolled.nn.CtcOutput;
import org.unrolled.speech.Alphabet;
import org.unrolled.speech.SpeechBatches;

/**
 * A trained {@link CtcModel} with its front end and its alphabet: sounds go in, transcripts come out. <pre>{@code
 * SpeechRecognizer.of(graph, frontEnd, alphabet).save(Path.of("digits.recognizer"));
 * var recognizer = SpeechRecognizer.load(Path.of("digits.recognizer"));
 * System.out.println(recognizer.transcribe(WavFile.read(Path.of("mine.wav")).mono()));
 * }</pre>
 *
 * <p>Train the network with what the same {@link FrontEnd} makes of sounds.
 */
public final class SpeechRecognizer extends TextRecognizer<Transcript> {
    private static final String KIND = "recognizer";

    private final CtcSearch search;

    private SpeechRecognizer(ComputationGraph graph, FrontEnd frontEnd, Alphabet alphabet, CtcSearch search) {
        super(KIND, graph, frontEnd, alphabet);
        this.search = search;
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

    @Override
    List<Transcript> read(List<float[][]> frames) {
        return logProbabilities(frames).stream().map(this::transcript).toList();
    }

    @Override
    String text(Transcript told) {
        return told.text();
    }

    private List<float[][]> logProbabilities(List<float[][]> frames) {
        var padded = SpeechBatches.padded(frames);
        INDArray output;
        synchronized (graph) {
            output = graph.output(false, new INDArray[] {padded[0]}, new INDArray[] {padded[1]})[0];
        }
        var all = new ArrayList<float[][]>();
        for (int row = 0; row < frames.size(); row++) {
            var steps = new float[steps(frames.get(row))][];
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
        double seconds = secondsPerStep();
        var heard = IntStream.range(0, best.labels().length).mapToObj(i -> new Transcript.Heard(
            alphabet.vocabulary().symbol(best.labels()[i]), best.steps()[i] * seconds)).toList();
        return new Transcript(text(best), heard, hypotheses, logProbabilities, seconds);
    }

    /** What a hypothesis reads as. */
    public String text(CtcHypothesis hypothesis) {
        return alphabet.decode(hypothesis.labels());
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws IOException if the file is missing, cut short, altered, or something else
     */
    public static SpeechRecognizer load(Path file) throws IOException {
        return load(file, KIND, "SpeechRecognizer.save", SpeechRecognizer::of);
    }
}
