package org.unrolled.speech;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.unrolled.data.DataCache;
import org.unrolled.data.DatasetException;

/**
 * LibriSpeech, read books at 16 kHz (Panayotov et al. 2015, "Librispeech: an ASR corpus based on public domain audio books"). Each
 * chapter has a file {@code SPEAKER-CHAPTER.trans.txt} with lines of a name and a transcript, and beside it a {@code NAME.flac} for
 * each; chapters may lie in folders of their own, as published, or together.
 */
public final class LibriSpeech {
    private static final Pattern LINE = Pattern.compile("((\\d+)-\\d+-\\d+)\\s+(\\S.*)");
    private static final String TRANSCRIPTS = ".trans.txt";

    private LibriSpeech() { }

    /** The development set {@code dev-clean}, 5.4 hours by 40 speakers. @throws DatasetException if it can't be had */
    public static List<SpeechFile> devClean(DataCache cache) {
        return list(cache.path("librispeech", "dev-clean"));
    }

    /**
     * All utterances below a folder, such as {@code LibriSpeech/dev-clean}, in order of their chapters. Transcripts are put into small
     * letters; they have no marks but apostrophes.
     *
     * @throws DatasetException naming file and line if a line is broken or its sound is missing, or a sound without a transcript
     */
    public static List<SpeechFile> list(Path folder) {
        var files = new ArrayList<SpeechFile>();
        var sounds = new HashSet<Path>();
        for (var transcripts : SpeechFile.below(folder, TRANSCRIPTS)) {
            var lines = SpeechFile.lines(transcripts);
            for (int i = 0; i < lines.size(); i++) {
                var line = LINE.matcher(lines.get(i).strip());
                if (!line.matches()) {
                    throw SpeechFile.bad(transcripts, i + 1, "SPEAKER-CHAPTER-NUMBER and a transcript, not \"" + lines.get(i) + "\"");
                }
                var sound = transcripts.resolveSibling(line.group(1) + ".flac");
                if (!Files.isRegularFile(sound)) {
                    throw SpeechFile.bad(transcripts, i + 1, "the sound " + sound + ", which is not there: unpack the corpus again");
                }
                if (!sounds.add(sound)) {
                    throw SpeechFile.bad(transcripts, i + 1, "one transcript for each sound, " + line.group(1) + " has two");
                }
                files.add(new SpeechFile(sound, SpeechFile.transcript(line.group(3), transcripts, i + 1), line.group(2),
                        line.group(1)));
            }
        }
        for (var sound : SpeechFile.below(folder, ".flac")) {
            if (!sounds.contains(sound)) {
                throw new DatasetException(sound + " has no transcript: expected a line for it in a file beside it that ends in "
                        + TRANSCRIPTS);
            }
        }
        if (files.isEmpty()) {
            throw new DatasetException(folder + " has no file that ends in " + TRANSCRIPTS + ", at no depth: expected a part of "
                    + "LibriSpeech, such as dev-clean, unpacked");
        }
        return files;
    }
}
