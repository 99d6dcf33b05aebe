package org.unrolled.audio;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jtransforms.fft.DoubleFFT_1D;
import org.nd4j.common.base.Preconditions;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.concurrent.Workers;

/**
 * The short-time Fourier transform: frames of a sound, one every {@code hop} samples, each multiplied by a window that lies in the
 * middle of {@code fftSize} samples, and their spectra. The transform of a frame is that of JTransforms, in double precision.
 *
 * @param fftSize      samples of a transform, even; a spectrum has {@code fftSize / 2 + 1} bins
 * @param windowLength samples that the window covers, at most {@code fftSize}
 * @param hop          samples from a frame to the next
 * @param window       its shape
 * @param centred      whether frame t has its middle at sample {@code t * hop}, with silence before the sound and after it; else it begins
 *                     there, and a sound shorter than a frame is filled up with silence to one
 */
public record Stft(int fftSize, int windowLength, int hop, Window window, boolean centred) {
    /** Frames between two looks at the stop button. */
    private static final int BLOCK = 1024;
    /** Below this the windows that overlap at a sample say nothing of it. */
    private static final double NOTHING = 1e-10;

    /** Takes a frame's spectrum: real and imaginary part of each bin in turn; the array is used again for the next frame. */
    interface Spectra {
        void frame(int frame, double[] spectrum);
    }

    /** @throws IllegalArgumentException if the FFT size is odd or a length is out of range */
    public Stft {
        Preconditions.checkArgument(fftSize >= 2 && fftSize % 2 == 0, "an FFT over %s samples: expected an even number", fftSize);
        Preconditions.checkArgument(windowLength >= 1 && windowLength <= fftSize && hop >= 1,
                "a window of %s samples and a hop of %s for an FFT over %s: expected 1 or more each, the window at most the FFT",
                windowLength, hop, fftSize);
    }

    /** How many bins a spectrum has; bin k is at {@code k * sampleRate / fftSize} Hz. */
    public int bins() {
        return fftSize / 2 + 1;
    }

    /** How many frames a sound of so many samples has. */
    public int frames(int samples) {
        return 1 + (centred ? samples : Math.max(0, samples - fftSize)) / hop;
    }

    /** Squared magnitudes, shape [frames][bins]. */
    public float[][] power(Sound sound) {
        var power = new float[frames(sound.samples().length)][bins()];
        transform(sound.samples(), 0, () -> (frame, spectrum) -> {
            for (var k = 0; k < bins(); k++) {
                power[frame][k] = (float) power(spectrum, k);
            }
        });
        return power;
    }

    /** Real and imaginary part of each bin in turn, shape [frames][2 bins]. */
    public float[][] spectra(Sound sound) {
        var spectra = new float[frames(sound.samples().length)][2 * bins()];
        transform(sound.samples(), 0, () -> (frame, spectrum) -> {
            for (var k = 0; k < spectrum.length; k++) {
                spectra[frame][k] = (float) spectrum[k];
            }
        });
        return spectra;
    }

    /** Of a bin. */
    static double power(double[] spectrum, int bin) {
        return spectrum[2 * bin] * spectrum[2 * bin] + spectrum[2 * bin + 1] * spectrum[2 * bin + 1];
    }

    /**
     * Calls the taker for each frame, on several threads.
     *
     * @param preEmphasis what part of the sample before is taken off each sample but the first
     * @param takers      makes what takes the frames of one thread
     */
    void transform(float[] samples, double preEmphasis, Supplier<Spectra> takers) {
        int frames = frames(samples.length);
        int parts = Math.max((frames + BLOCK - 1) / BLOCK, Math.min(frames, Workers.worth((long) frames * fftSize * 20)));
        Workers.split(frames, parts, (part, from, to) -> {
            Interrupted.check();
            var fft = new DoubleFFT_1D(fftSize);
            var taker = takers.get();
            var weights = window.of(windowLength);
            var buffer = new double[fftSize + 2];
            int inset = (fftSize - windowLength) / 2;
            for (var frame = from; frame < to; frame++) {
                Arrays.fill(buffer, 0);
                long first = (long) frame * hop - (centred ? fftSize / 2 : 0) + inset;
                int start = (int) Math.max(0, -first);
                int end = (int) Math.min(windowLength, samples.length - first);
                for (var i = start; i < end; i++) {
                    int at = (int) (first + i);
                    double sample = samples[at] - (at > 0 ? preEmphasis * samples[at - 1] : 0);
                    buffer[inset + i] = weights[i] * sample;
                }
                fft.realForward(buffer);
                // JTransforms lays the real number at the greatest frequency into the place of the imaginary part at 0 Hz.
                buffer[fftSize] = buffer[1];
                buffer[1] = 0;
                taker.frame(frame, buffer);
            }
        });
    }

    /**
     * The sound whose spectra come nearest to these in the sense of least squares (Griffin and Lim 1984): frames are
     * transformed back, windowed again, added where they overlap, and divided by the sum of the squared windows.
     *
     * @param spectra real and imaginary part of each bin in turn, shape [frames][2 bins]
     * @param samples how many the sound shall have
     */
    public float[] inverse(float[][] spectra, int samples) {
        var sum = new double[samples];
        var squares = new double[samples];
        var weights = window.of(windowLength);
        var fft = new DoubleFFT_1D(fftSize);
        var buffer = new double[fftSize];
        int inset = (fftSize - windowLength) / 2;
        for (var frame = 0; frame < spectra.length; frame++) {
            var spectrum = spectra[frame];
            Preconditions.checkArgument(spectrum.length == 2 * bins(), "a spectrum of %s numbers: expected %s, two of each bin",
                    spectrum.length, 2 * bins());
            for (var k = 0; k < fftSize; k++) {
                buffer[k] = spectrum[k];
            }
            buffer[1] = spectrum[fftSize];
            fft.realInverse(buffer, true);
            long first = (long) frame * hop - (centred ? fftSize / 2 : 0) + inset;
            int start = (int) Math.max(0, -first);
            int end = (int) Math.min(windowLength, samples - first);
            for (var i = start; i < end; i++) {
                sum[(int) (first + i)] += weights[i] * buffer[inset + i];
                squares[(int) (first + i)] += weights[i] * weights[i];
            }
        }
        var sound = new float[samples];
        for (var i = 0; i < samples; i++) {
            sound[i] = (float) (squares[i] > NOTHING ? sum[i] / squares[i] : sum[i]);
        }
        return sound;
    }
}
