package org.unrolled.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.unrolled.data.RealData;
import org.unrolled.data.SpokenDigit;

class SoundFilesTest {
    private static final byte[] FORMAT = WavBytes.format(1, 1, 8000, 16);
    private static final byte[] THREE = WavBytes.shorts(0, 16384, -32768);
    private static final float[] SAMPLES = {0, 0.5f, -1};

    @TempDir
    private Path folder;

    static Stream<AudioCases.Case> libsndfile() {
        return AudioCases.read("files");
    }

    @ParameterizedTest
    @MethodSource("libsndfile")
    void theSamplesAreThoseThatLibsndfileReads(AudioCases.Case given) {
        var file = AudioCases.file(given.text("name"));
        var recording = given.text("name").endsWith(".sph") ? SphereFile.read("it", file) : WavFile.read("it", file);
        var theirs = given.rows("channels");
        assertEquals(22_050, recording.sampleRate());
        assertEquals(theirs.length, recording.channels().length);
        for (var channel = 0; channel < theirs.length; channel++) {
            assertArrayEquals(theirs[channel], SpeechFeaturesTest.doubles(recording.channels()[channel]), 1e-7, "channel " + channel);
        }
        // Of each channel 1 and -1; of mu-law also what is nearest to them.
        var ends = 2L * theirs.length;
        assertEquals(recording.format() == SampleFormat.MU_LAW ? Math.max(ends, recording.clipped()) : ends, recording.clipped());
    }

    @ParameterizedTest
    @EnumSource(SampleFormat.class)
    void whatIsWrittenIsReadAgain(SampleFormat format) {
        var random = new Random(2);
        for (var channels : new int[] {1, 2, 5}) {
            var given = new float[channels][33];
            for (var channel : given) {
                for (var i = 0; i < 33; i++) {
                    channel[i] = i < 2 ? 2 * i - 1 : (float) (2 * random.nextDouble() - 1);
                }
            }
            var file = folder.resolve(format + "-" + channels + ".wav");
            assertEquals(0, WavFile.write(new Recording(given, 44_100, format), file));
            var read = WavFile.read(file);
            assertEquals(format, read.format());
            var step = format.isFloat() ? 0 : format == SampleFormat.MU_LAW ? 0.04f : (float) Math.scalb(1.0, 1 - 8 * format.bytes());
            for (var channel = 0; channel < channels; channel++) {
                assertArrayEquals(given[channel], read.channels()[channel], step);
            }
            // Once in the format, a sound stays exactly what it is.
            WavFile.write(read, file);
            assertTrue(Arrays.deepEquals(read.channels(), WavFile.read(file).channels()));
        }
    }

    /** Byte for byte what libsndfile writes. */
    @Test
    void plainSoundsHaveThePlainestHeader() throws IOException {
        var file = folder.resolve("copy.wav");
        WavFile.write(AudioCases.sound("speech-8k.wav"), file);
        assertArrayEquals(AudioCases.file("speech-8k.wav"), Files.readAllBytes(file));
        assertArrayEquals(AudioCases.file("speech-8k.wav"), WavFile.bytes(AudioCases.sound("speech-8k.wav")));
    }

    @Test
    void chunksMayComeInAnyOrder() {
        var odd = new byte[] {1, 2, 3};
        var orders = Stream.of(
                new WavBytes().chunk("fmt ", FORMAT).chunk("data", THREE),
                new WavBytes().chunk("LIST", odd).chunk("fmt ", FORMAT).chunk("junk", odd).chunk("data", THREE).chunk("id3 ", odd),
                new WavBytes().chunk("data", THREE).chunk("odd ", odd).chunk("fmt ", FORMAT).chunk("cue ", odd),
                new WavBytes().chunk("fmt ", FORMAT).chunk("data", THREE).raw(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 9}),
                new WavBytes().chunk("fmt ", FORMAT).chunk("data", THREE).chunk("LIST", 999, odd)).toList();
        for (var each : orders) {
            assertArrayEquals(SAMPLES, read(each).channels()[0]);
        }
        assertArrayEquals(new float[] {-1, 0, 127 / 128f}, read(new WavBytes().chunk("fmt ", WavBytes.format(1, 1, 8000, 8))
                .chunk("data", new byte[] {0, (byte) 128, (byte) 255}).chunk("LIST", odd)).channels()[0]);
    }

    @Test
    void sizesThatAWriterCouldNotFillInReachToTheEnd() {
        for (var size : new int[] {0, -1, 0x7ffff000}) {
            var streamed = new WavBytes().riffSize(size).chunk("fmt ", FORMAT).chunk("data", size, THREE);
            assertArrayEquals(SAMPLES, read(streamed).channels()[0], "size " + size);
            // Half a sample at the end of a stream that was cut.
            assertArrayEquals(SAMPLES, read(streamed.raw(new byte[] {7})).channels()[0]);
        }
        var known = new WavBytes().riffSize(0).chunk("fmt ", FORMAT).chunk("data", THREE).chunk("LIST", new byte[4]);
        assertArrayEquals(SAMPLES, read(known).channels()[0]);
        assertWrong(44, "no samples", new WavBytes().chunk("fmt ", FORMAT).chunk("data", new byte[0]).chunk("LIST", new byte[4]));
    }

    @Test
    void manyChannelsAtAHighRate() {
        var format = WavBytes.format(1, 2, 96_000, 16);
        var stereo = read(new WavBytes().chunk("fmt ", format).chunk("data", WavBytes.shorts(16384, 0, 0, -16384, 32767, 32767)));
        assertEquals(96_000, stereo.sampleRate());
        assertArrayEquals(new float[] {0.25f, -0.25f, 32767 / 32768f}, stereo.mono().samples());
        assertArrayEquals(new float[] {0, -0.5f, 32767 / 32768f}, stereo.channel(1).samples());
        assertEquals(2, stereo.clipped());
        assertEquals("0.00 s of sound at 96000 Hz, 2 channels, PCM_16", stereo.toString());
        assertEquals(1, Resampler.resample(stereo.mono(), 16_000).samples().length);
    }

    @Test
    void errorsNameTheFileTheByteAndWhatIsWrong() {
        assertWrong(36, "truncated: chunk \"data\" has 1000 bytes by its header, but only 6 follow",
                new WavBytes().chunk("fmt ", FORMAT).chunk("data", 1000, THREE));
        assertWrong(12, "truncated: chunk \"LIST\" has 1000 bytes", new WavBytes().chunk("LIST", 1000, THREE));
        assertWrong(36, "no \"data\" chunk", new WavBytes().chunk("fmt ", FORMAT));
        assertWrong(26, "no \"fmt \" chunk", new WavBytes().chunk("data", THREE));
        assertWrong(12, "not the name of a chunk", new WavBytes().raw(new byte[20]));
        assertWrong(16, "a \"fmt \" chunk of 14 bytes", new WavBytes().chunk("fmt ", Arrays.copyOf(FORMAT, 14)));
        assertWrong(20, "codec 0x0055 (MP3) is not supported", new WavBytes().chunk("fmt ", WavBytes.format(0x55, 1, 8000, 16)));
        assertWrong(20, "codec 0x1234 (unknown)", new WavBytes().chunk("fmt ", WavBytes.format(0x1234, 1, 8000, 16)));
        assertWrong(34, "64 bits a sample for codec 1", new WavBytes().chunk("fmt ", WavBytes.format(1, 1, 8000, 64)));
        assertWrong(22, "0 channels", new WavBytes().chunk("fmt ", WavBytes.format(1, 0, 8000, 16)));
        assertWrong(24, "a sample rate of 0 Hz", new WavBytes().chunk("fmt ", WavBytes.format(1, 1, 0, 16)));
        assertWrong(24, "a sample rate of 4294967295 Hz", new WavBytes().chunk("fmt ", WavBytes.format(1, 1, -1, 16)));
        assertWrong(32, "blocks of 3 bytes: expected 2", new WavBytes().chunk("fmt ", WavBytes.format(1, 1, 8000, 16, 3)));
        assertWrong(16, "for WAVE_FORMAT_EXTENSIBLE", new WavBytes().chunk("fmt ", WavBytes.format(0xfffe, 1, 8000, 16)));
        assertWrong(44, "unknown sub-format", new WavBytes().chunk("fmt ", Arrays.copyOf(WavBytes.format(0xfffe, 1, 8000, 16), 40)));
        assertWrong(44, "no samples", new WavBytes().chunk("fmt ", FORMAT).chunk("data", new byte[0]));
        assertWrong(44, "no samples: 2 bytes of sound, a sample of all 3 channels has 6", new WavBytes()
                .chunk("fmt ", WavBytes.format(1, 3, 8000, 16)).chunk("data", new byte[2]));
        var floats = WavBytes.format(3, 2, 8000, 32);
        assertWrong(56, "sample 1 of channel 1 is NaN",
                new WavBytes().chunk("fmt ", floats).chunk("data", WavBytes.floats(0, 0, 0, Float.NaN, 0, 0)));
        assertWrong(44, "is -Infinity", new WavBytes().chunk("fmt ", floats).chunk("data", WavBytes.floats(Float.NEGATIVE_INFINITY, 0)));
        assertMessage("it, byte 0: not a WAV file: begins with \"fLaC\"", "fLaC and other bytes".getBytes(StandardCharsets.US_ASCII));
        assertMessage("it, byte 8: a RIFF file of the kind \"AVI \"", "RIFF....AVI LIST".getBytes(StandardCharsets.US_ASCII));
        assertMessage("it, byte 0: the file has 3 bytes", new byte[3]);
        assertMessage("of the kind RIFX (big-endian)", "RIFX....WAVE".getBytes(StandardCharsets.US_ASCII));
        var missing = folder.resolve("missing.wav");
        assertTrue(assertThrows(SoundFileException.class, () -> WavFile.read(missing)).getMessage().contains(missing.toString()));
        assertThrows(SoundFileException.class, () -> WavFile.write(AudioCases.tone(440, 1, 8000, 0.1), missing.resolve("below.wav")));
    }

    @Test
    void loudSoundsAreClippedAndCounted() {
        var loud = new Sound(new float[] {0.5f, 1.5f, -3, 1, -1}, 8000);
        var file = folder.resolve("loud.wav");
        assertEquals(2, WavFile.write(loud, file));
        var read = WavFile.read(file);
        assertArrayEquals(new float[] {0.5f, 32767 / 32768f, -1, 32767 / 32768f, -1}, read.channels()[0]);
        assertEquals(4, read.clipped());
        assertEquals(0, WavFile.write(loud, file, SampleFormat.FLOAT_32));
        assertArrayEquals(loud.samples(), WavFile.read(file).channels()[0]);
    }

    @Test
    void whatCannotBeHeardIsNotWritten() {
        var file = folder.resolve("none.wav");
        SpeechFeaturesTest.assertMessage("without samples", () -> WavFile.write(new Sound(new float[0], 8000), file));
        SpeechFeaturesTest.assertMessage("sample 1 is NaN", () -> WavFile.write(new Sound(new float[] {0, Float.NaN}, 8000), file));
        assertEquals(0, folder.toFile().list().length);
    }

    @Test
    void sphereFilesThatCannotBeReadSayWhy() {
        var fields = "sample_rate -i 8000\nsample_n_bytes -i 2\nsample_count -i 3\nchannel_count -i 1\n";
        assertArrayEquals(SAMPLES, SphereFile.read("it", sphere(fields + "sample_byte_format -s2 01\n", THREE)).channels()[0]);
        assertArrayEquals(SAMPLES, SphereFile.read("it", sphere("sample_rate -i 8000\n", THREE)).channels()[0]);
        assertSphere("compressed by shorten", sphere(fields + "sample_coding -s26 pcm,embedded-shorten-v2.00\n", THREE));
        assertSphere("sample_coding alaw with sample_n_bytes 2", sphere(fields + "sample_coding -s4 alaw\n", THREE));
        assertSphere("byte 1024: truncated: 3 samples by the header, but only 2 follow", sphere(fields, Arrays.copyOf(THREE, 5)));
        assertSphere("byte 1024: no samples", sphere("sample_rate -i 8000\n", new byte[0]));
        assertSphere("sample_rate is \"missing\"", sphere("", THREE));
        assertSphere("0 channels", sphere("sample_rate -i 8000\nchannel_count -i 0\n", THREE));
        assertSphere("one after the other", sphere("sample_rate -i 8000\nchannel_count -i 2\nchannels_interleaved -s5 FALSE\n", THREE));
        assertMessage("SphereFile reads SPHERE files", sphere(fields, THREE));
        assertSphere("byte 0: not a SPHERE file", new WavBytes().chunk("fmt ", FORMAT).bytes());
        assertSphere("byte 8: a header of 1024 bytes", Arrays.copyOf(sphere(fields, THREE), 600));
        var cut = "NIST_1A\n     64\nsample_rate -i 8000\n".getBytes(StandardCharsets.US_ASCII);
        assertSphere("without \"end_head\"", Arrays.copyOf(cut, 80));
    }

    @Test
    void theSpokenDigitsAreRead() {
        var digits = SpokenDigit.list(RealData.cache(folder));
        var seconds = 0.0;
        for (var digit : digits) {
            var recording = WavFile.read(digit.file());
            assertEquals(8000, recording.sampleRate());
            seconds += recording.seconds();
        }
        double mean = seconds / digits.size();
        assertTrue(digits.size() >= 100 && mean > 0.2 && mean < 1, digits.size() + " recordings of " + mean + " s");
    }

    private static Recording read(WavBytes file) {
        return WavFile.read("it", file.bytes());
    }

    private static byte[] sphere(String fields, byte[] samples) {
        var header = ("NIST_1A\n   1024\n" + fields + "end_head\n").getBytes(StandardCharsets.US_ASCII);
        var file = Arrays.copyOf(header, 1024 + samples.length);
        System.arraycopy(samples, 0, file, 1024, samples.length);
        return file;
    }

    private static void assertWrong(long offset, String part, WavBytes file) {
        assertMessage("it, byte " + offset + ": ", file.bytes());
        assertMessage(part, file.bytes());
    }

    private static void assertMessage(String part, byte[] file) {
        var message = assertThrows(SoundFileException.class, () -> WavFile.read("it", file)).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static void assertSphere(String part, byte[] file) {
        var message = assertThrows(SoundFileException.class, () -> SphereFile.read("it", file)).getMessage();
        assertTrue(message.contains(part), message);
    }
}
