package org.unrolled.classify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.model.ClassifierModel;
import org.unrolled.model.RecurrentCell;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.Pooling;
import org.unrolled.text.LabelledCorpus;
import org.unrolled.text.SentenceBatches;
import org.unrolled.text.TextCodec;
import org.unrolled.text.WordTokenizer;
import org.unrolled.train.Trainer;

class SentenceClassifierTest {
    private static final WordTokenizer WORDS = new WordTokenizer().withLowerCase();

    /** What stands behind "but" decides; each sentence has one good and one bad word, so that a bag of words sees no difference. */
    private static LabelledCorpus reviews(int count, long seed) {
        var random = new Random(seed);
        var sentences = new ArrayList<List<String>>();
        var labels = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            boolean good = random.nextBoolean();
            var words = new ArrayList<>(List.of("the", "film", "was", good ? "bad" : "good", "but", good ? "good" : "bad"));
            words.addAll(random.nextBoolean() ? List.of() : List.of("we", "saw", "it"));
            sentences.add(words);
            labels.add(good ? "positive" : "negative");
        }
        return new LabelledCorpus(sentences, labels);
    }

    private static SentenceClassifier trained(ClassifierModel sizes, LabelledCorpus corpus, int epochs) {
        var vocabulary = corpus.vocabulary(1);
        var graph = sizes.withDropout(0.1).build(new FusedAdam(0.01));
        Trainer.of(graph).epochs(epochs).multiBatches(corpus.batches(vocabulary, corpus.classes(), 16, 1)::epoch).clipNorm(1).run();
        return SentenceClassifier.of(graph, new TextCodec(WORDS, vocabulary), corpus.classes());
    }

    private static ClassifierModel small(LabelledCorpus corpus) {
        return ClassifierModel.of(corpus.vocabulary(1).size(), corpus.classes().size()).withEmbedding(12).withHiddenSize(16);
    }

    private static double accuracy(TextClassifier classifier, LabelledCorpus corpus) {
        int right = 0;
        for (int i = 0; i < corpus.size(); i++) {
            right += classifier.label(corpus.tokens().get(i)).equals(corpus.labels().get(i)) ? 1 : 0;
        }
        return (double) right / corpus.size();
    }

    private static Stream<ClassifierModel> models() {
        var base = small(reviews(200, 1));
        return Stream.of(base, base.withPooling(Pooling.LAST).withCell(RecurrentCell.LSTM), base.withPooling(Pooling.MEAN),
                base.withPooling(Pooling.ATTENTION), base.withBidirectional(false).withPooling(Pooling.LAST),
                base.withCell(RecurrentCell.RNN).withLayers(2).withLabelSmoothing(0.05));
    }

    @ParameterizedTest
    @MethodSource("models")
    void learnsWhatDependsOnTheOrder(ClassifierModel model) {
        var train = reviews(200, 1);
        var classifier = trained(model, train, 12);
        assertTrue(accuracy(classifier, reviews(100, 2)) > 0.97, "accuracy " + accuracy(classifier, reviews(100, 2)));
        var said = classifier.classify("the film was");
        assertEquals(1, Arrays.stream(said.probabilities()).sum(), 1e-5);
        assertEquals(1, Arrays.stream(said.weights()).sum(), 1e-5);
        assertEquals(3, said.weights().length);
    }

    @Test
    void aFileKeepsItWhole(@TempDir Path folder) throws IOException {
        var classifier = trained(small(reviews(100, 1)), reviews(100, 1), 2);
        var file = folder.resolve("reviews.classifier");
        classifier.save(file);
        var loaded = SentenceClassifier.load(file);
        assertEquals(classifier.classes(), loaded.classes());
        assertArrayEquals(classifier.classify("The film was not good!").probabilities(),
                loaded.classify("The film was not good!").probabilities(), 0);
        var bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        var e = assertThrows(IOException.class, () -> SentenceClassifier.load(file));
        assertTrue(e.getMessage().contains("no whole classifier"), e.getMessage());
        assertTrue(assertThrows(IOException.class, () -> SentenceClassifier.load(folder.resolve("none"))).getMessage()
                .contains("SentenceClassifier.save"));
    }

    @Test
    void anyTextGetsAnAnswer() {
        var classifier = trained(small(reviews(100, 1)), reviews(100, 1), 1);
        var texts = List.of("", "   ", "zebra", "the film was but good", String.join(" ", Collections.nCopies(10_000, "very")));
        var said = classifier.classify(texts);
        for (int i = 0; i < texts.size(); i++) {
            assertEquals(1, Arrays.stream(said.get(i).probabilities()).sum(), 1e-5, "text " + i);
            assertEquals(said.get(i).tokens().size(), said.get(i).weights().length);
            assertArrayEquals(classifier.classify(texts.get(i)).probabilities(), said.get(i).probabilities(), 1e-5, "text " + i + " alone");
        }
        assertEquals(List.of("zebra"), said.get(2).unknown());
        assertEquals(List.of(), classifier.classify(List.of()));
        assertEquals(0, classifier.effects("").length);
        assertEquals(said.get(3).confidence() - classifier.classify("the film was good").probability(said.get(3).label()),
                classifier.effects("the film was but good")[3], 1e-6);
    }

    /** With weights for balance a rare class is found that would be lost without them; the loss is the weighted mean. */
    @Test
    void classWeightsLetARareClassCount() {
        var random = new Random(5);
        var sentences = new ArrayList<List<String>>();
        var labels = new ArrayList<String>();
        for (int i = 0; i < 400; i++) {
            boolean rare = i % 20 == 0;
            // A word that half of the rare and a tenth of the common ones have: no more than one in five of those with it is rare.
            sentences.add(List.of("call", random.nextInt(10) < (rare ? 9 : 2) ? "now" : "later"));
            labels.add(rare ? "spam" : "ham");
        }
        var corpus = new LabelledCorpus(sentences, labels);
        var vocabulary = corpus.vocabulary(1);
        var found = new ArrayList<String>();
        for (boolean weighted : new boolean[] {false, true}) {
            var batches = corpus.batches(vocabulary, corpus.classes(), 32, 1);
            var graph = small(corpus).build(new FusedAdam(0.01));
            Trainer.of(graph).epochs(6).multiBatches((weighted ? batches.withClassWeights(corpus.balancedWeights()) : batches)::epoch).run();
            found.add(SentenceClassifier.of(graph, new TextCodec(WORDS, vocabulary), corpus.classes()).classify("call now").label());
        }
        assertEquals(List.of("ham", "spam"), found);
    }

    @Test
    void aSentenceMayHaveSeveralLabels() {
        var random = new Random(1);
        var sentences = new ArrayList<List<String>>();
        var labels = new ArrayList<int[]>();
        for (int i = 0; i < 300; i++) {
            var words = new ArrayList<>(List.of("news"));
            var topics = new ArrayList<Integer>();
            for (int topic = 0; topic < 3; topic++) {
                if (random.nextBoolean()) {
                    words.add(List.of("match", "vote", "chip").get(topic));
                    topics.add(topic);
                }
            }
            Collections.shuffle(words, random);
            sentences.add(words);
            labels.add(topics.stream().mapToInt(t -> t).toArray());
        }
        var vocabulary = new LabelledCorpus(sentences, Collections.nCopies(300, "any")).vocabulary(1);
        var classes = List.of("sport", "politics", "technology");
        var graph = ClassifierModel.of(vocabulary.size(), 3).withSeveralLabels(true).withEmbedding(12).withHiddenSize(16)
            .build(new FusedAdam(0.01));
        Trainer.of(graph).epochs(10).multiBatches(SentenceBatches.ofSeveral(sentences.stream().map(vocabulary::encode).toList(), labels, 3,
                16, 1)::epoch).run();
        var classifier = SentenceClassifier.of(graph, new TextCodec(WORDS, vocabulary), classes);
        assertEquals(List.of("sport", "technology"), classifier.classify("chip news match").labels(0.5));
        assertEquals(List.of(), classifier.classify("news").labels(0.5));
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        var corpus = reviews(50, 1);
        var graph = small(corpus).build();
        var codec = new TextCodec(WORDS, corpus.vocabulary(1));
        refused("3 classes, the model was trained with 2", () -> SentenceClassifier.of(graph, codec, List.of("a", "b", "c")));
        var other = new TextCodec(WORDS, corpus.vocabulary(1).first(4));
        refused("the vocabulary has 4 symbols, the model was trained with 11", () -> SentenceClassifier.of(graph, other, corpus.classes()));
        refused("line break", () -> SentenceClassifier.of(graph, codec, List.of("a", "b\nc")));
        refused("no class \"c\"", () -> SentenceClassifier.of(graph, codec, List.of("a", "b")).classify("film").probability("c"));
        refused("expected an even number", () -> small(corpus).withHiddenSize(7));
        refused("at least 2 classes", () -> ClassifierModel.of(10, 1));
        refused("0 where a sentence has several labels", () -> small(corpus).withSeveralLabels(true).withLabelSmoothing(0.1));
        refused("expected [11, 12]", () -> small(corpus).build(new FusedAdam(1e-3), Nd4j.zeros(11, 11)));
    }

    private static void refused(String message, Executable what) {
        var e = assertThrows(IllegalArgumentException.class, what);
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
