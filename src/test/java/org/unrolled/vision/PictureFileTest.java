package org.unrolled.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.unrolled.files.Resource;

/** Files as Pillow reads them (stored cases of {@code src/test/cases/image_cases.py}), and files that nobody can read. */
class PictureFileTest {
    @TempDir
    Path folder;

    @Test
    void filesHaveTheLevelsThatPillowReads() throws IOException {
        var cases = cases().get("files");
        assertEquals(25, cases.size());
        for (var each : cases) {
            var name = each.get("name").asText();
            var picture = PictureFile.read(name, bytes(each, "file"));
            assertEquals(List.of(each.get("width").asInt(), each.get("height").asInt()), List.of(picture.width(), picture.height()), name);
            // libjpeg-turbo and Java's libjpeg differ in how they fill in colour that is stored for each second pixel.
            boolean halved = name.equals("colour.jpg") || name.equals("progressive.jpg");
            compare(bytes(each, "rgb"), picture, name.endsWith(".png") ? 1 : halved ? 4 : 2, 0.5, name);
        }
    }

    /** The bytes are the caller's: they can be read again, with the orientation that stands in them. */
    @Test
    void theFileInMemoryStaysAsItIs() throws IOException {
        int seen = 0;
        for (var each : cases().get("files")) {
            var file = bytes(each, "file");
            var copy = file.clone();
            var once = PictureFile.read("once", file);
            assertArrayEquals(copy, file, each.get("name").asText());
            assertArrayEquals(once.rgb(), PictureFile.read("again", file).rgb(), each.get("name").asText());
            seen++;
        }
        assertTrue(seen > 20, seen + " files");
    }

    @Test
    void resizingHasPillowsLevels() throws IOException {
        var sizes = cases().get("sizes");
        var source = PictureFile.read("source", bytes(sizes, "file"));
        for (var each : sizes.get("cases")) {
            var resized = source.resize(each.get("width").asInt(), each.get("height").asInt());
            compare(bytes(each, "rgb"), resized, 1, 0.05, each.get("width") + " x " + each.get("height"));
        }
        assertEquals(14, sizes.get("cases").size());
    }

    @Test
    void partsAreWhereTheyWere() {
        var picture = new Picture(3, 2, new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, (byte) 200});
        assertArrayEquals(new byte[] {3, 4, 5, 13, 14, 15}, picture.crop(1, 0, 1, 2).rgb());
        assertArrayEquals(picture.crop(1, 0, 1, 2).rgb(), picture.centreCrop(1, 2).rgb());
        assertEquals(200, picture.level(2, 1, 2));
        assertEquals("a picture of 7 x 5 pixels", picture.resizeShortSide(5).toString());
        assertThrows(IllegalArgumentException.class, () -> picture.crop(1, 0, 3, 2));
        assertThrows(IllegalArgumentException.class, () -> picture.centreCrop(4, 2));
        assertThrows(IllegalArgumentException.class, () -> new Picture(2, 2, new byte[11]));
    }

    @Test
    void badFilesAreNamedAndSkipped() throws IOException {
        var picture = new Picture(2, 1, new byte[] {1, 2, 3, 4, 5, 6});
        PictureFile.write(picture, folder.resolve("good.png"));
        Files.writeString(folder.resolve("text.jpg"), "no picture");
        Files.write(folder.resolve("cut.png"), Arrays.copyOf(PictureFile.png(picture), 50));
        var told = new ArrayList<String>();
        var files = List.of(folder.resolve("absent.jpg"), folder.resolve("text.jpg"), folder.resolve("good.png"),
                folder.resolve("cut.png"));
        var read = PictureFile.readAll(files, error -> told.add(error.getMessage()));
        assertEquals(List.of(folder.resolve("good.png")), List.copyOf(read.keySet()));
        assertArrayEquals(picture.rgb(), read.get(folder.resolve("good.png")).rgb());
        assertEquals(3, told.size());
        assertTrue(told.get(1).contains("text.jpg: neither a JPEG nor a PNG"), told.get(1));
        assertTrue(told.get(2).contains("cut.png: truncated"), told.get(2));
    }

    @Test
    void truncatedJpegIsNoPicture() throws IOException {
        for (var each : cases().get("files")) {
            var file = bytes(each, "file");
            if (each.get("name").asText().endsWith(".jpg")) {
                for (int left : new int[] {3, 30, file.length / 2, file.length - 60}) {
                    assertThrows(PictureException.class, () -> PictureFile.read("cut", Arrays.copyOf(file, left)),
                            each.get("name") + " " + left);
                }
            }
        }
    }

    @Test
    void hugeClaimsAreRefusedBeforeAnythingIsMade() throws IOException {
        var bomb = png(50_000, 50_000, new byte[40]);
        var error = assertThrows(PictureException.class, () -> PictureFile.read("bomb.png", bomb));
        assertEquals("bomb.png: says that it has 50000 x 50000 pixels: expected sides of 1 to 65535 and at most 536870912 pixels, "
                + "reduce it first", error.getMessage());
        var small = png(20_000, 20_000, new byte[40]);
        error = assertThrows(PictureException.class, () -> PictureFile.read("small.png", small));
        assertTrue(error.getMessage().contains("which can't be in"), error.getMessage());
    }

    /** 400 million pixels, 1.2 GB as they are. */
    @Test
    void widePicturesAreReadInPart() throws IOException {
        var rows = new ByteArrayOutputStream();
        try (var deflate = new DeflaterOutputStream(rows)) {
            for (int y = 0; y < 3000; y++) {
                var row = new byte[1 + 20_000];
                Arrays.fill(row, 1, 10_001, (byte) (y < 1500 ? 50 : 100));
                deflate.write(row);
            }
        }
        var file = png(20_000, 3000, rows.toByteArray());
        var picture = assertTimeout(Duration.ofSeconds(60), () -> PictureFile.read("wide.png", file));
        assertEquals("a picture of 10000 x 1500 pixels", picture.toString());
        assertEquals(List.of(50, 100, 0), List.of(picture.level(4999, 749, 0), picture.level(4999, 750, 1), picture.level(5000, 750, 2)));
        var image = new BufferedImage(20_000, 1000, BufferedImage.TYPE_3BYTE_BGR);
        image.setRGB(0, 0, 0xffffff);
        var jpeg = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", jpeg);
        assertEquals("a picture of 10000 x 500 pixels", PictureFile.read("wide.jpg", jpeg.toByteArray()).toString());
    }

    @Test
    void damagedFilesDoNoHarm() throws IOException {
        var files = new ArrayList<byte[]>();
        cases().get("files").forEach(each -> files.add(bytes(each, "file")));
        var random = new Random(1);
        int[] read = new int[2];
        long start = System.nanoTime();
        for (int i = 0; i < Integer.getInteger("unrolled.damaged", 2000); i++) {
            var file = files.get(random.nextInt(files.size())).clone();
            for (int change = random.nextInt(6); change >= 0; change--) {
                int at = random.nextInt(file.length);
                if (random.nextInt(8) == 0) {
                    file = random.nextBoolean() ? Arrays.copyOf(file, Math.max(1, at)) : joined(file, at, random);
                } else {
                    file[at % file.length] = (byte) random.nextInt(256);
                }
            }
            if (file.length > 40 && file[1] == 'P' && random.nextBoolean()) {
                mend(file);
            }
            try {
                PictureFile.read("damaged", file);
                read[0]++;
            } catch (PictureException e) {
                assertTrue(e.getMessage().startsWith("damaged: "), e.getMessage());
                read[1]++;
            }
        }
        System.out.printf("%d damaged files read, %d refused, %.1f s%n", read[0], read[1], (System.nanoTime() - start) / 1e9);
        assertTrue(read[0] > 20 && read[1] > 500, read[0] + " read, " + read[1] + " refused");
    }

    private static void compare(byte[] expected, Picture picture, int most, double mostOnAverage, String what) {
        assertEquals(expected.length, picture.rgb().length, what);
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            int difference = Math.abs((expected[i] & 0xff) - (picture.rgb()[i] & 0xff));
            assertTrue(difference <= most, what + " differs by " + difference + " at byte " + i);
            sum += difference;
        }
        assertTrue(sum / expected.length < mostOnAverage, what + " differs by " + sum / expected.length + " on average");
    }

    private static byte[] joined(byte[] file, int at, Random random) {
        int from = random.nextInt(file.length);
        var made = new byte[at + file.length - from];
        System.arraycopy(file, 0, made, 0, at);
        System.arraycopy(file, from, made, at, file.length - from);
        return made.length == 0 ? new byte[1] : made;
    }

    /** Checksums for what a chunk holds now, or no change would get beyond them. */
    private static void mend(byte[] png) {
        var buffer = ByteBuffer.wrap(png);
        for (int at = 8; at <= png.length - 12 && buffer.getInt(at) >= 0 && buffer.getInt(at) <= png.length - 12 - at;) {
            int length = buffer.getInt(at);
            var crc = new CRC32();
            crc.update(png, at + 4, length + 4);
            buffer.putInt(at + 8 + length, (int) crc.getValue());
            at += length + 12;
        }
    }

    /** A grey PNG file of 8 bits. @param pixels deflated rows */
    private static byte[] png(int width, int height, byte[] pixels) throws IOException {
        var out = ByteBuffer.allocate(8 + 25 + 12 + pixels.length + 12);
        out.put(Arrays.copyOf(PictureFile.png(new Picture(1, 1, new byte[3])), 8));
        out.putInt(13).put("IHDR".getBytes()).putInt(width).putInt(height).put(new byte[] {8, 0, 0, 0, 0}).putInt(0);
        out.putInt(pixels.length).put("IDAT".getBytes()).put(pixels).putInt(0);
        out.putInt(0).put("IEND".getBytes()).putInt(0);
        mend(out.array());
        return out.array();
    }

    private static JsonNode cases() throws IOException {
        return new ObjectMapper().readTree(Resource.text(PictureFileTest.class, "/vision/images.json"));
    }

    private static byte[] bytes(JsonNode of, String name) {
        return Base64.getDecoder().decode(of.get(name).asText());
    }
}
