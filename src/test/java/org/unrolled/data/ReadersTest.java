package org.unrolled.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.data.Multi30k.Part;

class ReadersTest {
    @TempDir
    private Path root;

    @Test
    void onlyALineFeedEndsALine() throws IOException {
        var file = root.resolve("latin1.txt");
        Files.write(file, "caf\u00e9\u0085 noir\nsecond".getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(List.of("caf\u00e9\u0085 noir", "second"), DataLines.read(file, StandardCharsets.ISO_8859_1));
    }

    @Test
    void aCutOrCorruptGzipIsNamed() throws IOException {
        var file = root.resolve("text.gz");
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("ein Hund\nzwei Hunde\n".getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(List.of("ein Hund", "zwei Hunde"), DataLines.read(file, StandardCharsets.UTF_8));
        var bytes = Files.readAllBytes(file);
        for (var damaged : List.of(Arrays.copyOf(bytes, bytes.length - 6), new byte[] {1, 2, 3}, new byte[0])) {
            Files.write(file, damaged);
            var error = assertThrows(DatasetException.class, () -> DataLines.read(file, StandardCharsets.UTF_8));
            assertTrue(error.getMessage().startsWith(file + " is damaged"), error.getMessage());
        }
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        var file = root.resolve("text");
        Files.write(file, new byte[] {'a', (byte) 0xe9, '\n'});
        assertThrows(DatasetException.class, () -> DataLines.read(file, StandardCharsets.UTF_8));
        assertEquals(List.of("a\u00e9"), DataLines.read(file, StandardCharsets.ISO_8859_1));
    }

    @Test
    void aRecordingsNameSaysWhatItIs() {
        var file = Path.of("recordings", "7_lucas_32.wav");
        assertEquals(new SpokenDigit(7, "lucas", 32, file), SpokenDigit.of(file));
        assertThrows(DatasetException.class, () -> SpokenDigit.of(Path.of("seven.wav")));
    }

    @Test
    void theRealSentenceSetsHaveTheirPublishedSizes() {
        var cache = RealData.cache(root);
        assertEquals(1_115_394, cache.text("tinyshakespeare", "input.txt").length());
        var train = Multi30k.read(cache, Part.TRAIN, "de", "en");
        assertEquals(29_000, train.size());
        assertTrue(train.stream().allMatch(pair -> !pair.source().isBlank() && !pair.target().isBlank()));
        assertEquals(1_014, Multi30k.read(cache, Part.VALIDATION, "fr", "en").size());
        assertEquals(1_000, Multi30k.read(cache, Part.TEST_2016, "de", "en").size());
        assertEquals(1_000, Multi30k.read(cache, Part.TEST_2017, "de", "en").size());

        var reviews = LabelledSentences.movieReviews(cache).stream()
                .collect(Collectors.groupingBy(LabelledSentence::label, Collectors.counting()));
        assertEquals(java.util.Map.of("positive", 5_331L, "negative", 5_331L), reviews);
        assertEquals(5_452, LabelledSentences.trec(cache, "train").size());
        var questions = LabelledSentences.trec(cache, "test");
        assertEquals(500, questions.size());
        assertEquals(6, questions.stream().map(LabelledSentence::label).distinct().count());
        assertTrue(questions.stream().allMatch(each -> each.fineLabel().startsWith(each.label() + ":")));
        assertEquals(List.of(6_920, 872, 1_821), List.of("train", "dev", "test").stream()
                .map(part -> LabelledSentences.sst2(cache, part).size()).toList());
        var messages = LabelledSentences.smsSpam(cache);
        assertEquals(List.of(4_827L, 747L), List.of("ham", "spam").stream()
                .map(label -> messages.stream().filter(each -> each.label().equals(label)).count()).toList());
        for (var name : List.of("tinyshakespeare", "multi30k", "movie-reviews", "trec", "sst2", "sms-spam")) {
            cache.fetch(name);
            assertTrue(cache.verify(name).stream().allMatch(each -> each.state() == DataCache.State.CACHED), name);
        }
    }

    @Test
    void theRealRecordingsAndCaptionsAreThere() {
        var cache = RealData.cache(root);
        var digits = SpokenDigit.list(cache);
        assertEquals(2_000, digits.size());
        assertEquals(List.of("george", "jackson", "lucas", "nicolas"),
                digits.stream().map(SpokenDigit::speaker).distinct().toList());
        assertEquals(200, digits.stream().filter(each -> each.digit() == 7).count());
    }
}
