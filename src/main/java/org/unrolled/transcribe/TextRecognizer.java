package org.unrolled.transcribe;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.Sound;
import org.unrolled.model.ModelFile;
import org.unrolled.nn.FrameStacking;
import org.unrolled.speech.Alphabet;
import org.unrolled.text.SpaceTokenizer;
import org.unrolled.text.TextCodec;

/**
 * What recognisers that write with an alphabet have in common: network, front end and alphabet, and the file that holds them.
 *
 * @param <T> what one tells of a sound
 */
abstract class TextRecognizer<T> implements Recognizer {
    private static final String ALPHABET = "alphabet";

    final ComputationGraph graph;
    final FrontEnd frontEnd;
    final Alphabet alphabet;
    /** How many frames the network makes one step of. */
    final int framesPerStep;
    private final String kind;

    /** @param kind what files call it */
    TextRecognizer(String kind, ComputationGraph graph, FrontEnd frontEnd, Alphabet alphabet) {
        this.kind = kind;
        this.graph = graph;
        this.frontEnd = frontEnd;
        this.alphabet = alphabet;
        framesPerStep = graph.getConfiguration().getVertices().values().stream()
            .mapToInt(vertex -> vertex instanceof FrameStacking stacking ? stacking.factor() : 1).reduce(1, (a, b) -> a * b);
    }

    /** From frames [time][bands] of sounds of similar length to what is told of each. */
    abstract List<T> read(List<float[][]> frames);

    /** The transcript. */
    abstract String text(T told);

    @Override
    public final FrontEnd frontEnd() {
        return frontEnd;
    }

    @Override
    public final Alphabet alphabet() {
        return alphabet;
    }

    /** What was said. */
    public final T transcribe(Sound sound) {
        return transcribe(List.of(sound)).get(0);
    }

    /** What was said in each of several sounds, many at once: quicker than one by one. */
    public final List<T> transcribe(List<Sound> sounds) {
        return SoundBatches.each(sounds, frontEnd, this::read);
    }

    @Override
    public final List<String> texts(List<Sound> sounds) {
        return transcribe(sounds).stream().map(this::text).toList();
    }

    /** How many steps the network makes of so many frames, whether it shortens them at once or little by little. */
    final int steps(float[][] frames) {
        return FrameStacking.steps(frames.length, framesPerStep);
    }

    final double secondsPerStep() {
        return framesPerStep * frontEnd.features().secondsPerFrame();
    }

    /**
     * Writes network, front end and alphabet into one file, by way of a temporary one. The search isn't part of it.
     *
     * @throws IOException if it can't be written
     */
    public final void save(Path file) throws IOException {
        new ModelFile(kind, SavedFrontEnd.lines(frontEnd), graph,
            Map.of(ALPHABET, new TextCodec(new SpaceTokenizer(), alphabet.vocabulary()))).save(file);
    }

    /** What a file's parts are put together to. */
    interface Maker<R> {
        R of(ComputationGraph graph, FrontEnd frontEnd, Alphabet alphabet);
    }

    static <R> R load(Path file, String kind, String writer, Maker<R> maker) throws IOException {
        return ModelFile.load(file, kind, List.of(ALPHABET), writer, whole -> maker.of(whole.graph(), SavedFrontEnd.of(whole),
            new Alphabet(whole.codecs().get(ALPHABET).vocabulary())));
    }
}
