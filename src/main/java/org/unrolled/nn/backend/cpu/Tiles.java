package org.unrolled.nn.backend.cpu;

/**
 * Products of many rows with one matrix, cut into tiles: OpenBLAS multiplies blocks with m · n · k below 10⁶ without packing
 * them first, which on AVX-512 is faster.
 */
final class Tiles {
    static final int WIDTH = 64;
    static final int DEPTH = 256;
    private static final int ROWS = 48;

    private Tiles() {
    }

    /**
     * C = A · B + beta · C, A [rows, depth], B [depth, columns], all by address and leading dimension.
     *
     * @param b B in tiles: {@value #WIDTH} columns after {@value #WIDTH} columns, each [depth, width] without gaps
     */
    static void multiply(int rows, int columns, int depth, long a, int lda, long b, float beta,
                         long c, int ldc) {
        int bytes = Float.BYTES;
        for (int r = 0; r < rows; r += ROWS) {
            int m = Math.min(ROWS, rows - r);
            for (int column = 0; column < columns; column += WIDTH) {
                int width = Math.min(WIDTH, columns - column);
                long tile = b + (long) column * depth * bytes;
                for (int k = 0; k < depth; k += DEPTH) {
                    Blas.gemm(false, false, m, width, Math.min(DEPTH, depth - k),
                        a + ((long) r * lda + k) * bytes, lda, tile + (long) k * width * bytes, width,
                        k == 0 ? beta : 1, c + ((long) r * ldc + column) * bytes, ldc);
                }
            }
        }
    }

    /**
     * Some columns' tiles of a matrix B that lies as it is.
     *
     * @param from where B [depth, columns] begins, c order
     * @param to   where its tiles begin
     * @param part of {@code parts} that share the tiles
     */
    static void copy(Memory from, int columns, int depth, Memory to, int part, int parts) {
        for (int column = part * WIDTH; column < columns; column += parts * WIDTH) {
            int width = Math.min(WIDTH, columns - column);
            for (int k = 0; k < depth; k++) {
                to.copy(from, (long) k * columns + column, (long) column * depth + (long) k * width, width);
            }
        }
    }

    /**
     * The same of matrices that lie transposed, [columns, depth], one after the other; so do their tiles.
     *
     * @param matrices how many
     */
    static void turn(Memory from, int matrices, int columns, int depth, Memory to, int part, int parts) {
        var block = new float[WIDTH * depth];
        var turned = new float[WIDTH * depth];
        int each = (columns + WIDTH - 1) / WIDTH;
        for (int tile = part; tile < matrices * each; tile += parts) {
            int column = tile % each * WIDTH;
            int width = Math.min(WIDTH, columns - column);
            long at = ((long) (tile / each) * columns + column) * depth;
            from.read(at, block, width * depth);
            Lanes.transpose(block, turned, width, depth);
            to.write(at, turned, width * depth);
        }
    }
}
