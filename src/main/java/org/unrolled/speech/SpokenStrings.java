package org.unrolled.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.audio.Augmentation;
import org.unrolled.audio.Augmentation.Noise;
import org.unrolled.audio.Sound;
import org.unrolled.concurrent.Workers;
import org.unrolled.text.Padding;

/**
 * Strings of words as one speaker would say them, joined of recordings of single words: speech with a transcript from a seed. As
 * many are there as one likes, and each epoch gets others. <pre>{@code
 * var strings = SpokenStrings.of(EmbeddedSpeech.DIGITS.train(), 1).withNoise(Noise.WHITE, 10, 30);
 * List<Utterance> first = strings.epoch(0, 500);   // "seven three three", "nine zero five eight", ...
 * }</pre>
 *
 * <p>Real connected speech runs words into one another; these only stand side by side, with silence between.
 *
 * @param words  recordings of single words, of one sample rate; no others are used
 * @param seed   of all draws
 * @param length words of a string
 * @param pause  silence between two words, seconds
 * @param edge   silence before the first and after the last word, seconds
 * @param gain   by how much a string is louder than its recordings, decibels; a string that would go beyond full scale is scaled down to it
 * @param noise  how much louder words are than the noise that is added, decibels; 100 or more is no noise
 * @param colour of the noise
 */
public record SpokenStrings(List<Utterance> words, long seed, Range length, Range pause, Range edge, Range gain, Range noise,
        Noise colour) {
    private static final double NO_NOISE = 100;

    /** What is drawn, all values alike, from the lowest to the highest. */
    public record Range(double lowest, double highest) {
        /** @throws IllegalArgumentException if the lowest is above the highest, or either is no number */
        public Range {
            Preconditions.checkArgument(lowest <= highest && Double.isFinite(lowest) && Double.isFinite(highest),
                    "a range from %s to " + highest + ": expected finite numbers, the lowest first", lowest);
        }

        private double draw(Random random) {
            return lowest + random.nextDouble() * (highest - lowest);
        }
    }

    /** @throws IllegalArgumentException naming the first recording of several words or of another sample rate, or an impossible range */
    public SpokenStrings {
        words = List.copyOf(words);
        Preconditions.checkArgument(!words.isEmpty(), "strings of no words: expected at least one recording");
        int rate = words.get(0).sound().sampleRate();
        for (var each : words) {
            Preconditions.checkArgument(each.words().size() == 1, "utterance %s says \"%s\", expected a single word", each.name(),
                    each.text());
            Preconditions.checkArgument(each.sound().sampleRate() == rate,
                    "utterance %s has %s Hz, the first has %s Hz: resample one of them", each.name(), each.sound().sampleRate(), rate);
        }
        Preconditions.checkArgument(length.lowest >= 1 && length.lowest == Math.rint(length.lowest)
                && length.highest == Math.rint(length.highest), "strings of %s words: expected whole numbers from 1", length);
        Preconditions.checkArgument(pause.lowest >= 0 && edge.lowest >= 0, "pauses of %s and edges of %s seconds: expected 0 or more",
                pause, edge);
    }

    /**
     * Strings of 3 to 7 words, with pauses of 0.05 to 0.3 s, silence of 0.1 to 0.3 s around, up to 6 dB louder or softer, and white noise
     * 20 to 40 dB below the words: without it pauses would be digital silence, whose logarithm outweighs all that is heard.
     */
    public static SpokenStrings of(List<Utterance> words, long seed) {
        return new SpokenStrings(words, seed, new Range(3, 7), new Range(0.05, 0.3), new Range(0.1, 0.3), new Range(-6, 6),
                new Range(20, 40), Noise.WHITE);
    }

    /** The same with so many words a string. */
    public SpokenStrings withLength(int fewest, int most) {
        return new SpokenStrings(words, seed, new Range(fewest, most), pause, edge, gain, noise, colour);
    }

    /** The same with pauses of so many seconds between words. */
    public SpokenStrings withPause(double shortest, double longest) {
        return new SpokenStrings(words, seed, length, new Range(shortest, longest), edge, gain, noise, colour);
    }

    /** The same with so many seconds of silence before and after. */
    public SpokenStrings withEdge(double shortest, double longest) {
        return new SpokenStrings(words, seed, length, pause, new Range(shortest, longest), gain, noise, colour);
    }

    /** The same with strings that are so many decibels louder than their recordings. */
    public SpokenStrings withGain(double lowest, double highest) {
        return new SpokenStrings(words, seed, length, pause, edge, new Range(lowest, highest), noise, colour);
    }

    /** The same with noise at a signal-to-noise ratio of so many decibels, the signal being the words without their pauses. */
    public SpokenStrings withNoise(Noise of, double lowest, double highest) {
        return new SpokenStrings(words, seed, length, pause, edge, gain, new Range(lowest, highest), of);
    }

    /** The same with silent pauses. */
    public SpokenStrings withoutNoise() {
        return withNoise(colour, NO_NOISE, NO_NOISE);
    }

    /**
     * The strings of an epoch, from 0; the same seed, epoch and recordings give the same ones, however many are asked for. First the
     * speaker is drawn, all alike, then each word among the speaker's recordings.
     */
    public List<Utterance> epoch(int epoch, int count) {
        Preconditions.checkArgument(count >= 1, "%s strings were asked for, expected at least 1", count);
        Map<String, List<Utterance>> bySpeaker = words.stream().collect(
                Collectors.groupingBy(Utterance::speaker, TreeMap::new, Collectors.toList()));
        var speakers = List.copyOf(bySpeaker.values());
        var random = Padding.random(seed, epoch);
        long[] seeds = LongStream.generate(random::nextLong).limit(count).toArray();
        var strings = new Utterance[count];
        Workers.run(count, i -> {
            var own = new Random(seeds[i]);
            strings[i] = join(speakers.get(own.nextInt(speakers.size())), "string_" + epoch + "_" + i, own);
        });
        return List.of(strings);
    }

    private Utterance join(List<Utterance> from, String name, Random random) {
        int rate = from.get(0).sound().sampleRate();
        int count = (int) length.lowest + random.nextInt((int) (length.highest - length.lowest) + 1);
        var said = new ArrayList<Utterance>();
        int[] starts = new int[count];
        int end = samples(edge, rate, random);
        for (int i = 0; i < count; i++) {
            said.add(from.get(random.nextInt(from.size())));
            starts[i] = end + (i == 0 ? 0 : samples(pause, rate, random));
            end = starts[i] + said.get(i).sound().samples().length;
        }
        var string = new float[end + samples(edge, rate, random)];
        for (int i = 0; i < count; i++) {
            var word = said.get(i).sound().samples();
            System.arraycopy(word, 0, string, starts[i], word.length);
        }
        double spoken = said.stream().mapToInt(each -> each.sound().samples().length).sum() / (double) string.length;
        var text = said.stream().map(Utterance::text).collect(Collectors.joining(" "));
        return new Utterance(finished(new Sound(string, rate), spoken, random), text, from.get(0).speaker(), name);
    }

    private static int samples(Range seconds, int rate, Random random) {
        return (int) Math.round(seconds.draw(random) * rate);
    }

    /** Noise, gain, and no sample beyond full scale. @param spoken the share of samples that are words */
    private Sound finished(Sound string, double spoken, Random random) {
        double louder = gain.draw(random);
        double ratio = noise.draw(random);
        long hiss = random.nextLong();
        // The ratio is one to the words, that of the augmentation one to the whole, in which the power is less by the silent share.
        var noisy = ratio >= NO_NOISE ? string : Augmentation.noise(string, colour, ratio + 10 * Math.log10(spoken), hiss);
        var loud = Augmentation.gain(noisy, louder);
        float peak = 1;
        for (float sample : loud.samples()) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak == 1 ? loud : Augmentation.gain(loud, -20 * Math.log10(peak));
    }

    @Override
    public String toString() {
        return "strings of " + words.size() + " recordings, seed " + seed;
    }
}
