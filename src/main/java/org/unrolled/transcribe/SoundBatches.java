package org.unrolled.transcribe;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.Sound;

/** Sounds through a network, many at once. */
final class SoundBatches {
    private static final int BATCH = 32;

    private SoundBatches() {
    }

    /**
     * What a network makes of each sound, those of similar length together, so that little is filled up.
     *
     * @param read from frames [time][bands] each to as many results
     */
    static <T> List<T> each(List<Sound> sounds, FrontEnd frontEnd, Function<List<float[][]>, List<T>> read) {
        var frames = sounds.stream().map(frontEnd::frames).toList();
        @SuppressWarnings("unchecked")
        var found = (T[]) new Object[frames.size()];
        var order = IntStream.range(0, found.length).boxed().sorted((a, b) -> frames.get(a).length - frames.get(b).length).toList();
        for (int at = 0; at < found.length; at += BATCH) {
            var places = order.subList(at, Math.min(found.length, at + BATCH));
            var results = read.apply(places.stream().map(frames::get).toList());
            for (int row = 0; row < places.size(); row++) {
                found[places.get(row)] = results.get(row);
            }
        }
        return Arrays.asList(found);
    }
}
