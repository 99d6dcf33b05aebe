package org.unrolled.speech;

import java.util.List;
import org.unrolled.audio.WavFile;
import org.unrolled.data.DataCache;
import org.unrolled.data.SpokenDigit;

/**
 * The Free Spoken Digit Dataset as utterances: single digits at 8 kHz, each 50 times by each speaker. <pre>{@code
 * var recordings = DigitRecordings.read(cache);
 * var knownSpeakers = SpeechSplit.takesBelow(recordings, DigitRecordings.TEST_TAKES);   // the authors' split
 * var strangers = SpeechSplit.bySpeaker(recordings, "lucas");
 * }</pre>
 */
public final class DigitRecordings {
    /** So many takes of each digit and speaker, the first ones, are held out by the data set's authors. */
    public static final int TEST_TAKES = 5;

    private DigitRecordings() { }

    /**
     * All recordings by speaker, take and digit, named {@code digit_speaker_take} as their files are; the transcript is the word.
     *
     * @throws org.unrolled.data.DatasetException if the data set can't be had
     */
    public static List<Utterance> read(DataCache cache) {
        return SpokenDigit.list(cache).stream().map(digit -> new Utterance(WavFile.read(digit.file()).mono(),
                EmbeddedSpeech.DIGITS.words().get(digit.digit()), digit.speaker(),
                digit.digit() + "_" + digit.speaker() + "_" + digit.take())).toList();
    }
}
