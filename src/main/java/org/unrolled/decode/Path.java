package org.unrolled.decode;

/**
 * A beginning of a sequence: its last token after the beginning before that. Beams that split share what they have in common,
 * and what no beam goes on from is left to the garbage collector, so that long sequences don't fill the memory.
 *
 * @param before null for the start alone
 * @param length number of tokens, the start not counted
 * @param looked weights of the source's tokens in the step that gave this token, shape [source]; null without attention
 */
record Path(Path before, int token, int length, float[] looked) {
    /** In place of a token: none is possible. */
    static final int NONE = -1;

    /** The start. */
    static Path of(int token) {
        return new Path(null, token, 0, null);
    }

    Path then(int next, float[] weights) {
        return new Path(this, next, length + 1, weights);
    }

    /** Without the start. */
    int[] tokens() {
        int[] tokens = new int[length];
        for (var at = this; at.before != null; at = at.before) {
            tokens[at.length - 1] = at.token;
        }
        return tokens;
    }

    /** One row a token, shape [length, source]; null without attention. */
    double[][] attention(boolean known) {
        if (!known) {
            return null;
        }
        var rows = new double[length][];
        for (var at = this; at.before != null; at = at.before) {
            rows[at.length - 1] = new double[at.looked.length];
            for (int j = 0; j < at.looked.length; j++) {
                rows[at.length - 1][j] = at.looked[j];
            }
        }
        return rows;
    }

    /** How much attention each of the source's tokens has got altogether, shape [source]. */
    double[] coverage(int source) {
        var sum = new double[source];
        for (var at = this; at.before != null; at = at.before) {
            for (int j = 0; j < source; j++) {
                sum[j] += at.looked[j];
            }
        }
        return sum;
    }
}
