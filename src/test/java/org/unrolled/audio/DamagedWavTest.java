package org.unrolled.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Files whose bytes were damaged at random: a sound comes out, or the one exception that is documented, and memory follows the
 * file's length.
 */
class DamagedWavTest {
    private static final int CASES = 10_000;
    private static final List<String> FILES = List.of("pcm-8.wav", "pcm-16-stereo.wav", "pcm-24.wav", "float-32.wav", "float-64.wav",
            "mu-law.wav", "extensible-24.wav", "extensible-float.wav", "little.sph", "big-stereo.sph", "mu-law.sph");
    private static final int[] SIZES = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7ffff000, 0x40000000, 16, 0xffff};

    @Test
    void damageNeverDoesMoreThanToBeTold() {
        var files = FILES.stream().map(AudioCases::file).toList();
        var sounds = 0;
        var errors = 0;
        for (var seed = 0; seed < CASES; seed++) {
            int which = seed % files.size();
            var damaged = damage(files.get(which), new Random(seed));
            if (readsAsDocumented(FILES.get(which), damaged, "seed " + seed)) {
                sounds++;
            } else {
                errors++;
            }
        }
        assertTrue(sounds > CASES / 10 && errors > CASES / 10, sounds + " sounds, " + errors + " errors");
    }

    /** So that the memory of classes is not counted. */
    @BeforeAll
    static void loadClasses() {
        for (var seed = -1000; seed < 0; seed++) {
            var name = FILES.get(-seed % FILES.size());
            try {
                read(name, damage(AudioCases.file(name), new Random(seed)));
            } catch (SoundFileException e) {
                assertTrue(e.getMessage().startsWith(name));
            }
        }
    }

    /** Each file cut after each of its bytes. */
    @Test
    void filesMayEndAnywhere() {
        var cuts = 0;
        for (var name : FILES) {
            var file = AudioCases.file(name);
            for (var length = 0; length < Math.min(file.length, 1100); length++) {
                var sound = readsAsDocumented(name, Arrays.copyOf(file, length), "cut at " + length);
                assertTrue(!sound || length > 40, name + " cut at " + length);
                cuts++;
            }
        }
        assertTrue(cuts > 4000, cuts + " cuts");
    }

    /** A whole sound, and the most that a header can claim. */
    @Test
    void claimsOfAHeaderCostNoMemory() {
        var cases = 0;
        for (var size : SIZES) {
            for (var channels : new int[] {1, 2, 0xffff}) {
                readsAsDocumented("it.wav", new WavBytes().riffSize(size).chunk("fmt ", WavBytes.format(1, channels, 8000, 8))
                        .chunk("data", size, new byte[1000]).bytes(), "size " + size + ", channels " + channels);
                var format = new WavBytes().chunk("fmt ", size, WavBytes.format(1, channels, 8000, 8));
                readsAsDocumented("it.wav", format.bytes(), "format " + size);
                cases++;
            }
        }
        assertEquals(27, cases);
    }

    /** Whether a sound came out. */
    private static boolean readsAsDocumented(String name, byte[] file, String what) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        boolean sound;
        try {
            var recording = read(name, file);
            for (var channel : recording.channels()) {
                for (var sample : channel) {
                    assertTrue(Float.isFinite(sample), what);
                }
            }
            sound = true;
        } catch (SoundFileException e) {
            assertTrue(e.getMessage().startsWith(name + ", byte "), what + ": " + e.getMessage());
            sound = false;
        }
        long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertTrue(allocated < 200_000 + 64L * file.length, what + ": " + allocated + " bytes of memory for a file of " + file.length);
        return sound;
    }

    private static Recording read(String name, byte[] file) {
        return name.endsWith(".sph") ? SphereFile.read(name, file) : WavFile.read(name, file);
    }

    private static byte[] damage(byte[] original, Random random) {
        var file = original.clone();
        for (var times = 1 + random.nextInt(3); times > 0 && file.length > 8; times--) {
            // Half of the time in the header, where it hurts.
            int at = random.nextInt(random.nextBoolean() ? Math.min(64, file.length) : file.length);
            switch (random.nextInt(5)) {
                case 0 -> file[at] = (byte) random.nextInt(256);
                case 1 -> file = Arrays.copyOf(file, random.nextInt(file.length));
                case 2 -> file = spliced(file, at, random.nextInt(9), at);
                case 3 -> file = spliced(file, at, 0, Math.min(file.length, at + random.nextInt(9)));
                default -> {
                    int size = SIZES[random.nextInt(SIZES.length)];
                    for (var i = 0; i < 4 && at + i < file.length; i++) {
                        file[at + i] = (byte) (size >> 8 * i);
                    }
                }
            }
        }
        return file;
    }

    /** Bytes put in at a place, and what follows from another. */
    private static byte[] spliced(byte[] file, int at, int inserted, int rest) {
        var result = new byte[at + inserted + file.length - rest];
        System.arraycopy(file, 0, result, 0, at);
        System.arraycopy(file, rest, result, at + inserted, file.length - rest);
        return result;
    }
}
