package org.unrolled.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.point;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.model.TranslationModel.Kind;
import org.unrolled.nn.FusedAdam;
import org.unrolled.nn.TokenDecoder;
import org.unrolled.nn.backend.AttentionScore;
import org.unrolled.recipe.TranslationRecipe;
import org.unrolled.text.EncodedPairs;
import org.unrolled.text.PairBatches;
import org.unrolled.text.ParallelCorpus;
import org.unrolled.train.Trainer;

class TranslationModelTest {
    private static final List<String> WORDS = List.of("a", "b", "c", "d", "e");

    /** Sentences of letters and their "translation": the capitals. */
    private static EncodedPairs capitals(int count, int longest) {
        var random = new Random(1);
        var source = new ArrayList<List<String>>();
        var target = new ArrayList<List<String>>();
        for (int i = 0; i < count; i++) {
            var words = IntStream.range(0, 1 + random.nextInt(longest)).mapToObj(w -> WORDS.get(random.nextInt(5))).toList();
            source.add(words);
            target.add(words.stream().map(String::toUpperCase).toList());
        }
        var corpus = ParallelCorpus.ofTokens(source, target);
        return corpus.encode(corpus.sourceVocabulary(1), corpus.targetVocabulary(1));
    }

    private static ContextTranslation context() {
        return TranslationModel.context(capitals(20, 4)).withHiddenSize(12).withEmbedding(8).withDropout(0);
    }

    private static AttentionTranslation attention() {
        return TranslationModel.attention(capitals(20, 4)).withHiddenSize(12).withEmbedding(8).withDropout(0);
    }

    private static TransformerTranslation transformer() {
        return TranslationModel.transformer(capitals(20, 4)).withEmbedding(8).withFeedForward(16).withHeads(2).withLayers(1)
            .withDropout(0);
    }

    static Stream<Arguments> variants() {
        return Stream.of(
            Arguments.of("context", context()),
            Arguments.of("context, fed, tied, two layers", context().withInputFeeding(true).withTied(true).withLayers(2)),
            Arguments.of("context, GRU", context().withCell(RecurrentCell.GRU)),
            Arguments.of("context, RNN", context().withCell(RecurrentCell.RNN)),
            Arguments.of("context, no bridge, two layers", context().withBridge(false).withLayers(2)),
            Arguments.of("context, no bridge, GRU", context().withBridge(false).withCell(RecurrentCell.GRU)),
            Arguments.of("attention, no bridge, fed", attention().withBridge(false).withInputFeeding(true)),
            Arguments.of("attention", attention()),
            Arguments.of("attention, dot, tied, two layers", attention().withScore(AttentionScore.DOT).withTied(true)
                .withLayers(2)),
            Arguments.of("attention, additive, GRU", attention().withScore(AttentionScore.ADDITIVE)
                .withCell(RecurrentCell.GRU)),
            Arguments.of("attention, fed, tied, two layers", attention().withInputFeeding(true).withTied(true).withLayers(2)),
            Arguments.of("transformer", transformer()),
            Arguments.of("transformer, untied, two layers", transformer().withTied(false).withLayers(2)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void stepByStepGivesWhatTheWholeSequenceGives(String name, TranslationModel<?> model) {
        var graph = model.build();
        var batch = PairBatches.of(capitals(20, 4), 6, 1).epoch(0).get(0);
        var whole = graph.output(false, batch.getFeatures(), batch.getFeaturesMaskArrays())[0].dup();
        var decoder = new TokenDecoder(graph, TranslationModel.TARGET_EMBEDDING, TranslationModel.OUTPUT);
        var state = decoder.start(batch.getFeatures(), batch.getFeaturesMaskArrays());
        var words = batch.getFeatures(1);
        for (int t = 0; t < words.size(1); t++) {
            var step = decoder.step(state, words.getColumn(t).toIntVector());
            var stepped = Transforms.exp(step.logProbabilities());
            for (int row = 0; row < words.size(0); row++) {
                if (batch.getFeaturesMaskArray(1).getDouble(row, t) != 0) {
                    assertTrue(whole.get(point(row), all(), point(t)).equalsWithEps(stepped.getRow(row), 1e-4),
                        "row " + row + ", step " + t);
                }
            }
            state = step.state();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void aSentenceDoesNotDependOnItsCompany(String name, TranslationModel<?> model) {
        var graph = model.build();
        var pairs = capitals(20, 4);
        var together = PairBatches.of(pairs, 20, 1).inOrder().get(0);
        var all = graph.output(false, together.getFeatures(), together.getFeaturesMaskArrays())[0].dup();
        int row = 0;
        for (var alone : PairBatches.of(pairs, 1, 1).inOrder()) {
            var one = graph.output(false, alone.getFeatures(), alone.getFeaturesMaskArrays())[0];
            for (int t = 0; t < one.size(2); t++) {
                assertTrue(all.get(point(row), all(), point(t)).equalsWithEps(one.get(point(0), all(), point(t)), 1e-5),
                    "sentence " + row + ", step " + t);
            }
            row++;
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("variants")
    void goesThroughJsonAndComesFromItsSeed(String name, TranslationModel<?> model) {
        var graph = model.withDropout(0.3).withLabelSmoothing(0.1).build();
        assertEquals(graph.getConfiguration(), ComputationGraphConfiguration.fromJson(graph.getConfiguration().toJson()));
        assertEquals(graph.params(), model.withDropout(0.3).withLabelSmoothing(0.1).build().params());
        assertNotEquals(graph.params(), model.withDropout(0.3).withLabelSmoothing(0.1).withSeed(2).build().params());
    }

    static Stream<TranslationModel<?>> kinds() {
        return Stream.of(context().withHiddenSize(32), attention().withHiddenSize(32), transformer().withFeedForward(32));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void learnsToTranslate(TranslationModel<?> model) {
        var pairs = capitals(400, 3);
        var graph = model.withEmbedding(16).withDropout(0.1).build(new FusedAdam(0.01));
        var batches = PairBatches.of(pairs, 32, 1);
        var result = Trainer.of(graph).epochs(25).multiBatches(batches::epoch).clipNorm(1).run();
        assertTrue(result.trainLoss() < 0.5, model.kind() + ": loss per token " + result.trainLoss() + ", by chance some "
            + Math.log(5));
    }

    /** Embeddings 2·9·8, encoder 2·(4·6·(8+6) + 4·6), bridge 24·24 + 24, decoder 4·12·(8+12) + 4·12, output 12·9 + 9. */
    @Test
    void hasTheParametersOfItsEquations() {
        var model = context();
        assertEquals(9, model.sourceVocabulary());
        assertEquals(144 + 720 + 600 + 1008 + 117, model.build().params().length());
        assertEquals(144 + 720 + 1008 + 117, model.withBridge(false).build().params().length());
    }

    @Test
    void withChangesOneSettingOnly() {
        var model = context();
        assertEquals(model, model.withLayers(3).withLayers(1));
        assertEquals(20, model.withHiddenSize(20).hiddenSize());
        assertEquals(model.embedding(), model.withHiddenSize(20).embedding());
    }

    @Test
    void settingsThatMakeNoModelAreNamed() {
        var e = assertThrows(IllegalArgumentException.class, () -> context().withHiddenSize(13));
        assertTrue(e.getMessage().contains("hidden size of 13"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> context().withDropout(1));
        assertThrows(IllegalArgumentException.class, () -> context().withLayers(0));
        assertThrows(IllegalArgumentException.class, () -> context().withLabelSmoothing(-0.1));
        assertThrows(IllegalArgumentException.class, () -> transformer().withHeads(3));
    }

    @Test
    void recipesFitTheirModels() {
        var pairs = capitals(20, 4);
        for (var kind : Kind.values()) {
            for (var recipe : List.of(TranslationRecipe.multi30k(kind), TranslationRecipe.likePyTorch(kind))) {
                assertEquals(kind, recipe.model(pairs, 3).kind());
                assertEquals(recipe.sizes().embedding(), recipe.model(pairs, 3).embedding());
            }
        }
        assertArrayEquals(new String[] {"ein", "hund", "."}, TranslationRecipe.likePyTorch(Kind.CONTEXT)
            .sourceTokenizer(List.of("Ein Hund.")).tokens("Ein Hund.").toArray());
    }
}
