package org.unrolled.speech;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.unrolled.arrays.OnDemand;
import org.unrolled.audio.FlacFile;
import org.unrolled.audio.SphereFile;
import org.unrolled.audio.WavFile;
import org.unrolled.data.DatasetException;
import org.unrolled.files.TextLines;

/**
 * An utterance of a corpus whose sound has not been read yet: hours of speech don't fit in memory, their features do.
 * <pre>{@code
 * var files = LibriSpeech.list(folder);
 * var alphabet = Alphabet.letters(files.stream().map(SpeechFile::text).toList());
 * var examples = LabelledFrames.of(SpeechFile.utterances(files), features::logMel, alphabet);
 * }</pre>
 *
 * @param file    a sound file named {@code .wav}, {@code .flac} or {@code .sph}
 * @param text    its transcript
 * @param speaker who says it
 * @param name    unique within the corpus
 */
public record SpeechFile(Path file, String text, String speaker, String name) {
    /**
     * Reads the sound; of several channels the mean.
     *
     * @throws org.unrolled.audio.SoundFileException naming the file if it is damaged
     */
    public Utterance read() {
        var ending = file.toString().toLowerCase(Locale.ROOT).replaceFirst(".*\\.", "");
        var recording = switch (ending) {
            case "wav" -> WavFile.read(file);
            case "flac" -> FlacFile.read(file);
            case "sph" -> SphereFile.read(file);
            default -> throw new DatasetException(file + " is no sound file that can be read: expected .wav, .flac or .sph");
        };
        return new Utterance(recording.mono(), text, speaker, name);
    }

    /** The utterances of files, each read anew when it is asked for. */
    public static List<Utterance> utterances(List<SpeechFile> files) {
        return OnDemand.list(files.size(), index -> files.get(index).read());
    }

    static List<String> lines(Path file) {
        try {
            return TextLines.read(file);
        } catch (IOException e) {
            throw new DatasetException(file + " can't be read: " + e.getMessage() + ". Expected the text of a corpus of speech", e);
        }
    }

    /** Files below a folder, at any depth, with this ending, in order of their paths. */
    static List<Path> below(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(each -> each.toString().endsWith(ending) && Files.isRegularFile(each)).sorted().toList();
        } catch (IOException e) {
            throw new DatasetException(folder + " can't be read: " + e + ". Expected the folder of a corpus of speech", e);
        }
    }

    /** The same words in small letters with single blanks. @throws DatasetException naming file and line if there is none */
    static String transcript(String text, Path file, int line) {
        var words = text.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
        if (words.isEmpty()) {
            throw bad(file, line, "a transcript, it is empty");
        }
        return words;
    }

    static DatasetException bad(Path file, int line, String expected) {
        return new DatasetException(file + ", line " + line + ": expected " + expected);
    }
}
