package org.unrolled.decode;

import java.util.ArrayList;
import java.util.List;
import org.unrolled.concurrent.Interrupted;
import org.unrolled.concurrent.Workers;

/** One run of a {@link BeamSearch} over a batch. The rows of the model's state are the beams of all sentences not yet done. */
final class BeamRun<S> {
    private final BeamSearch search;
    private final StepModel<S> model;
    private final int[] sourceLengths;
    private final Allowed allowed;

    BeamRun(BeamSearch search, StepModel<S> model, int... sourceLengths) {
        this.search = search;
        this.model = model;
        this.sourceLengths = sourceLengths;
        allowed = new Allowed(search.rules(), model.vocabularySize());
    }

    /** For each sequence of the start its hypotheses, the best first. */
    List<List<Hypothesis>> run(S start) {
        SearchRules.requireLengths(model.sequences(start), sourceLengths);
        var all = new ArrayList<SentenceBeams>();
        for (int length : sourceLengths) {
            all.add(new SentenceBeams(search, length, all.size()));
        }
        var state = start;
        var front = Front.of(sourceLengths.length, search.rules().start());
        List<SentenceBeams> active = all;
        while (!active.isEmpty()) {
            Interrupted.check();
            var step = model.step(state, front.tokens());
            var scores = new StepScores(step, front.size(), model.vocabularySize());
            collect(scores, front, active);
            var before = front;
            var next = new Front();
            active = active.stream().filter(sentence -> sentence.goesOn(before, next)).toList();
            state = next.follow(model, step.state(), front.size());
            front = next;
        }
        return all.stream().map(SentenceBeams::hypotheses).toList();
    }

    private void collect(StepScores scores, Front front, List<SentenceBeams> active) {
        int parts = Math.min(active.size(), Workers.count());
        scores.share(parts, part -> {
            var scratch = scores.scratch();
            int to = Workers.start(active.size(), parts, part + 1);
            for (int i = Workers.start(active.size(), parts, part); i < to; i++) {
                active.get(i).collect(scores, front, allowed, scratch);
            }
        });
    }
}
