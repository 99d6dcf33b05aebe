package org.unrolled.ctc;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.nn.backend.Backends;
import org.unrolled.nn.backend.CtcLoss;

/**
 * Where labels that are known may have been said: how probable each of them is at each step, over all paths that become them, where
 * {@link ForcedAlignment} has the best path alone (γ of Graves et al. 2006, section 4.1). For plots, and to see where a network is
 * unsure of the place.
 *
 * @param labels symbols without blanks
 * @param places [steps][2 · labels + 1]: the labels with a blank before, between and after them; each row adds up to 1
 */
public record AlignmentPosterior(int[] labels, double[][] places) {
    private static final double IMPOSSIBLE = -1e4;

    /**
     * The posterior of labels.
     *
     * @param logProbabilities shape [steps][symbols]
     * @param labels           symbols without blanks
     * @throws IllegalArgumentException if the labels need more steps than there are, one is no symbol, or no path is possible
     */
    public static AlignmentPosterior of(float[][] logProbabilities, int[] labels, int blank) {
        ForcedAlignment.of(logProbabilities, labels, blank);
        // Some path is possible: what is impossible can be very improbable, as the lattice takes finite numbers.
        var logits = Transforms.max(Nd4j.createFromArray(logProbabilities), IMPOSSIBLE);
        var targets = new CtcLoss.Targets(new int[] {logProbabilities.length}, new int[][] {labels}, blank);
        double[][] found = Backends.choose(DataType.FLOAT).ctc(logProbabilities[0].length).posteriors(logits, targets)[0];
        return new AlignmentPosterior(labels.clone(), found);
    }

    /** How probable label number i is at each step, [steps]. */
    public double[] label(int i) {
        return Arrays.stream(places).mapToDouble(row -> row[2 * i + 1]).toArray();
    }

    /** How probable it is at each step that some blank is said, [steps]. */
    public double[] blank() {
        return Arrays.stream(places).mapToDouble(row -> {
            double sum = 0;
            for (int s = 0; s < row.length; s += 2) {
                sum += row[s];
            }
            return sum;
        }).toArray();
    }
}
