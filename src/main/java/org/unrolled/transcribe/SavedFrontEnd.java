package org.unrolled.transcribe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.unrolled.arrays.FeatureScaling;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.MelScale;
import org.unrolled.audio.SpeechFeatures;
import org.unrolled.audio.Stft;
import org.unrolled.audio.Window;
import org.unrolled.model.ModelFile;

/** A front end as lines of a {@link ModelFile}. */
public final class SavedFrontEnd {
    private static final String FEATURES = "features";
    private static final String MEAN = "mean";
    private static final String DEVIATION = "deviation";

    private SavedFrontEnd() {
    }

    /** Its settings, and the scaling if it has one: a line each, of a name and what belongs to it. */
    public static List<String> lines(FrontEnd frontEnd) {
        var f = frontEnd.features();
        var frames = f.stft();
        var lines = new ArrayList<String>();
        lines.add(FEATURES + " " + f.sampleRate() + " " + frames.fftSize() + " " + frames.windowLength() + " " + frames.hop() + " "
            + frames.window() + " " + frames.centred() + " " + f.mels() + " " + f.lowHertz() + " " + f.highHertz() + " " + f.scale() + " "
            + f.preEmphasis() + " " + f.logFloor() + " " + frontEnd.cepstra() + " " + frontEnd.deltaReach());
        if (frontEnd.scaling() != null) {
            lines.add(line(MEAN, frontEnd.scaling().mean()));
            lines.add(line(DEVIATION, frontEnd.scaling().deviation()));
        }
        return lines;
    }

    private static String line(String name, float[] numbers) {
        return IntStream.range(0, numbers.length).mapToObj(i -> " " + numbers[i]).collect(Collectors.joining("", name, ""));
    }

    /** The front end of such lines. @throws IOException if they are missing, or describe none */
    public static FrontEnd of(ModelFile file) throws IOException {
        var line = file.setting(FEATURES);
        var words = line.split(" ");
        try {
            var frames = new Stft(Integer.parseInt(words[1]), Integer.parseInt(words[2]), Integer.parseInt(words[3]),
                Window.valueOf(words[4]), Boolean.parseBoolean(words[5]));
            var features = new SpeechFeatures(Integer.parseInt(words[0]), frames, Integer.parseInt(words[6]), Double.parseDouble(words[7]),
                Double.parseDouble(words[8]), MelScale.valueOf(words[9]), Double.parseDouble(words[10]), Double.parseDouble(words[11]));
            var scaling = file.settings(MEAN).isEmpty() ? null
                : new FeatureScaling(numbers(file.setting(MEAN)), numbers(file.setting(DEVIATION)));
            return new FrontEnd(features, Integer.parseInt(words[12]), Integer.parseInt(words[13]), scaling);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("its features are \"" + line + "\" and their scaling, which are none", e);
        }
    }

    private static float[] numbers(String line) {
        var words = line.split(" ");
        var numbers = new float[words.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Float.parseFloat(words[i]);
        }
        return numbers;
    }
}
