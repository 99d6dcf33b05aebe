package org.unrolled.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unrolled.model.RecurrentTranslation;
import org.unrolled.model.TranslationModel;
import org.unrolled.nn.FusedAdam;
import org.unrolled.text.TextCodec;
import org.unrolled.text.PairBatches;
import org.unrolled.text.ParallelCorpus;
import org.unrolled.text.WordTokenizer;
import org.unrolled.train.Trainer;

class TranslatorTest {
    private static final WordTokenizer WORDS = new WordTokenizer().withLowerCase();
    private static final List<String> GERMAN = List.of("Ein Hund rennt.", "Ein Hund schläft.", "Eine Katze rennt.",
        "Eine Katze schläft.", "Zwei Hunde rennen.", "Zwei Katzen schlafen.");
    private static final List<String> ENGLISH = List.of("a dog runs.", "a dog sleeps.", "a cat runs.", "a cat sleeps.",
        "two dogs run.", "two cats sleep.");
    private static Translator translator;

    @BeforeAll
    static void train() {
        var corpus = ParallelCorpus.of(GERMAN, ENGLISH, WORDS, WORDS);
        var pairs = corpus.encode(corpus.sourceVocabulary(1), corpus.targetVocabulary(1));
        var graph = TranslationModel.context(pairs).withEmbedding(16).withHiddenSize(32).withDropout(0).build(new FusedAdam(0.02));
        Trainer.of(graph).epochs(60).multiBatches(PairBatches.of(pairs, 6, 1)::epoch).clipNorm(1).run();
        translator = Translator.of(graph, new TextCodec(WORDS, pairs.sourceVocabulary()), new TextCodec(WORDS,
            pairs.targetVocabulary()));
    }

    @Test
    void translatesWhatItLearned() {
        assertEquals(ENGLISH, translator.translate(GERMAN).stream().map(Translation::text).toList());
        assertEquals(ENGLISH, translator.withBeam(1).translate(GERMAN).stream().map(Translation::text).toList());
        var one = translator.translate("Ein Hund rennt.");
        assertEquals("a dog runs.", one.text());
        assertEquals(List.of("ein", "hund", "rennt", ".", "<end>"), one.sourceTokens());
        assertEquals(List.of("a", "dog", "runs", "."), one.targetTokens());
        assertEquals(List.of(), one.unknown());
        assertTrue(one.nBest().get(0).finished());
    }

    @Test
    void givesAsManyAsAskedForTheBestFirst() {
        var nBest = translator.withBeam(4, 1, 3).translate("Ein Hund rennt.").nBest();
        assertEquals(3, nBest.size());
        assertEquals("a dog runs.", nBest.get(0).text());
        assertTrue(nBest.get(0).score() >= nBest.get(1).score() && nBest.get(1).score() >= nBest.get(2).score());
        assertEquals(3, nBest.stream().map(Translation.Candidate::text).distinct().count());
    }

    @Test
    void oddInputGivesSensibleOutput() {
        var odd = translator.translate(List.of("", "   ", "Der Wal taucht.", "Ein Hund rennt."));
        assertEquals("", odd.get(0).text());
        assertEquals("", odd.get(1).text());
        assertEquals(List.of("der", "wal", "taucht"), odd.get(2).unknown());
        assertFalse(odd.get(2).text().contains("<"), "no reserved symbol is ever written: " + odd.get(2).text());
        assertEquals("a dog runs.", odd.get(3).text(), "the others in the batch don't matter");
        assertEquals(List.of(), translator.translate(List.of()));
    }

    @Test
    void aThousandWordsComeToAnEnd() {
        var words = new String[1000];
        Arrays.fill(words, "hund");
        var translation = translator.withBeam(2).translate(String.join(" ", words));
        assertEquals(1001, translation.sourceTokens().size());
        assertTrue(translation.targetTokens().size() <= 2 * 1001 + 10, translation.targetTokens().size() + " words");
    }

    @Test
    void aFileKeepsItWhole(@TempDir Path folder) throws IOException {
        var file = folder.resolve("models").resolve("german-english.translator");
        translator.withBeam(3, 0.7, 2).save(file);
        var loaded = Translator.load(file);
        assertEquals("a cat sleeps.", loaded.translate("Eine Katze schläft.").text());
        assertEquals(2, loaded.translate("Eine Katze schläft.").nBest().size(), "the beam is kept too");
        assertEquals(translator.graph().params(), loaded.graph().params());
        assertEquals(translator.source(), loaded.source());
        assertEquals(translator.target(), loaded.target());
        translator.save(file);
        try (var files = Files.list(folder.resolve("models"))) {
            assertEquals(List.of(file), files.toList(), "nothing else is left");
        }
    }

    @Test
    void otherAndDamagedFilesAreRefused(@TempDir Path folder) throws IOException {
        var file = folder.resolve("de-en.translator");
        assertThrows(IOException.class, () -> Translator.load(file));
        Files.writeString(file, "not a model");
        var e = assertThrows(IOException.class, () -> Translator.load(file));
        assertTrue(e.getMessage().contains("no zip file"), e.getMessage());
        translator.save(file);
        byte[] whole = Files.readAllBytes(file);
        for (int cut : new int[] {0, 100, whole.length / 2, whole.length - 5000}) {
            Files.write(file, Arrays.copyOf(whole, cut));
            e = assertThrows(IOException.class, () -> Translator.load(file), "cut at " + cut);
            assertTrue(e.getMessage().contains("no whole translator"), e.getMessage());
        }
        for (int at = 60; at < whole.length - 3000; at += whole.length / 7) {
            byte[] altered = whole.clone();
            altered[at] ^= 0x10;
            Files.write(file, altered);
            assertThrows(IOException.class, () -> Translator.load(file), "altered at " + at);
        }
        Files.write(file, whole);
        assertEquals("two dogs run.", Translator.load(file).translate("Zwei Hunde rennen.").text());
    }

    @Test
    void anotherVocabularyIsRefused() {
        var other = ParallelCorpus.of(GERMAN.subList(0, 2), ENGLISH.subList(0, 2), WORDS, WORDS);
        var e = assertThrows(IllegalArgumentException.class, () -> Translator.of(translator.graph(), new TextCodec(WORDS,
            other.sourceVocabulary(1)), translator.target()));
        assertTrue(e.getMessage().contains("source vocabulary has 9 symbols, the model was trained with 16"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> translator.withBeam(0));
        assertThrows(IllegalArgumentException.class, () -> translator.withBeam(2, 1, 3));
    }

    private static TranslationModel<?> small(TranslationModel<?> model) {
        return model instanceof RecurrentTranslation<?> recurrent ? recurrent.withHiddenSize(16) : model;
    }

    @ParameterizedTest
    @EnumSource(value = TranslationModel.Kind.class, names = {"ATTENTION", "TRANSFORMER"})
    void attentionSaysWhereItLooked(TranslationModel.Kind kind) {
        var corpus = ParallelCorpus.of(GERMAN, ENGLISH, WORDS, WORDS);
        var pairs = corpus.encode(corpus.sourceVocabulary(1), corpus.targetVocabulary(1));
        var graph = small(TranslationModel.of(kind, pairs).withEmbedding(16)).build(new FusedAdam(0.005));
        Trainer.of(graph).epochs(20).multiBatches(PairBatches.of(pairs, 6, 1)::epoch).clipNorm(1).run();
        var attending = Translator.of(graph, translator.source(), translator.target());
        // Together with a longer sentence, so that there is padding to keep out.
        var translation = attending.translate(List.of("Ein Hund rennt.", "Zwei Katzen schlafen und ein Hund rennt.")).get(0);
        assertEquals(translation.targetTokens().size(), translation.attention().length);
        for (var row : translation.attention()) {
            assertEquals(List.of("ein", "hund", "rennt", ".", "<end>").size(), row.length);
            assertEquals(1, Arrays.stream(row).sum(), 1e-4);
        }
    }

    /** Four threads, each with sentences and batches of its own, through translators of one graph. */
    @ParameterizedTest
    @EnumSource(TranslationModel.Kind.class)
    @Timeout(300)
    void severalThreadsGetWhatOneGets(TranslationModel.Kind kind) throws Exception {
        var corpus = ParallelCorpus.of(GERMAN, ENGLISH, WORDS, WORDS);
        var pairs = corpus.encode(corpus.sourceVocabulary(1), corpus.targetVocabulary(1));
        var graph = small(TranslationModel.of(kind, pairs).withEmbedding(16)).build(new FusedAdam(0.005));
        Trainer.of(graph).epochs(20).multiBatches(PairBatches.of(pairs, 6, 1)::epoch).clipNorm(1).run();
        var beam = Translator.of(graph, translator.source(), translator.target()).withBeam(3, 1, 2);
        var translators = List.of(beam, beam, beam.withBeam(1), beam.withSearch(new SamplingSearch(
            SearchRules.of(beam.target().vocabulary()), Sampler.builder().seed(1).build(), 2)));
        var work = IntStream.range(0, 200).<Callable<List<Translation>>>mapToObj(i -> () -> translators.get(i % 4)
            .translate(IntStream.rangeClosed(i, i + i % 3).mapToObj(n -> GERMAN.get(n % 6) + " Und.".repeat(n % 5)).toList()))
            .toList();
        var alone = new ArrayList<String>();
        for (var each : work) {
            alone.add(each.call().stream().map(TranslatorTest::all).toList().toString());
        }
        var threads = Executors.newFixedThreadPool(4);
        try {
            var together = threads.invokeAll(work);
            for (int i = 0; i < work.size(); i++) {
                assertEquals(alone.get(i), together.get(i).get().stream().map(TranslatorTest::all).toList().toString(), "number " + i);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static String all(Translation translation) {
        return translation.nBest() + Arrays.deepToString(translation.attention());
    }

    @Test
    void anotherSearchCanBeGiven() {
        var greedy = new GreedySearch(SearchRules.of(translator.target().vocabulary()).maxLength(source -> 2));
        var cut = translator.withSearch(greedy).translate("Ein Hund rennt.");
        assertEquals(List.of("a", "dog"), cut.targetTokens());
        assertFalse(cut.nBest().get(0).finished());
        assertArrayEquals(null, cut.attention());
    }
}
