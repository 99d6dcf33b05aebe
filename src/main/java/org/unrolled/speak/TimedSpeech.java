package org.unrolled.speak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.audio.SpeechFeatures;
import org.unrolled.concurrent.Workers;
import org.unrolled.ctc.ForcedAlignment;
import org.unrolled.speech.Alphabet;
import org.unrolled.speech.Utterance;
import org.unrolled.transcribe.SpeechRecognizer;

/**
 * What a {@link SpeechSynthesizer}'s network is trained with: the frames of an utterance, and for how many of them each letter lasts. A
 * blank stands before the first word and behind the last, for the silence there.
 *
 * @param name      of the utterance
 * @param voice     who speaks
 * @param letters   numbers of the alphabet, those of the blanks before and behind among them; not copied
 * @param durations frames of each letter, 0 or more; they add up to the frames; not copied
 * @param frames    log-mel energies, [time][mels]; not copied
 */
public record TimedSpeech(String name, String voice, int[] letters, int[] durations, float[][] frames) {
    /** How far below its loudest frame an utterance counts as silent, natural logarithm of energies: 35 dB. */
    private static final double SILENCE = 3.5 * Math.log(10);

    /** @throws IllegalArgumentException if there isn't one duration a letter, or they don't add up to the frames */
    public TimedSpeech {
        Preconditions.checkArgument(letters.length == durations.length && letters.length > 0,
                "utterance %s has %s letters and %s durations: expected as many, at least 1", name, letters.length, durations.length);
        Preconditions.checkArgument(Arrays.stream(durations).allMatch(frame -> frame >= 0)
                && Arrays.stream(durations).sum() == frames.length, "utterance %s has durations of %s frames in all, and %s frames: expected "
                + "the same, and none below 0", name, Arrays.stream(durations).sum(), frames.length);
    }

    /** How a text is spelled for a synthesiser. @throws IllegalArgumentException if a letter isn't in the alphabet */
    static int[] spelled(String name, String text, Alphabet alphabet) {
        return alphabet.encode(name, " " + text + " ");
    }

    /**
     * Durations that a recogniser hears (Ren et al. 2019, section 3.3, take them from attention): a letter lasts from the step at which the
     * most probable path that says the text says it first, to that of the next letter; the first letter begins and the last one ends
     * where the sound does so, 35 dB below the loudest frame.
     *
     * @param by       hears letters, with a blank between words
     * @param features what frames are made by
     */
    public static List<TimedSpeech> aligned(List<Utterance> utterances, SpeechRecognizer by, SpeechFeatures features, Alphabet alphabet) {
        var heard = by.transcribe(utterances.stream().map(Utterance::sound).toList());
        return all(utterances, features, alphabet, (place, frames) -> {
            var utterance = utterances.get(place);
            var labels = by.alphabet().encode(utterance);
            var places = ForcedAlignment.of(heard.get(place).logProbabilities(), labels, 0).labels();
            double framesPerStep = heard.get(place).secondsPerStep() / features.secondsPerFrame();
            return IntStream.range(0, labels.length).map(i -> (int) Math.round(places.get(i).first() * framesPerStep)).toArray();
        });
    }

    /** All letters of an utterance, and the blanks between its words, last equally long. */
    public static List<TimedSpeech> even(List<Utterance> utterances, SpeechFeatures features, Alphabet alphabet) {
        return all(utterances, features, alphabet, (place, frames) -> {
            int letters = utterances.get(place).text().length();
            var ends = sounding(frames);
            return IntStream.range(0, letters).map(i -> ends[0] + Math.round(i * (ends[1] - ends[0]) / (float) letters)).toArray();
        });
    }

    /** At which frame each letter begins. */
    private interface Starts {
        int[] of(int place, float[][] frames);
    }

    private static List<TimedSpeech> all(List<Utterance> utterances, SpeechFeatures features, Alphabet alphabet, Starts starts) {
        var all = new TimedSpeech[utterances.size()];
        Workers.run(all.length, i -> {
            var utterance = utterances.get(i);
            var frames = features.logMel(utterance.sound());
            var letters = spelled(utterance.name(), utterance.text(), alphabet);
            all[i] = new TimedSpeech(utterance.name(), utterance.speaker(), letters, durations(starts.of(i, frames), frames), frames);
        });
        return new ArrayList<>(Arrays.asList(all));
    }

    /** From where letters begin to how long they last, with the silence before and behind. */
    private static int[] durations(int[] starts, float[][] frames) {
        var ends = sounding(frames);
        var bounds = new int[starts.length + 3];
        for (int i = 0; i <= starts.length; i++) {
            int at = i == 0 ? ends[0] : i == starts.length ? ends[1] : starts[i];
            bounds[i + 1] = Math.max(bounds[i], Math.min(ends[1], Math.max(ends[0], at)));
        }
        bounds[starts.length + 2] = frames.length;
        return IntStream.range(0, starts.length + 2).map(i -> bounds[i + 1] - bounds[i]).toArray();
    }

    /** The first frame that isn't silent, and the one behind the last. */
    private static int[] sounding(float[][] frames) {
        var loudness = Arrays.stream(frames).mapToDouble(TimedSpeech::loudness).toArray();
        double least = Arrays.stream(loudness).max().orElseThrow() - SILENCE;
        var loud = IntStream.range(0, frames.length).filter(t -> loudness[t] >= least).toArray();
        return new int[] {loud[0], loud[loud.length - 1] + 1};
    }

    /** The natural logarithm of a frame's energy. */
    private static double loudness(float[] frame) {
        double sum = 0;
        for (float mel : frame) {
            sum += Math.exp(mel);
        }
        return Math.log(sum);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimedSpeech that && name.equals(that.name) && voice.equals(that.voice)
            && Arrays.equals(letters, that.letters) && Arrays.equals(durations, that.durations) && Arrays.deepEquals(frames, that.frames);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name + ": " + letters.length + " letters in " + frames.length + " frames, by " + voice;
    }
}
