package org.unrolled.nn.kernel;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Rows of a table picked by number, and gradients added back to them: an embedding without one-hot vectors. Tables are
 * [vocabulary, size] with rows in one piece.
 */
public final class TokenRows {
    private static final int WORTH_SPLITTING = 1 << 17;

    private TokenRows() {
    }

    /** into[i] = table[ids[i]]; a negative id gives a row of zeros. */
    public static void gather(Memory table, int size, int[] ids, Memory into) {
        split((long) ids.length * size, ids.length, (from, to) -> {
            for (int i = from; i < to; i++) {
                if (ids[i] < 0) {
                    clear(into, (long) i * size, size);
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
    public static void scatterAdd(Memory table, int size, int[] ids, Memory rows) {
        split((long) ids.length * size, size, (from, to) -> {
            if (table.precision() == Precision.FLOAT) {
                scatterFloats(table, size, ids, rows, from, to - from);
            } else {
                scatterDoubles(table, size, ids, rows, from, to - from);
            }
        });
    }

    private static void scatterFloats(Memory table, int size, int[] ids, Memory rows, int from, int count) {
        var sum = new float[count];
        var row = new float[count];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] >= 0) {
                long at = (long) ids[i] * size + from;
                table.read(at, sum, 0, count);
                rows.read((long) i * size + from, row, 0, count);
                Elementwise.add(sum, 0, row, 0, count);
                table.write(at, sum, 0, count);
            }
        }
    }

    private static void scatterDoubles(Memory table, int size, int[] ids, Memory rows, int from, int count) {
        var sum = new double[count];
        var row = new double[count];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] >= 0) {
                long at = (long) ids[i] * size + from;
                table.read(at, sum, 0, count);
                rows.read((long) i * size + from, row, 0, count);
                Elementwise.add(sum, 0, row, 0, count);
                table.write(at, sum, 0, count);
            }
        }
    }

    /** Sets all of a memory to zero. */
    public static void clear(Memory memory) {
        clear(memory, 0, memory.length());
    }

    /** Sets {@code count} elements from {@code at} on to zero. */
    public static void clear(Memory memory, long at, long count) {
        Pointer.memset(new At(memory.address(at)), 0, count * memory.precision().bytes());
    }

    private interface Range {
        void run(int from, int to);
    }

    private static void split(long work, int length, Range body) {
        int parts = work < WORTH_SPLITTING ? 1 : Math.min(Workers.count(), length);
        Workers.run(parts, part ->
            body.run(Workers.start(length, parts, part), Workers.start(length, parts, part + 1)));
    }

    /** Native memory that somebody else owns. */
    private static final class At extends BytePointer {
        At(long address) {
            super((Pointer) null);
            this.address = address;
        }
    }
}
