package org.unrolled.nn.backend.cpu;

import java.util.Arrays;

/**
 * The lattice of one sequence: before, between and after the labels l_0 … l_(L-1) stand blanks, blank j before label j. Everything is kept
 * in arrays of L + 1 numbers, blanks and labels apart, so that neighbours in the lattice have the same index:
 * <pre>
 *   αblank_t(j) = (αblank_(t-1)(j) ⊕ αlabel_(t-1)(j-1)) + log p_t(blank)
 *   αlabel_t(j) = (αlabel_(t-1)(j) ⊕ αblank_(t-1)(j) ⊕ αlabel_(t-1)(j-1) unless l_j = l_(j-1)) + log p_t(l_j)
 * </pre>
 * with a ⊕ b = log(e^a + e^b) (Graves et al. 2006, equations 5 to 7); β likewise from the end. The arrays are used again for the next
 * sequence. Not for several threads.
 */
final class CtcSequence {
    private static final double NOTHING = LogLanes.NOTHING;

    private final int symbols;
    private final float[] logits;
    private final float[] exponentials;
    private final double[] perSymbol;
    private final Exponential exponential = new Exponential();
    private int steps;
    private int[] labels;
    private int blank;
    /** L + 1. */
    private int n;
    private long stride;
    private Memory rows;
    private long from;
    private double total;
    private double[] normalisers = new double[0];
    /** α of blanks and of labels, [steps][n]. */
    private double[][] blanks = new double[0][];
    private double[][] said = new double[0][];
    /** log p_t of each label. */
    private double[][] emissions = new double[0][];
    private double[] blankEmission = new double[0];
    /** 0 where a label may follow the one before without a blank, else NOTHING. */
    private double[] jump = new double[0];
    private double[] shifted = new double[0];
    private double[] other = new double[0];
    private double[] nextBlank = new double[0];
    private double[] nextLabel = new double[0];

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
        Arrays.fill(blanks[0], 0, n, NOTHING);
        Arrays.fill(said[0], 0, n, NOTHING);
        blanks[0][0] = blankEmission[0];
        if (labels.length > 0) {
            said[0][0] = emissions[0][0];
        }
        for (int t = 1; t < steps; t++) {
            step(t);
        }
        double last = labels.length > 0 ? said[steps - 1][n - 2] : NOTHING;
        total = add(blanks[steps - 1][n - 1], last);
        return total < NOTHING / 2 ? Double.POSITIVE_INFINITY : -total;
    }

    private void ensure() {
        if (blanks.length < steps) {
            blanks = new double[steps][];
            said = new double[steps][];
            emissions = new double[steps][];
            normalisers = new double[steps];
            blankEmission = new double[steps];
        }
        if (jump.length < n) {
            jump = new double[n];
            shifted = new double[n];
            other = new double[n];
            nextBlank = new double[n];
            nextLabel = new double[n];
        }
        for (int t = 0; t < steps; t++) {
            if (blanks[t] == null || blanks[t].length < n) {
                blanks[t] = new double[jump.length];
                said[t] = new double[jump.length];
                emissions[t] = new double[jump.length];
            }
        }
        for (int j = 0; j < n - 1; j++) {
            jump[j] = j > 0 && labels[j] != labels[j - 1] ? 0 : NOTHING;
        }
        jump[n - 1] = NOTHING;
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
        normalisers[t] = largest + Math.log(sum);
        blankEmission[t] = logits[blank] - normalisers[t];
        var emission = emissions[t];
        for (int j = 0; j < n - 1; j++) {
            emission[j] = logits[labels[j]] - normalisers[t];
        }
        // Behind the last blank stands no label.
        emission[n - 1] = 0;
        return Double.isFinite(normalisers[t]);
    }

    private void step(int t) {
        var blankBefore = blanks[t - 1];
        var saidBefore = said[t - 1];
        System.arraycopy(saidBefore, 0, shifted, 1, n - 1);
        shifted[0] = NOTHING;
        LogLanes.add(blanks[t], blankBefore, shifted, n);
        LogLanes.plus(blanks[t], blanks[t], blankEmission[t], n);
        LogLanes.plus(shifted, shifted, jump, n);
        LogLanes.add(other, saidBefore, blankBefore, n);
        LogLanes.add(said[t], other, shifted, n);
        LogLanes.plus(said[t], said[t], emissions[t], n);
        said[t][n - 1] = NOTHING;
    }

    /**
     * Goes back through the lattice and writes factor · (p - γ) at each step.
     *
     * @param at where the first step's gradient goes, further steps as far apart as those of the logits
     */
    void gradient(double factor, Memory into, long at) {
        var betaBlank = nextBlank;
        var betaLabel = nextLabel;
        Arrays.fill(betaBlank, 0, n, NOTHING);
        Arrays.fill(betaLabel, 0, n, NOTHING);
        betaBlank[n - 1] = 0;
        if (n > 1) {
            betaLabel[n - 2] = 0;
        }
        for (int t = steps - 1; t >= 0; t--) {
            write(t, betaBlank, betaLabel, factor, into, at + t * stride);
            if (t > 0) {
                back(t, betaBlank, betaLabel);
            }
        }
    }

    /** From β at step t, without what the step says, to β at the step before. */
    private void back(int t, double[] betaBlank, double[] betaLabel) {
        LogLanes.plus(betaBlank, betaBlank, blankEmission[t], n);
        LogLanes.plus(betaLabel, betaLabel, emissions[t], n);
        // A label leads to itself, to the blank after it, and to the next label if that is another.
        System.arraycopy(betaBlank, 1, other, 0, n - 1);
        other[n - 1] = NOTHING;
        LogLanes.plus(shifted, betaLabel, jump, n);
        System.arraycopy(shifted, 1, shifted, 0, n - 1);
        shifted[n - 1] = NOTHING;
        LogLanes.add(betaBlank, betaBlank, betaLabel, n);
        LogLanes.add(betaLabel, betaLabel, other, n);
        LogLanes.add(betaLabel, betaLabel, shifted, n);
        betaLabel[n - 1] = NOTHING;
    }

    private void write(int t, double[] betaBlank, double[] betaLabel, double factor, Memory into, long at) {
        rows.read(from + t * stride, logits, symbols);
        for (int i = 0; i < symbols; i += Exponential.CHUNK) {
            exponential.apply(logits, (float) normalisers[t], exponentials, i, Math.min(Exponential.CHUNK, symbols - i));
        }
        Arrays.fill(perSymbol, 0);
        LogLanes.exp(other, blanks[t], betaBlank, -total, n);
        double nothing = 0;
        for (int j = 0; j < n; j++) {
            nothing += other[j];
        }
        perSymbol[blank] = nothing;
        LogLanes.exp(other, said[t], betaLabel, -total, n);
        for (int j = 0; j < n - 1; j++) {
            perSymbol[labels[j]] += other[j];
        }
        for (int k = 0; k < symbols; k++) {
            exponentials[k] = (float) (factor * (exponentials[k] - perSymbol[k]));
        }
        into.write(at, exponentials, symbols);
    }

    private static double add(double a, double b) {
        double m = Math.max(a, b);
        return m + Math.log1p(Math.exp(Math.min(a, b) - m));
    }
}
