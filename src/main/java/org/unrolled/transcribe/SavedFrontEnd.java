package org.unrolled.transcribe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.unrolled.audio.FeatureScaling;
import org.unrolled.audio.FrontEnd;
import org.unrolled.model.ModelFile;

/** A front end as lines of a {@link ModelFile}. */
final class SavedFrontEnd {
    private static final String FEATURES = "features";
    private static final String MEAN = "mean";
    private static final String DEVIATION = "deviation";

    private SavedFrontEnd() {
    }

    static List<String> lines(FrontEnd frontEnd) {
        var lines = new ArrayList<String>();
        lines.add(FEATURES + " " + frontEnd.written());
        if (frontEnd.scaling() != null) {
            lines.add(line(MEAN, frontEnd.scaling().mean()));
            lines.add(line(DEVIATION, frontEnd.scaling().deviation()));
        }
        return lines;
    }

    private static String line(String name, float[] numbers) {
        return IntStream.range(0, numbers.length).mapToObj(i -> " " + numbers[i]).collect(Collectors.joining("", name, ""));
    }

    static FrontEnd of(ModelFile file) throws IOException {
        try {
            var written = FrontEnd.read(file.setting(FEATURES));
            var scaling = file.settings(MEAN).isEmpty() ? null
                : new FeatureScaling(numbers(file.setting(MEAN)), numbers(file.setting(DEVIATION)));
            return new FrontEnd(written.features(), written.cepstra(), written.deltaReach(), scaling);
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static float[] numbers(String line) {
        var read = Arrays.stream(line.split(" ")).mapToDouble(Float::parseFloat).toArray();
        var numbers = new float[read.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) read[i];
        }
        return numbers;
    }
}
