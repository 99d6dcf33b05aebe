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
 * AN4, the census database of Carnegie Mellon University at 16 kHz (Acero 1993, "Acoustical and environmental robustness in automatic
 * speech recognition"): people say names, numbers and addresses, and spell them letter by letter. The edition in SPHERE files is
 * read: {@code etc/an4_train.fileids} names the sounds below {@code wav}, {@code etc/an4_train.transcription} has a line for each,
 * {@code <s> HELLO </s> (NAME)}.
 */
public final class An4Corpus {
    private static final Pattern TRANSCRIPTION = Pattern.compile("(?:<s>)?(.*?)(?:</s>)?\\s*\\(([^()\\s]+)\\)");
    private static final Pattern FILE_ID = Pattern.compile("(?:\\S*/)?([^/\\s]+)/([^/\\s]+)");

    /** What the corpus' makers train and test with; no speaker is in both. */
    public enum Part {
        /** 948 utterances. */
        TRAIN("train"),
        /** 130 utterances. */
        TEST("test");

        private final String name;

        Part(String name) {
            this.name = name;
        }
    }

    private An4Corpus() { }

    /** The utterances of a part. @throws DatasetException if the corpus can't be had */
    public static List<SpeechFile> list(DataCache cache, Part part) {
        return list(cache.path("an4", "etc/an4_" + part.name + ".fileids"), cache.path("an4", "etc/an4_" + part.name + ".transcription"),
                cache.path("an4", "wav"));
    }

    /**
     * The utterances of a part.
     *
     * @param folder {@code an4} as it was unpacked, with {@code etc} and {@code wav}
     * @throws DatasetException naming file and line if a line is broken, its sound is missing, or the two files don't fit together
     */
    public static List<SpeechFile> list(Path folder, Part part) {
        var etc = folder.resolve("etc");
        return list(etc.resolve("an4_" + part.name + ".fileids"), etc.resolve("an4_" + part.name + ".transcription"),
                folder.resolve("wav"));
    }

    private static List<SpeechFile> list(Path fileIds, Path transcription, Path wav) {
        var ids = SpeechFile.lines(fileIds);
        var texts = SpeechFile.lines(transcription);
        if (ids.isEmpty() || ids.size() != texts.size()) {
            throw new DatasetException(fileIds + " has " + ids.size() + " lines, " + transcription + " has " + texts.size()
                    + ": expected at least one, and as many in each");
        }
        var names = new HashSet<String>();
        var files = new ArrayList<SpeechFile>();
        for (int i = 0; i < ids.size(); i++) {
            var id = FILE_ID.matcher(ids.get(i).strip());
            if (!id.matches()) {
                throw SpeechFile.bad(fileIds, i + 1, "FOLDER/SPEAKER/NAME, not \"" + ids.get(i) + "\"");
            }
            var text = TRANSCRIPTION.matcher(texts.get(i).strip());
            if (!text.matches() || !text.group(2).equals(id.group(2))) {
                throw SpeechFile.bad(transcription, i + 1, "<s> TRANSCRIPT </s> (" + id.group(2) + "), as line " + (i + 1) + " of "
                        + fileIds + " has it, not \"" + texts.get(i) + "\"");
            }
            if (!names.add(id.group(2))) {
                throw SpeechFile.bad(fileIds, i + 1, "each name once, " + id.group(2) + " stands there twice");
            }
            files.add(new SpeechFile(sound(wav, ids.get(i).strip(), id.group(2), fileIds, i + 1),
                    SpeechFile.transcript(text.group(1), transcription, i + 1), id.group(1), id.group(2)));
        }
        return files;
    }

    /** In the folders of the archive, or, in the cache, without them. */
    private static Path sound(Path wav, String id, String name, Path fileIds, int line) {
        for (var place : List.of(id, name)) {
            var sound = wav.resolve(place + ".sph");
            if (Files.isRegularFile(sound)) {
                return sound;
            }
        }
        throw SpeechFile.bad(fileIds, line, "the sound " + wav.resolve(id + ".sph") + ", which is not there: unpack the corpus again,"
                + " in its edition with SPHERE files");
    }
}
