package org.unrolled.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.data.DataListener;
import org.unrolled.data.DatasetException;
import org.unrolled.data.LocalServer;
import org.unrolled.data.RealData;

class CaptionFilesTest {
    private static final String WHOLE = """
            {"info": {"year": 2017, "deep": [[{"a": null}]]}, "licenses": [{"id": 1, "name": "x"}],
             "annotations": [{"image_id": 9, "id": 1, "caption": " A dog 😀. "}, {"image_id": 7, "id": 2, "caption": "Caf\\u00e9 cat."},
              {"image_id": 9, "id": 3, "caption": "One dog."}],
             "images": [{"id": 7, "file_name": "7.jpg", "width": 640, "height": 480, "coco_url": "http://x.org/7.jpg", "license": 1},
              {"id": 9, "file_name": "9.jpg", "width": 320, "height": 240}, {"id": 10, "file_name": "10.jpg"}]}
            """;
    private static final String KARPATHY = """
            {"images": [{"filepath": "val2014", "sentids": [1, 2], "filename": "a.jpg", "imgid": 0, "split": "test", "cocoid": 391895,
              "sentences": [{"tokens": ["a", "man"], "raw": "A man.", "imgid": 0, "sentid": 1}, {"raw": "One man 😀", "sentid": 2}]},
              {"filename": "b.jpg", "imgid": 1, "split": "restval", "sentences": [{"raw": "A dog"}]}], "dataset": "coco"}
            """;
    private static final List<CaptionedImage> IMAGES = List.of(
            new CaptionedImage(7, "7.jpg", 640, 480, "http://x.org/7.jpg", List.of("Café cat.")),
            new CaptionedImage(9, "9.jpg", 320, 240, "", List.of("A dog 😀.", "One dog.")),
            new CaptionedImage(10, "10.jpg", 0, 0, "", List.of()));

    @TempDir
    Path root;

    private Path file(String text) throws IOException {
        return Files.writeString(root.resolve("captions.json"), text);
    }

    @Test
    void cocoIsReadAndWritten() throws IOException {
        var set = CocoCaptions.read(file(WHOLE), "val");
        assertEquals(new CaptionSet("val", IMAGES), set);
        assertEquals(3, set.captions());
        assertEquals(List.of(IMAGES.get(2)), set.uncaptioned());
        assertEquals(IMAGES.subList(0, 2), set.captioned().images());
        var copy = root.resolve("copy.json");
        CocoCaptions.write(copy, set);
        assertEquals(set, CocoCaptions.read(copy, "val"));
        Files.writeString(root.resolve("9.jpg"), "picture");
        assertEquals(List.of(IMAGES.get(0), IMAGES.get(2)), set.missing(root));
    }

    @Test
    void karpathysPartsAreRead() throws IOException {
        var parts = CocoCaptions.readKarpathy(file(KARPATHY));
        assertEquals(List.of("test", "restval"), List.copyOf(parts.keySet()));
        assertEquals(List.of(new CaptionedImage(391895, "a.jpg", 0, 0, "", List.of("A man.", "One man 😀"))), parts.get("test").images());
        assertEquals(1, parts.get("restval").images().get(0).id());
    }

    @Test
    void flickrsFilesAreRead() throws IOException {
        var tokens = Files.writeString(root.resolve("tokens.txt"),
                "1_a.jpg#0\tA dog .\n1_a.jpg#1\tOne dog 😀\n2_b.jpg.1#0\tA # cat\n");
        var all = FlickrCaptions.read(tokens);
        assertEquals(List.of(List.of("A dog .", "One dog 😀"), List.of("A # cat")),
                all.images().stream().map(CaptionedImage::captions).toList());
        var names = Files.writeString(root.resolve("names.txt"), "2_b.jpg.1\n");
        assertEquals(List.of(all.images().get(1)), FlickrCaptions.part(all, "test", names).images());
        for (var line : List.of("c.jpg", "2_b.jpg.1\n2_b.jpg.1", "")) {
            Files.writeString(names, line + "\n");
            assertTrue(assertThrows(DatasetException.class, () -> FlickrCaptions.part(all, "x", names)).getMessage().contains(", line "));
        }
        for (var line : List.of("a.jpg A dog", "a.jpg#0\t ", "a.jpg#x\tA dog", "1_a.jpg#0\tAgain")) {
            Files.writeString(tokens, "1_a.jpg#0\tA dog\n" + line + "\n");
            var error = assertThrows(DatasetException.class, () -> FlickrCaptions.read(tokens), line);
            assertTrue(error.getMessage().startsWith(tokens + ", line 2: "), error.getMessage());
        }
    }

    @Test
    void damageIsNamedWithItsPlace() throws IOException {
        String[][] cases = {{"", "{"}, {"[]", "{"}, {"{}", "'images'"}, {"<html>", "line 1, column"},
            {WHOLE.substring(0, 300), "line 4, column "},
            {WHOLE + "x", "line 6"}, {WHOLE.replace("\"id\": 10", "\"id\": 9"), "a second image with the id 9"},
            {WHOLE.replace("\"image_id\": 7", "\"image_id\": 8"), "a caption of image 8"},
            {WHOLE.replace("\"id\": 3", "\"id\": 2"), "second caption with the id 2"},
            {WHOLE.replace("One dog.", " "), ": an empty caption"},
            {WHOLE.replace("\"caption\": \"One", "\"text\": \"One"), "without 'caption'"}, {WHOLE.replace("640", "-1"), "'width' is -1"},
            {WHOLE.replace("\"image_id\": 7, ", ""), "without 'image_id'"}, {WHOLE.replace("\"id\": 7", "\"id\": \"x\""), "'id' is 'x'"},
            {"{\"images\": [1]}", "line 1, column 13"}, {"{\"images\": [{\"id\": 7}]}", "without 'file_name'"}};
        for (var each : cases) {
            var file = file(each[0]);
            var error = assertThrows(DatasetException.class, () -> CocoCaptions.read(file, "x"), each[0]);
            assertTrue(error.getMessage().startsWith(file.toString()) && error.getMessage().contains(each[1]),
                    each[1] + ": " + error.getMessage());
        }
        var same = file(KARPATHY.replace("\"imgid\": 1, \"split\"", "\"imgid\": 391895, \"split\""));
        assertTrue(assertThrows(DatasetException.class, () -> CocoCaptions.readKarpathy(same)).getMessage().contains("second image"));
    }

    /** Bytes changed, cut, doubled: an error that names the file, or a result. */
    @Test
    void tenThousandDamagedFilesAreReadOrNamed() {
        var random = new Random(5);
        int[] seen = new int[2];
        assertTimeoutPreemptively(Duration.ofMinutes(2), () -> {
            for (int i = 0; i < 10_000; i++) {
                boolean karpathy = i % 3 == 0;
                byte[] bytes = (karpathy ? KARPATHY : WHOLE).getBytes(java.nio.charset.StandardCharsets.UTF_8);
                for (int n = random.nextInt(4); n >= 0; n--) {
                    int at = random.nextInt(bytes.length);
                    switch (random.nextInt(3)) {
                        case 0 -> bytes[at] = (byte) random.nextInt(256);
                        case 1 -> bytes[at] = (byte) "{}[]\":,0 \\".charAt(random.nextInt(10));
                        default -> bytes = random.nextInt(3) == 0 ? Arrays.copyOf(bytes, at + 1) : bytes;
                    }
                }
                var file = Files.write(root.resolve("damaged.json"), bytes);
                try {
                    assertTrue(karpathy ? !CocoCaptions.readKarpathy(file).isEmpty() : !CocoCaptions.read(file, "x").images().isEmpty());
                    seen[0]++;
                } catch (DatasetException e) {
                    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
                    seen[1]++;
                }
            }
            var deep = Files.writeString(root.resolve("deep.json"), "{\"x\": " + "[".repeat(1_000_000));
            assertThrows(DatasetException.class, () -> CocoCaptions.read(deep, "x"));
        });
        assertTrue(seen[0] > 1_000 && seen[1] > 1_000, Arrays.toString(seen));
    }

    @Test
    void partsShareNoImage() {
        var images = new ArrayList<CaptionedImage>();
        for (int i = 0; i < 100; i++) {
            images.add(new CaptionedImage(i, i + ".jpg", 1, 1, "", List.of("a")));
        }
        var set = new CaptionSet("all", images);
        var parts = set.split(10, 20, 3);
        assertEquals(List.of("train", "val", "test"), parts.stream().map(CaptionSet::split).toList());
        assertEquals(List.of(70, 10, 20), parts.stream().map(part -> part.images().size()).toList());
        var together = new HashSet<CaptionedImage>();
        parts.forEach(part -> together.addAll(part.images()));
        assertEquals(100, together.size());
        assertEquals(parts, set.split(10, 20, 3));
        assertNotEquals(parts, set.split(10, 20, 4));
        assertEquals(5, set.sample(5, 1).images().size());
        assertThrows(IllegalArgumentException.class, () -> set.split(90, 20, 3));
        assertThrows(IllegalArgumentException.class, () -> set.sample(101, 3));
    }

    @Test
    void imagesAreFetchedFromTheirAddresses_andTheNextTryGoesOn() throws IOException {
        try (var server = new LocalServer()) {
            var images = new ArrayList<CaptionedImage>();
            for (int i = 0; i < 3; i++) {
                images.add(new CaptionedImage(i, i + ".jpg", 1, 1, server.at("/" + i).toString(), List.of("a")));
            }
            var set = new CaptionSet("some", images);
            server.on("/0", LocalServer.file(new byte[] {1, 2, 3}, ""));
            server.on("/2", LocalServer.file(new byte[] {4}, ""));
            var first = set.fetch(root, 2, DataListener.silent());
            assertEquals(2, first.fetched());
            assertEquals(Set.of("1.jpg"), first.failed().keySet());
            assertEquals(images.subList(1, 2), set.missing(root));
            assertArrayEquals(new byte[] {1, 2, 3}, Files.readAllBytes(root.resolve("0.jpg")));
            server.requests.clear();
            server.on("/1", LocalServer.file(new byte[] {5}, ""));
            assertEquals(1, set.fetch(root, 2, DataListener.silent()).fetched());
            assertEquals(List.of("/1"), server.requests);
            assertEquals(List.of(), set.missing(root));
        }
        var nowhere = new CaptionSet("some", List.of(new CaptionedImage(7, "7.jpg", 1, 1, "", List.of("a"))));
        var e = assertThrows(DatasetException.class, () -> nowhere.fetch(root, 1, DataListener.silent()));
        assertTrue(e.getMessage().contains("7.jpg"), e.getMessage());
    }

    @Test
    void realCocoIsRead() {
        var cache = RealData.cache(root);
        var set = CocoCaptions.read(cache, "val2017");
        assertTrue(set.images().stream().allMatch(image -> image.captions().size() == 5 && image.width() > 0));
        assertTrue(Files.exists(cache.path("coco-captions", "val2017/" + set.images().get(0).fileName())));
    }
}
