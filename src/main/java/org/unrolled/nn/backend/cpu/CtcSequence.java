package org.unrolled.nn.backend.cpu;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The lattice of one sequence: before, between and after the labels l_0 … l_(L-1) stand blanks, blank j before label j. A row of it
 * has 2n places with n = L + 1, first the blanks, then the labels and one place that stays impossible, so that those that are computed
 * alike lie side by side:
 * <pre>
 *   αblank_t(j) = (αblank_(t-1)(j) ⊕ αlabel_(t-1)(j-1)) + log p_t(blank)
 *   αlabel_t(j) = (αlabel_(t-1)(j) ⊕ αblank_(t-1)(j) ⊕ αlabel_(t-1)(j-1) unless l_j = l_(j-1)) + log p_t(l_j)
 * </pre>
 * with a ⊕ b = log(e^a + e^b) (Graves et al. 2006, equations 5 to 7); β likewise from the end. The arrays are used again for the next
 * sequence. Not for several threads.
 */
final class CtcSequence {
    private static final double NOTHING = LogLanes.NOTHING;
    private static final double[] NONE = {};

    private final int symbols;
    private final float[] logits;
    private final float[] exponentials;
    private final double[] perSymbol;
    private final Exponential exponential = new Exponential();
    private final LogLanes lanes = new LogLanes();
    private int steps;
    private int[] labels;
    private int blank;
    private int n;
    private Memory rows;
    private long from;
    private long stride;
    private double total;
    private double[] normalisers = NONE;
    private double[][] alpha = {};
    /** log p_t of what each place says. */
    private double[][] emissions = {};
    /** At the labels' places: 0 where a label may follow the one before without a blank, else NOTHING. */
    private double[] jump = NONE;
    private double[] beta = NONE;
    private double[] partner = NONE;
    private double[] third = NONE;

    CtcSequence(int symbols) {
        this.symbols = symbols;
        logits = new float[symbols];
        exponentials = new float[symbols];
        perSymbol = new double[symbols];
    }

    /**
     * Goes forward through the lattice.
     *
     * @param from   where the first step's logits stand
     * @param stride numbers from a step to the next
     * @return -log p(labels); infinite if no path fits, NaN if logits are not finite
     */
    double loss(Memory rows, long from, long stride, int steps, int[] labels, int blank) {
        this.rows = rows;
        this.from = from;
        this.stride = stride;
        this.steps = steps;
        this.labels = labels;
        this.blank = blank;
        n = labels.length + 1;
        if (steps == 0) {
            return labels.length == 0 ? 0 : Double.POSITIVE_INFINITY;
        }
        ensure();
        for (int t = 0; t < steps; t++) {
            if (!read(t)) {
                return Double.NaN;
            }
        }
        Arrays.fill(alpha[0], 0, 2 * n, NOTHING);
        alpha[0][0] = emissions[0][0];
        if (n > 1) {
            alpha[0][n] = emissions[0][n];
        }
        for (int t = 1; t < steps; t++) {
            step(alpha[t - 1], alpha[t], emissions[t]);
        }
        double last = n > 1 ? alpha[steps - 1][2 * n - 2] : NOTHING;
        double m = Math.max(alpha[steps - 1][n - 1], last);
        total = m + Math.log1p(Math.exp(Math.min(alpha[steps - 1][n - 1], last) - m));
        return total < NOTHING / 2 ? Double.POSITIVE_INFINITY : -total;
    }

    private void ensure() {
        if (alpha.length < steps) {
            alpha = new double[steps][];
            emissions = new double[steps][];
            normalisers = new double[steps];
        }
        if (jump.length < 2 * n) {
            jump = new double[2 * n];
            beta = new double[2 * n];
            partner = new double[2 * n];
            third = new double[2 * n];
        }
        for (int t = 0; t < steps; t++) {
            if (alpha[t] == null || alpha[t].length < 2 * n) {
                alpha[t] = new double[2 * n];
                emissions[t] = new double[2 * n];
            }
        }
        Arrays.fill(jump, 0, 2 * n, NOTHING);
        for (int j = 1; j < n - 1; j++) {
            jump[n + j] = labels[j] == labels[j - 1] ? NOTHING : 0;
        }
    }

    /** Reads a step's logits into what they say of blank and labels. @return whether all are finite */
    private boolean read(int t) {
        rows.read(from + t * stride, logits, symbols);
        float largest = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (int at = 0; at < symbols; at += Exponential.CHUNK) {
            int count = Math.min(Exponential.CHUNK, symbols - at);
            exponential.apply(logits, largest, exponentials, at, count);
            sum += RowLanes.sum(exponentials, at, at + count);
        }
        double normaliser = largest + Math.log(sum);
        normalisers[t] = normaliser;
        var emission = emissions[t];
        Arrays.fill(emission, 0, n, logits[blank] - normaliser);
        for (int j = 0; j < n - 1; j++) {
            emission[n + j] = logits[labels[j]] - normaliser;
        }
        emission[2 * n - 1] = NOTHING;
        return Double.isFinite(normaliser);
    }

    private void step(double[] before, double[] now, double[] emission) {
        partner[0] = NOTHING;
        System.arraycopy(before, n, partner, 1, n - 1);
        System.arraycopy(before, 0, partner, n, n);
        lanes.add(now, before, partner, 0, 2 * n);
        System.arraycopy(partner, 0, third, n, n);
        LogLanes.plus(third, third, jump, n, 2 * n);
        lanes.add(now, now, third, n, 2 * n);
        LogLanes.plus(now, now, emission, 0, 2 * n);
        now[2 * n - 1] = NOTHING;
    }

    /**
     * Goes back through the lattice and writes factor · (p - γ) at each step.
     *
     * @param at where the first step's gradient goes, further steps as far apart as those of the logits
     */
    void gradient(double factor, Memory into, long at) {
        backwards(t -> write(t, factor, into, at + t * stride));
    }

    /** Goes back through the lattice and writes γ at each step, [steps][2 · labels + 1]. */
    void posterior(double[][] into) {
        backwards(t -> {
            lanes.exp(partner, alpha[t], beta, -total, 2 * n);
            for (int s = 0; s < into[t].length; s++) {
                into[t][s] = partner[s % 2 == 0 ? s / 2 : n + s / 2];
            }
        });
    }

    private void backwards(IntConsumer step) {
        Arrays.fill(beta, 0, 2 * n, NOTHING);
        beta[n - 1] = 0;
        if (n > 1) {
            beta[2 * n - 2] = 0;
        }
        for (int t = steps - 1; t >= 0; t--) {
            step.accept(t);
            if (t > 0) {
                back(emissions[t]);
            }
        }
    }

    /** From β at a step, without what the step says, to β at the step before. */
    private void back(double[] emission) {
        LogLanes.plus(beta, beta, emission, 0, 2 * n);
        // A blank leads to the label behind it, a label to the blank behind it, and to the next label if that is another.
        System.arraycopy(beta, n, partner, 0, n);
        System.arraycopy(beta, 1, partner, n, n - 1);
        partner[2 * n - 1] = NOTHING;
        LogLanes.plus(third, beta, jump, n, 2 * n);
        System.arraycopy(third, n + 1, third, n, n - 1);
        third[2 * n - 1] = NOTHING;
        lanes.add(beta, beta, partner, 0, 2 * n);
        lanes.add(beta, beta, third, n, 2 * n);
        beta[2 * n - 1] = NOTHING;
    }

    private void write(int t, double factor, Memory into, long at) {
        rows.read(from + t * stride, logits, symbols);
        for (int i = 0; i < symbols; i += Exponential.CHUNK) {
            exponential.apply(logits, (float) normalisers[t], exponentials, i, Math.min(Exponential.CHUNK, symbols - i));
        }
        Arrays.fill(perSymbol, 0);
        lanes.exp(partner, alpha[t], beta, -total, 2 * n);
        for (int j = 0; j < n; j++) {
            perSymbol[blank] += partner[j];
        }
        for (int j = 0; j < n - 1; j++) {
            perSymbol[labels[j]] += partner[n + j];
        }
        for (int k = 0; k < symbols; k++) {
            exponentials[k] = (float) (factor * (exponentials[k] - perSymbol[k]));
        }
        into.write(at, exponentials, symbols);
    }
}
