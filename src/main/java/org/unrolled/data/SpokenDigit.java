package org.unrolled.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A recording of the Free Spoken Digit Dataset; its name says what it is: {@code digit_speaker_take.wav}.
 *
 * @param digit 0 to 9
 * @param speaker first name of who speaks
 * @param take 0 to 49
 * @param file WAV, 8 kHz, mono, 16 bit
 */
public record SpokenDigit(int digit, String speaker, int take, Path file) {
    private static final Pattern NAME = Pattern.compile("(\\d)_([a-z]+)_(\\d+)\\.wav");

    /** @throws DatasetException if the name isn't {@code digit_speaker_take.wav} */
    public static SpokenDigit of(Path file) {
        var name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new DatasetException(file + " is not named like a recording, expected DIGIT_SPEAKER_TAKE.wav");
        }
        return new SpokenDigit(Integer.parseInt(name.group(1)), name.group(2), Integer.parseInt(name.group(3)), file);
    }

    /** All recordings, by speaker, take and digit. */
    public static List<SpokenDigit> list(DataCache cache) {
        var folder = cache.path("spoken-digits", "recordings");
        try (var files = Files.list(folder)) {
            var recordings = new ArrayList<SpokenDigit>();
            files.filter(file -> file.toString().endsWith(".wav")).forEach(file -> recordings.add(of(file)));
            recordings.sort(Comparator.comparing(SpokenDigit::speaker).thenComparing(SpokenDigit::take)
                    .thenComparing(SpokenDigit::digit));
            return recordings;
        } catch (IOException e) {
            throw new DatasetException(folder + " can't be read: " + Downloader.reason(e), e);
        }
    }
}
