package org.unrolled.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.unrolled.data.RealData;
import org.unrolled.files.Resource;
import org.unrolled.scenes.RenderedScenes;

/** Features as ONNX Runtime gives them in Python (stored cases of {@code src/test/cases/encoder_cases.py}), and as others computed them. */
class PretrainedEncoderTest {
    private static final EncoderSettings LITE = EncoderSettings.EFFICIENTNET_LITE0;
    private static final Consumer<PictureException> RAISED = bad -> {
        throw bad;
    };

    @TempDir
    Path folder;

    @Test
    void featuresAreThoseOfPython() throws IOException {
        var pictures = new HashMap<String, byte[]>();
        new ObjectMapper().readTree(Resource.text(getClass(), "/vision/images.json")).get("files").forEach(each ->
                pictures.put(each.get("name").asText(), Base64.getDecoder().decode(each.get("file").asText())));
        int seen = 0;
        for (var each : new ObjectMapper().readTree(Resource.text(getClass(), "/vision/encoders.json")).get("cases")) {
            var settings = each.get("network").asText().equals(LITE.file()) ? LITE : EncoderSettings.SQUEEZENET;
            var name = each.get("picture").asText();
            try (var encoder = PretrainedEncoder.open(settings, network(settings), settings.grid())) {
                var features = encoder.global(encoder.encode(List.of(PictureFile.read(name, pictures.get(name).clone())))[0]);
                var expected = each.get("global");
                assertEquals(expected.size(), features.length);
                for (int i = 0; i < features.length; i++) {
                    double value = expected.get(i).asDouble();
                    assertEquals(value, features[i], 1e-4 * Math.max(1, Math.abs(value)), settings.name() + ", " + name + ", feature " + i);
                }
                seen++;
            }
        }
        assertEquals(6, seen);
    }

    /** Without the name of the map the same one is found: it is what the pooling reads. */
    @Test
    void theClassifierIsCroppedAtThePooling() {
        var unnamed = new EncoderSettings("Lite0", LITE.file(), LITE.side(), false, LITE.pixels(), "", LITE.channels(), LITE.grid());
        var picture = new RenderedScenes(1).part("some", 1, false).get(0).picture();
        try (var named = PretrainedEncoder.open(LITE, network(LITE), 4); var found = PretrainedEncoder.open(unnamed, network(LITE), 4)) {
            assertArrayEquals(named.encode(List.of(picture))[0], found.encode(List.of(picture, picture))[1], 1e-4f);
        }
    }

    @Test
    void flickrsFeaturesAreThoseThatAreStored() throws IOException {
        var data = flickr();
        double sum = 0;
        double least = 1;
        int count = 0;
        try (var zip = new ZipFile(data.resolve("images-480.zip").toFile()); var encoder = PretrainedEncoder.open(LITE, network(LITE), 4)) {
            for (var split : List.of("train", "dev", "test")) {
                var order = Files.readAllLines(data.resolve("images-" + split + ".txt"));
                var entries = new HashMap<String, ZipEntry>();
                zip.stream().forEach(entry -> entries.put(entry.getName().substring(entry.getName().lastIndexOf('/') + 1), entry));
                try (var in = new GZIPInputStream(Files.newInputStream(data.resolve("features4x4-" + split + ".bin.gz")), 1 << 16)) {
                    for (var name : order) {
                        var packed = in.readNBytes(10_240);
                        var entry = entries.get(name.strip());
                        if (entry == null) {
                            continue;
                        }
                        var picture = PictureFile.read(name, zip.getInputStream(entry).readAllBytes());
                        double cosine = cosine(encoder.encode(List.of(picture))[0], packed);
                        sum += cosine;
                        least = Math.min(least, cosine);
                        count++;
                    }
                }
            }
        }
        System.out.printf(Locale.ROOT, "%d photographs: cosine with the stored features %.4f on average, %.4f at least%n", count,
                sum / count, least);
        assertEquals(480, count);
        assertTrue(sum / count >= 0.98 && least >= 0.95, sum / count + " on average, " + least + " at least");
    }

    @Test
    void featuresGoOnWhereTheyStopped() throws IOException {
        var model = network(LITE);
        RenderedScenes.write(new RenderedScenes(1).part("some", 5, false), folder);
        var pictures = new ArrayList<Path>();
        for (int i = 0; i < 5; i++) {
            pictures.add(folder.resolve("some-0000" + i + ".png"));
        }
        var file = folder.resolve("features");
        var done = new ArrayList<Integer>();
        try (var encoder = PretrainedEncoder.open(LITE, model, 2); var features = encoder.featureFile(file)) {
            encoder.encode(pictures.subList(0, 3), features, 2, done::add, RAISED);
            encoder.encode(pictures, features, 2, done::add, RAISED);
            assertEquals(List.of(2, 3, 5), done);
            assertEquals(5120, features.get("some-00004.png").length);
        }
        try (var other = PretrainedEncoder.open(LITE, model, 4)) {
            var error = assertThrows(PictureException.class, () -> other.featureFile(file));
            assertTrue(error.getMessage().contains("it holds features of [1280, 2, 2] by EfficientNet-Lite0"), error.getMessage());
        }
    }

    @Test
    void otherFilesAreNamed() throws IOException {
        var text = Files.writeString(folder.resolve("text.onnx"), "no network");
        var error = assertThrows(PictureException.class, () -> PretrainedEncoder.open(LITE, text, 4));
        assertTrue(error.getMessage().contains("text.onnx: no ONNX file"), error.getMessage());
        var empty = Files.write(folder.resolve("empty.onnx"), new byte[0]);
        assertThrows(PictureException.class, () -> PretrainedEncoder.open(LITE, empty, 4));
        var model = network(LITE);
        error = assertThrows(PictureException.class, () -> PretrainedEncoder.open(EncoderSettings.RESNET_50, model, 4));
        assertTrue(error.getMessage().contains("it has no map 'resnetv17_stage4_activation2'"), error.getMessage());
        error = assertThrows(PictureException.class, () -> PretrainedEncoder.open(EncoderSettings.SQUEEZENET, model, 4));
        assertTrue(error.getMessage().contains("its inputs are"), error.getMessage());
        var half = Files.write(folder.resolve("half.onnx"), Arrays.copyOf(Files.readAllBytes(model), 1_000_000));
        assertThrows(PictureException.class, () -> PretrainedEncoder.open(LITE, half, 4));
        assertThrows(PictureException.class, () -> PretrainedEncoder.open(LITE, folder.resolve("absent"), 4));
        assertThrows(IllegalArgumentException.class, () -> PretrainedEncoder.open(LITE, model, 8));
    }

    @Test
    void windowsAreSpreadEvenly() {
        var map = new float[49];
        for (int i = 0; i < 49; i++) {
            map[i] = i % 7;
        }
        assertArrayEquals(new float[] {0.5f, 2.5f, 3.5f, 5.5f}, Arrays.copyOf(PretrainedEncoder.pooled(map, 1, 7, 4), 4));
        assertArrayEquals(new float[] {3}, PretrainedEncoder.pooled(map, 1, 7, 1));
    }

    private static double cosine(float[] features, byte[] packed) {
        double product = 0;
        double one = 0;
        double other = 0;
        for (int i = 0; i < features.length; i++) {
            double stored = (packed[i / 2] >> 4 * (i % 2) & 15) / 15.0;
            stored *= stored * 6;
            product += stored * features[i];
            one += stored * stored;
            other += features[i] * (double) features[i];
        }
        return product / Math.sqrt(one * other);
    }

    private Path network(EncoderSettings settings) {
        return RealData.cache(folder.resolve("cache")).path("image-encoders", settings.file());
    }

    private static Path flickr() {
        var folder = Optional.ofNullable(System.getenv("UNROLLED_MIRROR")).map(Path::of).orElse(Path.of("..", "shared", "data"))
                .resolve("flickr8k");
        assumeTrue(Files.isDirectory(folder), "no photographs of Flickr8k in the mirror");
        return folder;
    }
}
