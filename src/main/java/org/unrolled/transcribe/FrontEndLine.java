package org.unrolled.transcribe;

import java.io.IOException;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.MelScale;
import org.unrolled.audio.SpeechFeatures;
import org.unrolled.audio.Stft;
import org.unrolled.audio.Window;
import org.unrolled.model.ModelFile;

/** A front end as a line of a {@link ModelFile}. */
final class FrontEndLine {
    private static final String NAME = "features";

    private FrontEndLine() {
    }

    static String of(FrontEnd frontEnd) {
        var f = frontEnd.features();
        var frames = f.stft();
        return NAME + " " + f.sampleRate() + " " + frames.fftSize() + " " + frames.windowLength() + " " + frames.hop() + " "
            + frames.window() + " " + frames.centred() + " " + f.mels() + " " + f.lowHertz() + " " + f.highHertz() + " " + f.scale() + " "
            + f.preEmphasis() + " " + f.logFloor() + " " + frontEnd.cepstra() + " " + frontEnd.deltaReach();
    }

    static FrontEnd read(ModelFile file) throws IOException {
        var line = file.setting(NAME);
        var words = line.split(" ");
        try {
            var frames = new Stft(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]),
                Window.valueOf(words[4]), Boolean.parseBoolean(words[5]));
            var features = new SpeechFeatures(Integer.parseInt(words[0]), frames, Integer.parseInt(words[6]), Double.parseDouble(words[7]),
                Double.parseDouble(words[8]), MelScale.valueOf(words[9]), Double.parseDouble(words[10]), Double.parseDouble(words[11]));
            return new FrontEnd(features, Integer.parseInt(words[12]), Integer.parseInt(words[13]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("its features are \"" + line + "\", which are none", e);
        }
    }
}
