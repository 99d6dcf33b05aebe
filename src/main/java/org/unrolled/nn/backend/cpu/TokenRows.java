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
        Workers.split(ids.length, Math.min(parts(ids, size), ids.length), (part, from, to) -> {
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
        Workers.split(size, Math.min(parts(ids, size), size), (part, from, to) ->
            scatter(table, from, size, ids, rows, from, size, to - from));
    }

    /** The same for {@code count} columns on one thread; {@code tableAt} and {@code rowsAt} are where those of row 0 begin. */
    static void scatter(Memory table, long tableAt, int tableSize, int[] ids, Memory rows, long rowsAt, int rowSize, int count) {
        var sum = new float[count];
        var row = new float[count];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] >= 0) {
                long at = tableAt + (long) ids[i] * tableSize;
                table.read(at, sum, count);
                rows.read(rowsAt + (long) i * rowSize, row, count);
                Lanes.add(sum, sum, row, count);
                table.write(at, sum, count);
            }
        }
    }

    private static int parts(int[] ids, int size) {
        return (long) ids.length * size < WORTH_SPLITTING ? 1 : Workers.count();
    }
}
