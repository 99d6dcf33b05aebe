package org.unrolled.caption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.decode.Sampler;
import org.unrolled.decode.SamplingSearch;
import org.unrolled.model.CaptionModel;
import org.unrolled.model.PictureEncoder;
import org.unrolled.model.ShowTell.ImageInput;
import org.unrolled.nn.FusedAdam;
import org.unrolled.text.SpaceTokenizer;
import org.unrolled.text.TextCodec;
import org.unrolled.text.Vocabulary;
import org.unrolled.train.Trainer;
import org.unrolled.vision.GridEncoder;
import org.unrolled.vision.Picture;
import org.unrolled.vision.PictureFile;

class CaptionerTest {
    private static final List<String> THINGS = List.of("ball", "car", "dog", "tree");
    private static final int PLACES = 3;
    /** What is at a place, and which place it is. */
    private static final int FEATURES = THINGS.size() + PLACES;
    private static final TextCodec CODEC = codec();
    private static List<float[]> grids;
    private static List<List<String>> captions;
    private static Captioner attends;
    private static Captioner tells;

    private static TextCodec codec() {
        var words = new ArrayList<>(List.of(Vocabulary.PADDING, Vocabulary.UNKNOWN, Vocabulary.START, Vocabulary.END, "a", "and"));
        words.addAll(THINGS);
        return new TextCodec(new SpaceTokenizer(), Vocabulary.of(Vocabulary.Unit.WORD, words));
    }

    /** Something at each place: "a dog and a ball", from left to right. */
    private static List<int[]> scenes() {
        var random = new Random(2);
        return IntStream.range(0, 120).mapToObj(i -> random.ints(PLACES, 0, THINGS.size()).toArray()).toList();
    }

    private static float[] grid(int... things) {
        var grid = new float[FEATURES * PLACES];
        for (int place = 0; place < PLACES; place++) {
            grid[things[place] * PLACES + place] = 1;
            grid[(THINGS.size() + place) * PLACES + place] = 1;
        }
        return grid;
    }

    private static String caption(int... things) {
        return String.join(" and ", Arrays.stream(things).mapToObj(thing -> "a " + THINGS.get(thing)).toList());
    }

    @BeforeAll
    static void train() {
        grids = scenes().stream().map(CaptionerTest::grid).toList();
        captions = scenes().stream().map(scene -> List.of(caption(scene))).toList();
        attends = trained(CaptionModel.showAttendTell(FEATURES, CODEC.vocabulary().size()).withDoublyStochastic(0).withHiddenSize(48)
            .withEmbedding(24), 30);
        tells = trained(CaptionModel.showTell(FEATURES, CODEC.vocabulary().size()).withImage(ImageInput.BOTH).withHiddenSize(48)
            .withEmbedding(24), 30);
    }

    private static Captioner trained(CaptionModel<?> model, int epochs) {
        var graph = model.withDropout(0).build(new FusedAdam(0.01));
        Trainer.of(graph).epochs(epochs).clipNorm(5).multiBatches(CaptionBatches.of(grids, FEATURES, captions, CODEC, 20, 1)::epoch).run();
        return Captioner.of(graph, FEATURES, CODEC);
    }

    private static double right(Captioner captioner, boolean inOrder) {
        var said = captioner.ofGrids(grids);
        return IntStream.range(0, grids.size()).filter(i -> key(said.get(i).text(), inOrder).equals(key(captions.get(i).get(0), inOrder)))
            .count() / (double) grids.size();
    }

    private static String key(String caption, boolean inOrder) {
        var words = caption.split(" ");
        if (!inOrder) {
            Arrays.sort(words);
        }
        return String.join(" ", words);
    }

    @Test
    void saysWhatIsThere_byAttentionInItsOrder() {
        assertTrue(right(attends, true) > 0.9, "right " + right(attends, true));
        // The mean over the places doesn't tell the order.
        assertTrue(right(tells, false) > 0.9, "right " + right(tells, false));
        assertTrue(right(tells, true) < 0.7, "in order " + right(tells, true));
    }

    @Test
    void looksWhereTheThingIs() {
        int looked = 0;
        for (int[] scene : List.of(new int[] {0, 1, 2}, new int[] {3, 2, 0}, new int[] {1, 0, 3})) {
            var caption = attends.ofGrids(List.of(grid(scene))).get(0);
            for (int place = 0; place < PLACES; place++) {
                int at = place;
                int word = caption.words().indexOf(THINGS.get(scene[place]));
                double[] weights = caption.attention()[word];
                looked += IntStream.range(0, PLACES).allMatch(i -> weights[i] <= weights[at]) ? 1 : 0;
                assertEquals(1, Arrays.stream(weights).sum(), 1e-5);
            }
        }
        assertTrue(looked >= 7, looked + " of 9");
        assertNull(tells.ofGrids(List.of(grid(0, 1, 2))).get(0).attention());
    }

    @Test
    void aBeamFindsWhatIsAtLeastAsProbable() {
        var greedy = attends.withBeam(1).ofGrids(grids);
        var beam = attends.withBeam(4, 0, 4).ofGrids(grids);
        for (int i = 0; i < grids.size(); i++) {
            assertTrue(beam.get(i).hypotheses().get(0).logProbability() >= greedy.get(i).hypotheses().get(0).logProbability() - 1e-4);
            assertEquals(4, beam.get(i).hypotheses().size());
        }
    }

    @Test
    void eachCaptionHasAnEnd() {
        var wild = attends.withSearch(new SamplingSearch(Captioner.rules(CODEC), Sampler.builder().temperature(3).seed(1).build(), 20));
        wild.ofGrids(grids.subList(0, 10)).forEach(caption -> caption.hypotheses().forEach(each -> {
            assertTrue(each.finished());
            assertTrue(each.tokens().length <= Captioner.MOST_WORDS);
        }));
        var untrained = Captioner.of(CaptionModel.showTell(FEATURES, CODEC.vocabulary().size()).build(), FEATURES, CODEC).withBeam(1);
        untrained.ofGrids(grids).forEach(caption -> assertTrue(caption.hypotheses().get(0).finished()));
    }

    @Test
    void stepByStepIsTheSame() {
        var model = attends.model();
        var state = attends.begin(List.of(grids.get(0)));
        var words = new ArrayList<String>();
        int token = CODEC.vocabulary().id(Vocabulary.START);
        for (int t = 0; t < 12; t++) {
            var step = model.step(state, token);
            token = step.logProbabilities().argMax(1).getInt(0);
            words.add(CODEC.vocabulary().symbol(token));
            state = step.state();
            if (token == CODEC.vocabulary().id(Vocabulary.END)) {
                break;
            }
        }
        words.remove(words.size() - 1);
        assertEquals(attends.withBeam(1).ofGrids(grids.subList(0, 1)).get(0).words(), words);
        assertNotEquals(List.of(), words);
    }

    /** An encoder and a captioner in one file, and three lines from a file to a caption. */
    @Test
    void savesItselfWithItsEncoder(@TempDir Path folder) throws IOException {
        var settings = new PictureEncoder(8, 2, List.of(4, FEATURES), 1);
        var encoder = TrainedEncoder.of(settings, settings.build());
        var picture = new Picture(8, 8, bytes(3 * 64));
        PictureFile.write(picture, folder.resolve("picture.png"));
        var captioner = attends.withEncoder(encoder).withBeam(3, 0.5, 2);
        captioner.save(folder.resolve("a.captioner"));
        var again = Captioner.load(folder.resolve("a.captioner"));
        var caption = again.caption(folder.resolve("picture.png"));
        assertEquals(captioner.caption(picture).text(), caption.text());
        assertEquals(2, caption.hypotheses().size());
        assertEquals(encoder.identity(), again.encoder().identity());
        attends.save(folder.resolve("b.captioner"));
        assertThrows(IllegalStateException.class, () -> Captioner.load(folder.resolve("b.captioner")).caption(picture));
        assertTrue(assertThrows(IOException.class, () -> Captioner.load(folder.resolve("b.captioner"), encoder)).getMessage()
            .contains("saved with the encoder []"));
        Files.write(folder.resolve("c.captioner"), Arrays.copyOf(Files.readAllBytes(folder.resolve("a.captioner")), 5000));
        assertThrows(IOException.class, () -> Captioner.load(folder.resolve("c.captioner")));
    }

    /** Of an encoder by others the file keeps which one it is. */
    @Test
    void knowsTheEncoderThatItHad(@TempDir Path folder) throws IOException {
        attends.withEncoder(named("one")).save(folder.resolve("a.captioner"));
        assertEquals("one", Captioner.load(folder.resolve("a.captioner"), named("one")).encoder().identity());
        assertTrue(assertThrows(IOException.class, () -> Captioner.load(folder.resolve("a.captioner"), named("two"))).getMessage()
            .contains("[one], given two"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> attends.withEncoder(wide())).getMessage().contains("5 features"));
    }

    private static GridEncoder named(String identity) {
        return encoder(identity, FEATURES);
    }

    private static GridEncoder wide() {
        return encoder("wide", 5);
    }

    private static GridEncoder encoder(String identity, int features) {
        return new GridEncoder() {
            @Override
            public float[][] encode(List<Picture> pictures) {
                return pictures.stream().map(picture -> grids.get(0)).toArray(float[][]::new);
            }

            @Override
            public List<Integer> shape() {
                return List.of(features, 1, PLACES);
            }

            @Override
            public String identity() {
                return identity;
            }
        };
    }

    private static byte[] bytes(int length) {
        var bytes = new byte[length];
        new Random(8).nextBytes(bytes);
        return bytes;
    }

    @Test
    void saysWhatDoesNotFit() {
        var graph = attends.graph();
        var few = new TextCodec(new SpaceTokenizer(), CODEC.vocabulary().first(6));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Captioner.of(graph, FEATURES, few)).getMessage().contains("has 6 symbols"));
        assertThrows(IllegalArgumentException.class, () -> attends.withBeam(0));
        assertTrue(assertThrows(IllegalStateException.class, () -> attends.captions(List.of())).getMessage().contains("withEncoder"));
        assertThrows(IllegalArgumentException.class, () -> attends.ofGrids(List.of(new float[8])));
    }
}
