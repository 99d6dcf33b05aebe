package org.unrolled.notebook;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.unrolled.audio.Sound;
import org.unrolled.audio.WavFile;

/** A sound with the browser's own player, the sound itself in the page, so that a saved notebook plays without any other file. */
final class SoundView {
    /** Of a WAV file; twenty megabytes are ten minutes at 16 kHz. */
    private static final int MOST = 20_000_000;
    /** In an address the browser takes line breaks out; editors and differences choke on a line of megabytes. */
    private static final int LINE = 1000;

    private SoundView() {
    }

    /** Of a cell that ends with a sound, which must not fail: a sound that can't be played is told in words. */
    static MimeBundle ofCell(Sound sound) {
        try {
            return bundle(sound, "");
        } catch (IllegalArgumentException e) {
            return MimeBundle.text(sound + ", not played: " + e.getMessage());
        }
    }

    static MimeBundle bundle(Sound sound, String title) {
        var text = (title.isBlank() ? "" : title + ": ") + sound;
        if (sound.samples().length == 0) {
            return MimeBundle.text(text);
        }
        if (2L * sound.samples().length > MOST) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "%s would make the notebook %,d MB larger: cut a piece of it, or resample it", sound,
                    Math.round(2.0 * sound.samples().length * 4 / 3 / 1e6)));
        }
        var data = Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encode(WavFile.bytes(sound));
        return MimeBundle.html("<figure class=\"unrolled-sound\" style=\"margin:4px 0\">"
                + (title.isBlank() ? "" : "<figcaption>" + Html.escape(title) + "</figcaption>")
                + "<audio controls preload=\"metadata\" title=\"" + Html.escape(text) + "\" aria-label=\"" + Html.escape(text)
                + "\" src=\"data:audio/wav;base64,\n" + new String(data, StandardCharsets.US_ASCII) + "\">" + Html.escape(text)
                + "</audio></figure>", text);
    }
}
