package org.unrolled.speak;

import java.util.List;
import org.unrolled.audio.Sound;

/**
 * What a {@link SpeechSynthesizer} said.
 *
 * @param text      what it was asked to say
 * @param letters   what the text was spelled as, a blank before and one behind
 * @param durations frames of each letter; not to be written to
 * @param logMel    log-mel energies, [time][mels]; not to be written to
 * @param sound     how it sounds
 */
public record SpokenText(String text, List<String> letters, int[] durations, float[][] logMel, Sound sound) {
    @Override
    public String toString() {
        return "\"" + text + "\", " + sound;
    }
}
