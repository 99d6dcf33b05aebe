package org.unrolled.speech;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unrolled.audio.SoundFileException;
import org.unrolled.data.DatasetException;
import org.unrolled.speech.An4Corpus.Part;

/** AN4 and LibriSpeech in their layout and formats, but small; the sounds are made here or by libFLAC. */
class SpeechCorporaTest {
    private static final Path FLAC = Path.of("src/test/resources/audio/mono16.flac");

    @TempDir
    private Path root;

    @BeforeEach
    void write() throws IOException {
        write("an4/etc/an4_train.fileids", "an4_clstk/fash/an251-fash-b\nan4_clstk/mjbh/cen3-mjbh-b\n");
        write("an4/etc/an4_train.transcription", "<s> YES </s> (an251-fash-b)\n<s> ONE  FIFTY G </s> (cen3-mjbh-b)\n");
        write("an4/etc/an4_test.fileids", "an4test_clstk/fcaw/an406-fcaw-b\n");
        write("an4/etc/an4_test.transcription", "RUBOUT G M (an406-fcaw-b)\n");
        for (var sound : List.of("an4_clstk/fash/an251-fash-b", "an4_clstk/mjbh/cen3-mjbh-b", "an4test_clstk/fcaw/an406-fcaw-b")) {
            sphere("an4/wav/" + sound + ".sph", 0, 8192, -16384);
        }
        write("dev-clean/84/121550/84-121550.trans.txt", "84-121550-0000 BUT WITH FULL RAVISHMENT\n84-121550-0001 I'LL GO\n");
        write("dev-clean/174/50561/174-50561.trans.txt", "174-50561-0000 FORGOTTEN TOO\n");
        for (var sound : List.of("84/121550/84-121550-0000", "84/121550/84-121550-0001", "174/50561/174-50561-0000")) {
            Files.copy(FLAC, root.resolve("dev-clean/" + sound + ".flac"));
        }
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }

    /** A SPHERE file as AN4 has them: 16 bits, the big end first. */
    private void sphere(String file, int... samples) throws IOException {
        var header = "NIST_1A\n   1024\nchannel_count -i 1\nsample_count -i " + samples.length + "\nsample_rate -i 16000\n"
                + "sample_n_bytes -i 2\nsample_byte_format -s2 10\nsample_sig_bits -i 16\nend_head\n";
        var out = new ByteArrayOutputStream();
        out.write((header + " ".repeat(1024 - header.length())).getBytes(StandardCharsets.US_ASCII));
        for (int sample : samples) {
            out.write(sample >> 8);
            out.write(sample);
        }
        Files.createDirectories(root.resolve(file).getParent());
        Files.write(root.resolve(file), out.toByteArray());
    }

    @Test
    void an4HasTranscriptsSpeakersAndSounds() throws IOException {
        var train = An4Corpus.list(root.resolve("an4"), Part.TRAIN);
        assertEquals(List.of("yes", "one fifty g"), train.stream().map(SpeechFile::text).toList());
        assertEquals(List.of("fash", "mjbh"), train.stream().map(SpeechFile::speaker).toList());
        assertEquals(List.of("an251-fash-b", "cen3-mjbh-b"), train.stream().map(SpeechFile::name).toList());
        var sound = SpeechFile.utterances(train).get(1).sound();
        assertEquals(16_000, sound.sampleRate());
        assertEquals(List.of(0f, 0.25f, -0.5f), List.of(sound.samples()[0], sound.samples()[1], sound.samples()[2]));
        assertEquals("rubout g m", An4Corpus.list(root.resolve("an4"), Part.TEST).get(0).text());

        // The cache keeps the sounds without their folders.
        Files.move(root.resolve("an4/wav/an4test_clstk/fcaw/an406-fcaw-b.sph"), root.resolve("an4/wav/an406-fcaw-b.sph"));
        assertEquals(root.resolve("an4/wav/an406-fcaw-b.sph"), An4Corpus.list(root.resolve("an4"), Part.TEST).get(0).file());
    }

    @Test
    void brokenLinesOfAn4AreNamed() throws IOException {
        var transcription = root.resolve("an4/etc/an4_train.transcription");
        for (var second : List.of("<s> ONE </s> (another)", "<s> ONE </s>", "")) {
            Files.writeString(transcription, "<s> YES </s> (an251-fash-b)\n" + second + "\n");
            an4(transcription + ", line 2: expected <s> TRANSCRIPT </s> (cen3-mjbh-b)");
        }
        Files.writeString(transcription, "<s> </s> (an251-fash-b)\n<s> NO </s> (cen3-mjbh-b)\n");
        an4(transcription + ", line 1: expected a transcript, it is empty");
        Files.writeString(transcription, "<s> YES </s> (an251-fash-b)\n");
        an4("has 2 lines, " + transcription + " has 1");
        Files.delete(transcription);
        an4(transcription + " can't be read");
    }

    @Test
    void soundsOfAn4ThatLackAreNamed() throws IOException {
        var ids = root.resolve("an4/etc/an4_train.fileids");
        Files.delete(root.resolve("an4/wav/an4_clstk/mjbh/cen3-mjbh-b.sph"));
        an4(ids + ", line 2: expected the sound " + root.resolve("an4/wav/an4_clstk/mjbh/cen3-mjbh-b.sph") + ", which is not there");
        Files.writeString(ids, "an4_clstk/fash/an251-fash-b\nmjbh\n");
        an4(ids + ", line 2: expected FOLDER/SPEAKER/NAME, not \"mjbh\"");
    }

    private void an4(String message) {
        var e = assertThrows(DatasetException.class, () -> An4Corpus.list(root.resolve("an4"), Part.TRAIN));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }

    @Test
    void libriSpeechHasTranscriptsSpeakersAndSounds() throws IOException {
        var files = LibriSpeech.list(root.resolve("dev-clean"));
        assertEquals(List.of("forgotten too", "but with full ravishment", "i'll go"), files.stream().map(SpeechFile::text).toList());
        assertEquals(List.of("174", "84", "84"), files.stream().map(SpeechFile::speaker).toList());
        assertEquals("84-121550-0001", files.get(2).name());
        for (var utterance : SpeechFile.utterances(files)) {
            assertEquals(16_000, utterance.sound().sampleRate());
            assertEquals(5000, utterance.sound().samples().length);
        }

        // The cache keeps chapters in one folder.
        Files.createDirectories(root.resolve("flat"));
        for (var file : SpeechFile.below(root.resolve("dev-clean"), "")) {
            Files.copy(file, root.resolve("flat").resolve(file.getFileName()));
        }
        assertEquals(files.stream().map(SpeechFile::name).toList(),
                LibriSpeech.list(root.resolve("flat")).stream().map(SpeechFile::name).toList());
    }

    @Test
    void whatIsBrokenInLibriSpeechIsNamed() throws IOException {
        var transcripts = root.resolve("dev-clean/84/121550/84-121550.trans.txt");
        var whole = Files.readString(transcripts);
        for (var second : List.of("84-121550-0001", "GO ON", "", "84-121550 GO")) {
            Files.writeString(transcripts, whole.lines().findFirst().orElseThrow() + "\n" + second + "\n");
            libriSpeech(transcripts + ", line 2: expected SPEAKER-CHAPTER-NUMBER and a transcript");
        }
        Files.writeString(transcripts, whole + "84-121550-0001 AGAIN\n");
        libriSpeech(transcripts + ", line 3: expected one transcript for each sound");
        Files.writeString(transcripts, whole + "84-121550-0002 MORE\n");
        libriSpeech(transcripts + ", line 3: expected the sound");
        Files.writeString(transcripts, whole);
        var more = Files.copy(FLAC, root.resolve("dev-clean/84/121550/84-121550-0009.flac"));
        libriSpeech(more + " has no transcript");
        Files.delete(more);
        Files.writeString(root.resolve("dev-clean/84/121550/84-121550-0000.flac"), "no sound");
        var sound = SpeechFile.utterances(LibriSpeech.list(root.resolve("dev-clean")));
        assertTrue(assertThrows(SoundFileException.class, () -> sound.get(1)).getMessage()
                .contains("84-121550-0000.flac, byte 0: not a FLAC file"));
    }

    @Test
    void anEmptyFolderOrNoneIsNamed() throws IOException {
        Files.createDirectories(root.resolve("empty"));
        var e = assertThrows(DatasetException.class, () -> LibriSpeech.list(root.resolve("empty")));
        assertTrue(e.getMessage().startsWith(root.resolve("empty") + " has no file that ends in .trans.txt"), e.getMessage());
        assertTrue(assertThrows(DatasetException.class, () -> LibriSpeech.list(root.resolve("none"))).getMessage()
                .contains("none can't be read"));
        assertTrue(assertThrows(DatasetException.class, () -> new SpeechFile(Path.of("a.mp3"), "a", "b", "c").read()).getMessage()
                .contains("a.mp3 is no sound file that can be read: expected .wav, .flac or .sph"));
    }

    private void libriSpeech(String message) {
        var e = assertThrows(DatasetException.class, () -> LibriSpeech.list(root.resolve("dev-clean")));
        assertTrue(e.getMessage().contains(message), e.getMessage());
    }
}
