package org.unrolled.caption;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.decode.Beam;
import org.unrolled.decode.Hypothesis;
import org.unrolled.decode.Search;
import org.unrolled.decode.SearchRules;
import org.unrolled.decode.StepModel;
import org.unrolled.model.CaptionModel;
import org.unrolled.model.ModelFile;
import org.unrolled.model.PictureEncoder;
import org.unrolled.nn.DecoderState;
import org.unrolled.nn.TokenDecoder;
import org.unrolled.text.TextCodec;
import org.unrolled.text.Vocabulary;
import org.unrolled.vision.GridEncoder;
import org.unrolled.vision.Picture;
import org.unrolled.vision.PictureFile;

/**
 * A trained {@link CaptionModel} with its encoder and its vocabulary: pictures go in, sentences come out. <pre>{@code
 * var captioner = Captioner.load(Path.of("scenes.captioner"));
 * System.out.println(captioner.caption(PictureFile.read(Path.of("mine.jpg"))));
 * }</pre>
 *
 * <p>Any picture gives a caption, and each caption has an end: a search comes to it after {@value #MOST_WORDS} words at the latest.
 */
public final class Captioner {
    /** Most words of a caption. */
    public static final int MOST_WORDS = 40;
    private static final int BATCH = 64;
    /** What files call a captioner and its words. */
    private static final String KIND = "captioner";
    private static final String WORDS = "words";
    private static final String ENCODER = "encoder";
    private static final String FEATURES = "features";
    private static final String IDENTITY = "identity";

    private final ComputationGraph graph;
    private final int features;
    private final TextCodec codec;
    /** Null if grids alone are captioned. */
    private final GridEncoder encoder;
    private final TokenDecoder decoder;
    private final Beam beam;
    private final Search search;

    private Captioner(ComputationGraph graph, int features, TextCodec codec, GridEncoder encoder, Beam beam, Search search) {
        this.graph = graph;
        this.features = features;
        this.codec = codec;
        this.encoder = encoder;
        this.beam = beam;
        this.search = search;
        decoder = new TokenDecoder(graph, CaptionModel.TARGET_EMBEDDING, CaptionModel.OUTPUT);
    }

    /**
     * Puts together what belongs together; it searches with a beam of 5. Without an encoder, see {@link #withEncoder}, it captions grids.
     *
     * @param graph    of a {@link CaptionModel}
     * @param features numbers of a place
     * @throws IllegalArgumentException if the graph is another one's, or was made for another vocabulary
     */
    public static Captioner of(ComputationGraph graph, int features, TextCodec codec) {
        var inputs = graph.getConfiguration().getNetworkInputs();
        Preconditions.checkArgument(inputs.equals(List.of(CaptionModel.PICTURE, CaptionModel.TARGET)),
                "a captioner needs a graph of CaptionModel, this one reads %s", inputs);
        var beam = new Beam(5, 1, 1);
        var captioner = new Captioner(graph, features, codec, null, beam, beam.search(rules(codec)));
        Preconditions.checkArgument(captioner.decoder.vocabularySize() == codec.vocabulary().size(), "the vocabulary has %s symbols, the "
                + "model was trained with %s: give the one that it was trained with", codec.vocabulary().size(),
                captioner.decoder.vocabularySize());
        return captioner;
    }

    /**
     * The same with what it sees with: the encoder that made the grids with which the graph was trained.
     *
     * @throws IllegalArgumentException if it gives other features
     */
    public Captioner withEncoder(GridEncoder other) {
        int given = other.shape().get(0);
        Preconditions.checkArgument(given == features, "the encoder gives %s features a place, the model was trained with %s: "
                + "give the encoder that it was trained with", given, features);
        return new Captioner(graph, features, codec, other, beam, search);
    }

    /** What a search over captions has to keep to: only words are chosen, and each caption has an end. */
    public static SearchRules rules(TextCodec codec) {
        return SearchRules.of(codec.vocabulary()).maxLength(places -> MOST_WORDS + 1).mustEnd(true);
    }

    /** The same with another beam; a width of 1 is greedy search. */
    public Captioner withBeam(int width) {
        return withBeam(width, beam.alpha(), Math.min(width, beam.nBest()));
    }

    /**
     * The same with another beam.
     *
     * @param alpha exponent of the length normalisation ((5 + length) / 6)^alpha
     * @param nBest captions to give for each picture
     * @throws IllegalArgumentException if width or nBest is below 1, nBest above the width, or alpha negative
     */
    public Captioner withBeam(int width, double alpha, int nBest) {
        var other = new Beam(width, alpha, nBest);
        return new Captioner(graph, features, codec, encoder, other, other.search(rules(codec)));
    }

    /** The same with a search of any kind. It isn't saved: what {@link #save} keeps is the beam. */
    public Captioner withSearch(Search other) {
        return new Captioner(graph, features, codec, encoder, beam, other);
    }

    /** The same with other parameters, or another network of the same kind. */
    Captioner withGraph(ComputationGraph other) {
        return new Captioner(other, features, codec, encoder, beam, search);
    }

    /** Numbers of a place. */
    public int features() {
        return features;
    }

    /** How captions become ids. */
    public TextCodec codec() {
        return codec;
    }

    /** What it sees with. @throws IllegalStateException if it has none */
    public GridEncoder encoder() {
        Preconditions.checkState(encoder != null, "this captioner has no encoder and captions grids: give it one by withEncoder");
        return encoder;
    }

    /** The network. */
    public ComputationGraph graph() {
        return graph;
    }

    /** What is on a picture. */
    public Caption caption(Picture picture) {
        return captions(List.of(picture)).get(0);
    }

    /** What is on a picture's file. @throws org.unrolled.vision.PictureException if it can't be read */
    public Caption caption(Path picture) {
        return caption(PictureFile.read(picture));
    }

    /** What is on each of several pictures. */
    public List<Caption> captions(List<Picture> pictures) {
        return ofGrids(List.of(encoder().encode(pictures)));
    }

    /** What is on pictures whose grids are there already, [features x places] each, features first; many at once. */
    public List<Caption> ofGrids(List<float[]> grids) {
        var captions = new ArrayList<Caption>();
        for (int from = 0; from < grids.size(); from += BATCH) {
            found(search, grids.subList(from, Math.min(grids.size(), from + BATCH))).forEach(found -> captions.add(caption(found)));
        }
        return captions;
    }

    /** What a search finds for each of these grids, all at once. */
    List<List<Hypothesis>> found(Search how, List<float[]> grids) {
        var seen = CaptionBatches.grids(grids, features);
        return how.search(model(), start(seen), IntStream.generate(() -> (int) seen.size(2)).limit(grids.size()).toArray());
    }

    /** The network before the first word of each of these grids, to go on step by step with {@link #model}. */
    public DecoderState begin(List<float[]> grids) {
        return start(CaptionBatches.grids(grids, features));
    }

    /** The network step by step, for a search of your own. */
    public StepModel<DecoderState> model() {
        return StepModel.of(decoder);
    }

    private DecoderState start(INDArray seen) {
        return decoder.start(new INDArray[] {seen, Nd4j.zeros(seen.size(0), 1)}, null);
    }

    /**
     * Writes network, vocabulary and beam into one file, by way of a temporary one, and a {@link TrainedEncoder} with them. Of another
     * encoder it keeps which one it is.
     *
     * @throws IOException              if it can't be written
     * @throws IllegalArgumentException if the tokeniser is none of this library's
     */
    public void save(Path file) throws IOException {
        var lines = new ArrayList<>(beam.lines());
        lines.add(FEATURES + " " + features);
        var beside = Map.<String, ComputationGraph>of();
        if (encoder instanceof TrainedEncoder own) {
            lines.add(ENCODER + " " + own.settings().line());
            beside = Map.of(ENCODER, own.graph());
        } else if (encoder != null) {
            lines.add(IDENTITY + " " + encoder.identity());
        }
        new ModelFile(KIND, lines, graph, Map.of(WORDS, codec), beside).save(file);
    }

    /**
     * Reads what {@link #save} wrote, with its {@link TrainedEncoder} if it had one; to one that had another encoder, give it by
     * {@link #load(Path, GridEncoder)}.
     *
     * @throws IOException if the file is missing, cut short, altered, or something else
     */
    public static Captioner load(Path file) throws IOException {
        return load(file, null);
    }

    /**
     * The same with the encoder that it had.
     *
     * @throws IOException if the file is missing, cut short, altered, or something else, or it had another encoder
     */
    public static Captioner load(Path file, GridEncoder encoder) throws IOException {
        return ModelFile.load(file, KIND, List.of(WORDS), "Captioner.save", whole -> {
            var beam = Beam.of(whole);
            var read = of(whole.graph(), Integer.parseInt(whole.setting(FEATURES)), whole.codecs().get(WORDS))
                .withBeam(beam.width(), beam.alpha(), beam.nBest());
            if (encoder != null) {
                var had = whole.settings(IDENTITY);
                if (!had.equals(List.of(encoder.identity()))) {
                    throw new IOException("it was saved with the encoder " + had + ", given " + encoder.identity());
                }
                return read.withEncoder(encoder);
            }
            var own = whole.beside().get(ENCODER);
            return own == null ? read : read.withEncoder(TrainedEncoder.of(PictureEncoder.ofLine(whole.setting(ENCODER)), own));
        });
    }

    private Caption caption(List<Hypothesis> found) {
        var words = codec.tokens(found.get(0).tokens());
        return new Caption(codec.tokenizer().join(words), words, found);
    }
}
