package org.unrolled.transcribe;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.unrolled.audio.FrontEnd;
import org.unrolled.audio.Sound;
import org.unrolled.nn.FrameStacking;

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

    /** How many frames the network makes one step of. */
    static int framesPerStep(ComputationGraph graph) {
        return graph.getConfiguration().getVertices().values().stream()
            .mapToInt(vertex -> vertex instanceof FrameStacking stacking ? stacking.factor() : 1).reduce(1, (a, b) -> a * b);
    }

    /** How many steps it makes of so many frames, whether it shortens them at once or little by little. */
    static int steps(int frames, int framesPerStep) {
        return FrameStacking.steps(frames, framesPerStep);
    }
}
