package org.unrolled.transcribe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.audio.FrontEnd;
import org.unrolled.decode.BeamSearch;
import org.unrolled.decode.Hypothesis;
import org.unrolled.decode.Search;
import org.unrolled.decode.SearchRules;
import org.unrolled.decode.StepModel;
import org.unrolled.model.SpellingModel;
import org.unrolled.model.TranslationModel;
import org.unrolled.nn.TokenDecoder;
import org.unrolled.speech.Alphabet;
import org.unrolled.speech.SpeechBatches;
import org.unrolled.text.Vocabulary;

/**
 * A trained {@link SpellingModel} with its front end and its alphabet: sounds go in, spellings come out. <pre>{@code
 * var recognizer = SpellingRecognizer.of(graph, frontEnd, alphabet);
 * System.out.println(recognizer.transcribe(WavFile.read(Path.of("mine.wav")).mono()));
 * }</pre>
 *
 * <p>Any sound gives a spelling; no search goes on for longer than its rules allow.
 */
public final class SpellingRecognizer extends TextRecognizer<Spelling> {
    private static final String KIND = "spelling";

    private final TokenDecoder decoder;
    private final Search search;

    private SpellingRecognizer(ComputationGraph graph, FrontEnd frontEnd, Alphabet alphabet, Search search) {
        super(KIND, graph, frontEnd, alphabet);
        this.search = search;
        decoder = new TokenDecoder(graph, TranslationModel.TARGET_EMBEDDING, TranslationModel.OUTPUT);
    }

    /**
     * Puts together what belongs together; it searches with a beam of 5.
     *
     * @param graph of a {@link SpellingModel}
     * @throws IllegalArgumentException if it writes another number of symbols, or has other parts
     */
    public static SpellingRecognizer of(ComputationGraph graph, FrontEnd frontEnd, Alphabet alphabet) {
        var inputs = graph.getConfiguration().getNetworkInputs();
        Preconditions.checkArgument(inputs.equals(List.of(SpellingModel.FRAMES, TranslationModel.TARGET)),
                "a recogniser that spells needs a graph of SpellingModel, this one reads %s", inputs);
        var recognizer = new SpellingRecognizer(graph, frontEnd, alphabet, BeamSearch.builder(rules(alphabet)).build());
        int written = recognizer.decoder.vocabularySize();
        int spelling = alphabet.spelling().size();
        Preconditions.checkArgument(written == spelling, "the network writes %s symbols, the alphabet with START and END has %s: use the one "
                + "that it was trained with", written, spelling);
        return recognizer;
    }

    /** What a search over spellings has to keep to: neither START nor the blank is written, and no more symbols than there are steps, and 10. */
    public static SearchRules rules(Alphabet alphabet) {
        var spelling = alphabet.spelling();
        return SearchRules.of(spelling).forbid(spelling.id(Alphabet.BLANK), spelling.id(Vocabulary.START)).maxLength(steps -> steps + 10);
    }

    /** The same with another search; it isn't saved. */
    public SpellingRecognizer withSearch(Search other) {
        return new SpellingRecognizer(graph, frontEnd, alphabet, other);
    }

    @Override
    List<Spelling> read(List<float[][]> frames) {
        var padded = SpeechBatches.padded(frames);
        var start = decoder.start(new INDArray[] {padded[0], Nd4j.zeros(frames.size(), 1)}, new INDArray[] {padded[1], null});
        int[] steps = frames.stream().mapToInt(this::steps).toArray();
        var found = search.search(StepModel.of(decoder), start, steps);
        return IntStream.range(0, steps.length).mapToObj(row -> spelling(found.get(row), steps[row])).toList();
    }

    /** @param steps of the encoder: behind them is what fills the batch up */
    private Spelling spelling(List<Hypothesis> found, int steps) {
        var own = found.stream().map(each -> new Hypothesis(each.tokens(), each.logProbability(), each.score(),
            Arrays.stream(each.attention()).map(row -> Arrays.copyOf(row, steps)).toArray(double[][]::new), each.finished())).toList();
        int[] tokens = own.get(0).tokens();
        return new Spelling(alphabet.decode(tokens), Arrays.stream(tokens).mapToObj(alphabet.vocabulary()::symbol).toList(), own,
            secondsPerStep());
    }

    @Override
    String text(Spelling told) {
        return told.text();
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws IOException if the file is missing, cut short, altered, or something else
     */
    public static SpellingRecognizer load(Path file) throws IOException {
        return load(file, KIND, "SpellingRecognizer.save", SpellingRecognizer::of);
    }
}
