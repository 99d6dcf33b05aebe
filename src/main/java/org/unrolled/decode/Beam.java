package org.unrolled.decode;

import java.io.IOException;
import java.util.List;
import org.nd4j.common.base.Preconditions;
import org.unrolled.model.ModelFile;

/**
 * How something that writes sequences searches, as its file keeps it.
 *
 * @param width beginnings kept at each step; 1 is greedy search
 * @param alpha exponent of the length normalisation, {@link LengthNormalisation#gnmt}
 * @param nBest sequences to give for each source, at most the width
 */
public record Beam(int width, double alpha, int nBest) {
    /** @throws IllegalArgumentException if width or nBest is below 1, nBest above the width, or alpha negative */
    public Beam {
        Preconditions.checkArgument(width >= 1 && nBest >= 1 && nBest <= width,
                "a beam of %s that gives the best %s: expected a width of at least 1 and between 1 and as many sequences", width, nBest);
        LengthNormalisation.gnmt(alpha);
    }

    /** The search that keeps to these rules. */
    public Search search(SearchRules rules) {
        return width == 1 ? new GreedySearch(rules) : BeamSearch.builder(rules).width(width).nBest(nBest)
            .lengthNormalisation(LengthNormalisation.gnmt(alpha)).build();
    }

    /** Itself as settings of a {@link ModelFile}. */
    public List<String> lines() {
        return List.of("width " + width, "alpha " + alpha, "nBest " + nBest);
    }

    /** What {@link #lines} wrote. @throws IOException if one is missing */
    public static Beam of(ModelFile file) throws IOException {
        return new Beam(Integer.parseInt(file.setting("width")), Double.parseDouble(file.setting("alpha")),
            Integer.parseInt(file.setting("nBest")));
    }
}
