package org.unrolled.decode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.model.ModelFile;
import org.unrolled.model.TranslationModel;
import org.unrolled.nn.TokenDecoder;
import org.unrolled.nn.TokenEmbedding;
import org.unrolled.text.PairBatches;
import org.unrolled.text.TextCodec;
import org.unrolled.text.Vocabulary;

/**
 * A trained model with all that it takes to use it on text.
 *
 * <pre>{@code
 * var translator = Translator.load(Path.of("german-english.translator"));
 * var translation = translator.translate("Ein Hund rennt .");
 * System.out.println(translation.text());
 * }</pre>
 *
 * <p>Any text gives a translation: unknown words are read as unknown, an empty sentence gives an empty one, and no search goes
 * on for longer than its rules allow. Several threads may use it, and others of the same graph: they take turns at each step
 * of a search, so that all together are no quicker than one. Not while another thread trains the graph.
 */
public final class Translator {
    /** Sentences that are searched at once: enough to keep the cores busy, few enough for the memory. */
    private static final int BATCH = 64;
    /** What files call a translator and its languages. */
    private static final String KIND = "translator";
    private static final String SOURCE = "source";
    private static final String TARGET = "target";

    private final ComputationGraph graph;
    private final TextCodec source;
    private final TextCodec target;
    private final TokenDecoder decoder;
    private final Beam beam;
    private final Search search;

    private Translator(ComputationGraph graph, TextCodec source, TextCodec target, Beam beam, Search search) {
        this.graph = graph;
        this.source = source;
        this.target = target;
        this.decoder = new TokenDecoder(graph, TranslationModel.TARGET_EMBEDDING, TranslationModel.OUTPUT);
        this.beam = beam;
        this.search = search;
    }

    /**
     * A translator that searches with a beam of 5 and gives the best.
     *
     * @param graph of a {@link TranslationModel}, or one with inputs and parts of the same names
     * @throws IllegalArgumentException if the graph was made for vocabularies of other sizes
     */
    public static Translator of(ComputationGraph graph, TextCodec source, TextCodec target) {
        requireVocabulary(graph, TranslationModel.SOURCE_EMBEDDING, "source", source.vocabulary());
        requireVocabulary(graph, TranslationModel.TARGET_EMBEDDING, "target", target.vocabulary());
        return of(graph, source, target, new Beam(5, 1, 1));
    }

    static Translator of(ComputationGraph graph, TextCodec source, TextCodec target, Beam beam) {
        return new Translator(graph, source, target, beam, beam.search(SearchRules.of(target.vocabulary())));
    }

    private static void requireVocabulary(ComputationGraph graph, String name, String side, Vocabulary vocabulary) {
        var vertex = graph.getConfiguration().getVertices().get(name);
        if (!(vertex instanceof LayerVertex layer && layer.getLayerConf().getLayer() instanceof TokenEmbedding table)) {
            throw new IllegalArgumentException("the graph has no TokenEmbedding \"" + name + "\": expected one that"
                + " TranslationModel built");
        }
        Preconditions.checkArgument(table.getNIn() == vocabulary.size(),
                "the %s vocabulary has %s symbols, the model was trained with %s: load both from the same file",
                side, vocabulary.size(), table.getNIn());
    }

    /** The same with another beam; a width of 1 is greedy search. */
    public Translator withBeam(int width) {
        return withBeam(width, beam.alpha(), Math.min(width, beam.nBest()));
    }

    /**
     * The same with another beam.
     *
     * @param alpha exponent of the length normalisation ((5 + length) / 6)^alpha, see {@link LengthNormalisation#gnmt}
     * @param nBest translations to give for each sentence
     * @throws IllegalArgumentException if width or nBest is below 1, nBest above the width, or alpha is negative
     */
    public Translator withBeam(int width, double alpha, int nBest) {
        return of(graph, source, target, new Beam(width, alpha, nBest));
    }

    /** The same with a search of any kind. It isn't saved: what {@link #save} keeps is the beam. */
    public Translator withSearch(Search other) {
        return new Translator(graph, source, target, beam, other);
    }

    /** How text of the source language becomes ids. */
    public TextCodec source() {
        return source;
    }

    /** How ids become text of the target language. */
    public TextCodec target() {
        return target;
    }

    /** The network. */
    public ComputationGraph graph() {
        return graph;
    }

    /** The network step by step, for a search of your own. */
    public StepModel<?> model() {
        return StepModel.of(decoder);
    }

    /** Translates a sentence. */
    public Translation translate(String sentence) {
        return translate(List.of(sentence)).get(0);
    }

    /**
     * Translates many sentences, many at once: quicker than one by one.
     *
     * @return their translations in the same order
     * @throws org.unrolled.concurrent.Interrupted if the thread is interrupted
     */
    public List<Translation> translate(List<String> sentences) {
        var found = new Translation[sentences.size()];
        var ids = sentences.stream().map(source::source).toList();
        // END alone: nothing to translate.
        IntStream.range(0, found.length).filter(i -> ids.get(i).length == 1).forEach(i -> found[i] = nothing());
        // Those of similar length together, so that little is computed for padding.
        var order = IntStream.range(0, found.length).filter(i -> found[i] == null).boxed()
            .sorted(Comparator.comparingInt(i -> -ids.get(i).length)).toList();
        for (int from = 0; from < order.size(); from += BATCH) {
            var batch = order.subList(from, Math.min(from + BATCH, order.size()));
            var results = search(batch.stream().map(ids::get).toList());
            for (int row = 0; row < batch.size(); row++) {
                int i = batch.get(row);
                found[i] = translation(sentences.get(i), results.get(row));
            }
        }
        return List.of(found);
    }

    private List<List<Hypothesis>> search(List<int[]> batch) {
        var padded = PairBatches.padded(batch);
        var start = decoder.start(new INDArray[] {padded[0], Nd4j.zeros(batch.size(), 1)}, new INDArray[] {padded[1], null});
        return search.search(StepModel.of(decoder), start, batch.stream().mapToInt(ids -> ids.length).toArray());
    }

    private Translation translation(String sentence, List<Hypothesis> hypotheses) {
        var candidates = hypotheses.stream().map(each -> {
            var tokens = target.tokens(each.tokens());
            return new Translation.Candidate(target.tokenizer().join(tokens), tokens, each.logProbability(), each.score(),
                each.finished());
        }).toList();
        var tokens = Stream.concat(source.tokenizer().tokens(sentence).stream(), Stream.of(Vocabulary.END)).toList();
        return new Translation(candidates.get(0).text(), candidates, hypotheses.get(0).attention(), tokens,
            candidates.get(0).tokens(), source.unknown(sentence));
    }

    private static Translation nothing() {
        var empty = new Translation.Candidate("", List.of(), 0, 0, true);
        return new Translation("", List.of(empty), null, List.of(Vocabulary.END), List.of(), List.of());
    }

    /**
     * Writes network, vocabularies, tokenisers and beam into one file, by way of a temporary one: there is never half a
     * translator under the name.
     *
     * @throws IOException              if it can't be written
     * @throws IllegalArgumentException if a tokeniser is none of this library's
     */
    public void save(Path file) throws IOException {
        new ModelFile(KIND, beam.lines(), graph, Map.of(SOURCE, source, TARGET, target)).save(file);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws IOException if the file is missing, cut short, altered, or something else
     */
    public static Translator load(Path file) throws IOException {
        return ModelFile.load(file, KIND, List.of(SOURCE, TARGET), "Translator.save", whole -> {
            var beam = Beam.of(whole);
            return of(whole.graph(), whole.codecs().get(SOURCE), whole.codecs().get(TARGET)).withBeam(beam.width(), beam.alpha(), beam.nBest());
        });
    }
}
