package org.unrolled.speech;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipInputStream;
import org.unrolled.audio.WavFile;
import org.unrolled.files.Resource;

/**
 * Single words that ship with the project, at 8 kHz: synthetic speech, each word by 12 voices in 3 takes, see
 * {@code data/README.md}. <pre>{@code
 * List<Utterance> known = EmbeddedSpeech.DIGITS.train();
 * List<Utterance> strangers = EmbeddedSpeech.DIGITS.newVoices();
 * }</pre>
 *
 * <p>No clip is in two of the parts {@link #train}, {@link #newTakes} and {@link #newVoices}. A clip's name is
 * {@code word_voice_take}, its speaker is the voice.
 */
public enum EmbeddedSpeech {
    /** zero, one, two, three, four, five, six, seven, eight, nine; no "oh". */
    DIGITS("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    /** Twelve short commands, some of them hard to tell apart, such as "on" and "off", or "no" and "go". */
    COMMANDS("yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go", "start", "back");

    private static final String RESOURCE = "/org/unrolled/embedded/speech.zip";
    private static final int LAST_TAKE = 2;
    /** One with an accent that voices to train with have, too, and one with an accent of its own. */
    private static final Set<String> HELD_OUT = Set.of("us-f3", "scotland-m5");

    private final List<String> words;

    EmbeddedSpeech(String... words) {
        this.words = List.of(words);
    }

    /** The words, in the order of their meaning. */
    public List<String> words() {
        return words;
    }

    /** Takes 0 and 1 of ten voices: 20 clips a word. */
    public List<Utterance> train() {
        return read(clip -> !HELD_OUT.contains(clip.speaker()) && clip.take() != LAST_TAKE);
    }

    /** Take 2 of the same ten voices, faster and at another pitch: 10 clips a word. */
    public List<Utterance> newTakes() {
        return read(clip -> !HELD_OUT.contains(clip.speaker()) && clip.take() == LAST_TAKE);
    }

    /** All takes of the two other voices: 6 clips a word. */
    public List<Utterance> newVoices() {
        return read(clip -> HELD_OUT.contains(clip.speaker()));
    }

    /** All clips by word, voice and take: 36 a word. */
    public List<Utterance> all() {
        return read(clip -> true);
    }

    private List<Utterance> read(Predicate<Utterance> wanted) {
        var clips = new ArrayList<Utterance>();
        try (var in = new ZipInputStream(Resource.open(EmbeddedSpeech.class, RESOURCE))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                var name = entry.getName().replaceFirst("\\.wav$", "");
                var parts = name.split("_");
                if (words.contains(parts[0])) {
                    clips.add(new Utterance(WavFile.read(entry.getName(), in.readAllBytes()).mono(), parts[0], parts[1], name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded speech can't be read: " + e.getMessage(), e);
        }
        return clips.stream().filter(wanted).toList();
    }
}
