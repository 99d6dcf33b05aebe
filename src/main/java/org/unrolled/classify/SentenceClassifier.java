package org.unrolled.classify;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.model.ClassifierModel;
import org.unrolled.model.ModelFile;
import org.unrolled.nn.SequencePoolingVertex;
import org.unrolled.text.SentenceBatches;
import org.unrolled.text.TextCodec;
import org.unrolled.text.Vocabulary;

/**
 * A trained {@link ClassifierModel} with all that it takes to use it on text.
 *
 * <pre>{@code
 * var classifier = SentenceClassifier.load(Path.of("reviews.classifier"));
 * var classification = classifier.classify("I loved the movie");
 * System.out.println(classification.label());
 * }</pre>
 *
 * <p>Any text gets an answer: words that it doesn't know are read as unknown, and a text without words as one unknown word. Several
 * threads may use it, they take turns. Not while another thread trains the graph.
 */
public final class SentenceClassifier implements TextClassifier {
    private static final String KIND = "classifier";
    private static final String TEXT = "text";
    private static final int BATCH = 128;

    private final ComputationGraph graph;
    private final TextCodec codec;
    private final List<String> classes;

    private SentenceClassifier(ComputationGraph graph, TextCodec codec, List<String> classes) {
        this.graph = graph;
        this.codec = codec;
        this.classes = classes;
    }

    /**
     * A classifier of these parts.
     *
     * @param graph   of a {@link ClassifierModel}, trained
     * @param codec   tokeniser and vocabulary that it was trained with; the vocabulary has {@link Vocabulary#UNKNOWN}
     * @param classes names of the classes in the order of their numbers
     * @throws IllegalArgumentException if the graph was made for another number of words or classes, or a name can't be saved
     */
    public static SentenceClassifier of(ComputationGraph graph, TextCodec codec, List<String> classes) {
        int words = codec.vocabulary().size();
        Preconditions.checkArgument(layer(graph, ClassifierModel.EMBEDDING).getNIn() == words,
                "the vocabulary has %s symbols, the model was trained with %s: load both from the same file", words,
                layer(graph, ClassifierModel.EMBEDDING).getNIn());
        Preconditions.checkArgument(layer(graph, ClassifierModel.OUTPUT).getNOut() == classes.size(),
                "there are %s classes, the model was trained with %s: give the classes of the training in their order", classes.size(),
                layer(graph, ClassifierModel.OUTPUT).getNOut());
        Preconditions.checkArgument(codec.vocabulary().unknown().isPresent(),
                "the vocabulary has no %s: a classifier needs it for words that it has never seen", Vocabulary.UNKNOWN);
        Preconditions.checkArgument(classes.stream().noneMatch(name -> name.matches("(?s).*\\R.*")),
                "a name of the classes %s has a line break: take it out", classes);
        return new SentenceClassifier(graph, codec, List.copyOf(classes));
    }

    private static FeedForwardLayer layer(ComputationGraph graph, String name) {
        if (graph.getConfiguration().getVertices().get(name) instanceof LayerVertex vertex
                && vertex.getLayerConf().getLayer() instanceof FeedForwardLayer layer) {
            return layer;
        }
        throw new IllegalArgumentException("the graph has no layer \"" + name + "\": expected one that ClassifierModel built");
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    /** The network. */
    public ComputationGraph graph() {
        return graph;
    }

    /** How text becomes ids. */
    public TextCodec codec() {
        return codec;
    }

    /** What class a sentence is of, and how much each word counted. */
    public Classification classify(String sentence) {
        return classify(List.of(sentence)).get(0);
    }

    /**
     * Classifies many sentences, many at once: quicker than one by one.
     *
     * @return what they are, in the same order
     */
    public List<Classification> classify(List<String> sentences) {
        return ofTokens(sentences.stream().map(codec.tokenizer()::tokens).toList());
    }

    @Override
    public double[] probabilities(List<String> tokens) {
        return ofTokens(List.of(tokens)).get(0).probabilities();
    }

    @Override
    public List<double[]> probabilitiesOf(List<List<String>> sentences) {
        var found = new double[sentences.size()][];
        inBatches(sentences, (places, probabilities, pooling) -> {
            for (int row = 0; row < places.size(); row++) {
                found[places.get(row)] = doubles(probabilities[row], classes.size());
            }
        });
        return Arrays.asList(found);
    }

    /** {@link #classify(List)} for sentences that are cut into words already. */
    public List<Classification> ofTokens(List<List<String>> sentences) {
        var found = new Classification[sentences.size()];
        inBatches(sentences, (places, probabilities, pooling) -> {
            var weights = pooling.weights().toFloatMatrix();
            for (int row = 0; row < places.size(); row++) {
                var tokens = sentences.get(places.get(row));
                var unknown = tokens.stream().filter(token -> !codec.vocabulary().contains(token)).distinct().toList();
                found[places.get(row)] = new Classification(tokens, unknown, classes, doubles(probabilities[row], classes.size()),
                    doubles(weights[row], tokens.size()));
            }
        });
        return Arrays.asList(found);
    }

    /** Takes what the network says of the sentences at some places of the list, a row each. */
    private interface Reader {
        void read(List<Integer> places, float[][] probabilities, SequencePoolingVertex pooling);
    }

    private void inBatches(List<List<String>> sentences, Reader reader) {
        if (sentences.isEmpty()) {
            return;
        }
        int unknown = codec.vocabulary().unknown().orElseThrow();
        var ids = sentences.stream().map(tokens -> tokens.isEmpty() ? new int[] {unknown} : codec.vocabulary().encode(tokens)).toList();
        for (var places : SentenceBatches.groups(ids, BATCH)) {
            var padded = SentenceBatches.padded(places.stream().map(ids::get).toList());
            synchronized (graph) {
                var output = graph.output(false, new INDArray[] {padded[0]}, new INDArray[] {padded[1]})[0];
                reader.read(places, output.toFloatMatrix(), (SequencePoolingVertex) graph.getVertex(ClassifierModel.POOLED));
            }
        }
    }

    private static double[] doubles(float[] numbers, int count) {
        return IntStream.range(0, count).mapToDouble(i -> numbers[i]).toArray();
    }

    /**
     * What each word does: how much less probable the sentence's class is when that word alone is left out. It can be below 0.
     *
     * @return for each token of the sentence, none if it has no word
     */
    public double[] effects(String sentence) {
        var tokens = codec.tokenizer().tokens(sentence);
        var variants = new ArrayList<List<String>>();
        variants.add(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            var without = new ArrayList<>(tokens);
            without.remove(i);
            variants.add(without);
        }
        var said = ofTokens(variants);
        var whole = said.get(0);
        return said.stream().skip(1).mapToDouble(each -> whole.confidence() - each.probability(whole.label())).toArray();
    }

    /**
     * Writes network, classes, vocabulary and tokeniser into one file, by way of a temporary one: there is never half a classifier
     * under the name.
     *
     * @throws IOException              if it can't be written
     * @throws IllegalArgumentException if the tokeniser is none of this library's
     */
    public void save(Path file) throws IOException {
        new ModelFile(KIND, classes.stream().map(name -> "class " + name).toList(), graph, Map.of(TEXT, codec)).save(file);
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws IOException if the file is missing, cut short, altered, or something else
     */
    public static SentenceClassifier load(Path file) throws IOException {
        return ModelFile.load(file, KIND, List.of(TEXT), "SentenceClassifier.save",
                whole -> of(whole.graph(), whole.codecs().get(TEXT), whole.settings("class")));
    }
}
