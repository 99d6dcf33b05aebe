package org.unrolled.nn.backend.cpu;

import org.unrolled.concurrent.Workers;

/**
 * Rows of a table picked by number, and gradients added back to them: an embedding without one-hot vectors. Tables are
 * [vocabulary, size] with rows in one piece.
 */
final class TokenRows {
    private static final int WORTH_SPLITTING = 1 << 17;

    private TokenRows() {
    }

    /** into[i] = table[ids[i]]; a negative id gives a row of zeros. */
    static void gather(Memory table, int size, int[] ids, Memory into) {
        split((long) ids.length * size, ids.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                if (ids[i] < 0) {
                    into.clear((long) i * size, size);
                } else {
                    into.copy(table, (long) ids[i] * size, (long) i * size, size);
                }
            }
        });
    }

    /**
     * table[ids[i]] += rows[i]; negative ids are left out. The threads share the columns out, so that two of them never
     * write to the same number and the order of addition, and so the result, doesn't depend on their number.
     */
    static void scatterAdd(Memory table, int size, int[] ids, Memory rows) {
        split((long) ids.length * size, size, (from, to) -> {
            scatter(table, size, ids, rows, from, to - from);
        });
    }

    private static void scatter(Memory table, int size, int[] ids, Memory rows, int from, int count) {
        var sum = new float[count];
        var row = new float[count];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] >= 0) {
                long at = (long) ids[i] * size + from;
                table.read(at, sum, count);
                rows.read((long) i * size + from, row, count);
                Lanes.add(sum, sum, row, count);
                table.write(at, sum, count);
            }
        }
    }

    private interface Range {
        void run(int from, int to);
    }

    private static void split(long work, int length, Range body) {
        int parts = work < WORTH_SPLITTING ? 1 : Math.min(Workers.count(), length);
        Workers.run(parts, part ->
            body.run(Workers.start(length, parts, part), Workers.start(length, parts, part + 1)));
    }
}
