package org.unrolled.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that libFLAC encoded, see src/test/cases/flac_cases.py. */
class FlacFileTest {
    private static final Path CASES = Path.of("src/test/resources/audio");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"mono16, 1, 16, 16000, 5000, 5000", "stereo24, 2, 24, 8000, 2000, 2000", "pause, 1, 16, 16000, 9000, 3000"})
    void everySampleIsWhatWasEncoded(String name, int channels, int bits, int rate, int samples, int loud) {
        var recording = FlacFile.read(CASES.resolve(name + ".flac"));
        assertEquals(rate, recording.sampleRate());
        assertEquals(bits == 16 ? SampleFormat.PCM_16 : SampleFormat.PCM_24, recording.format());
        assertEquals(channels, recording.channels().length);
        double scale = Math.pow(2, bits - 1);
        for (int c = 0; c < channels; c++) {
            assertEquals(samples, recording.channels()[c].length);
            for (int t = 0; t < samples; t++) {
                double chirp = t < loud ? Math.rint(0.9 * scale * Math.sin(2 * Math.PI * (0.002 * (c + 1) * t + 0.00001 * t * t))) : 0;
                // One step aside where NumPy's sine and Java's round a half differently.
                assertEquals(chirp, recording.channels()[c][t] * scale, 1, "sample " + t + " of channel " + c);
            }
        }
    }

    @Test
    void damageIsToldWhereverItIs() throws IOException {
        var whole = Files.readAllBytes(CASES.resolve("mono16.flac"));
        int refused = 0;
        int cases = 0;
        var heard = FlacFile.read(CASES.resolve("mono16.flac")).channels()[0];
        for (int place = 0; place < whole.length; place += 37, cases++) {
            var damaged = whole.clone();
            damaged[place] ^= 0x55;
            if (isRefused(damaged)) {
                refused++;
            } else {
                // Comments, padding, sizes of blocks and the like.
                assertTrue(Arrays.equals(heard, FlacFile.read(folder.resolve("damaged.flac")).channels()[0]), "byte " + place);
            }
        }
        assertTrue(cases == 104 && refused > 75, refused + " of " + cases + " were told");
        for (int length : new int[] {0, 3, 41, 42, 60, whole.length / 2, whole.length - 1}) {
            assertTrue(isRefused(Arrays.copyOf(whole, length)), length + " bytes");
        }
    }

    private boolean isRefused(byte[] bytes) throws IOException {
        var file = folder.resolve("damaged.flac");
        Files.write(file, bytes);
        try {
            FlacFile.read(file);
            return false;
        } catch (SoundFileException e) {
            assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
            return true;
        }
    }

    @Test
    void anotherFileIsNamed() throws IOException {
        var file = Files.writeString(folder.resolve("text.flac"), "no sound at all, but a text that is long enough to be one");
        var e = assertThrows(SoundFileException.class, () -> FlacFile.read(file));
        assertEquals(file + ", byte 0: not a FLAC file: expected \"fLaC\" and the properties of the stream", e.getMessage());
        assertTrue(assertThrows(SoundFileException.class, () -> FlacFile.read(folder.resolve("none.flac"))).getMessage().contains("none.flac"));
    }
}
