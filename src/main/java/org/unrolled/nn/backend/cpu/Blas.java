package org.unrolled.nn.backend.cpu;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.concurrent.Workers;

/**
 * Matrix products on raw addresses, by the OpenBLAS library that ND4J's CPU backend has loaded anyway.
 *
 * <p>All matrices are in row-major order: element (i, j) of a matrix with leading dimension {@code ld} lies at
 * {@code address + (i * ld + j) * bytes}. A product runs on the thread that calls it: the layers split their work
 * over {@link Workers} themselves, which for the shapes of recurrent networks is faster than OpenBLAS' own threads.
 *
 * <p><b>ND4J shares this library</b>, and OpenBLAS has one number of threads for the whole process. The first use of
 * this class sets it to one; ND4J's own {@code mmul} then runs on one core as well. Mixed work that lives from
 * large ND4J products (wide dense or convolutional layers) can set it back; the products of this class stay right
 * then, but wait for each other.
 */
final class Blas {
    private static final int ROW_MAJOR = 101;
    private static final int PLAIN = 111;
    private static final int TRANSPOSED = 112;
    private static final ThreadLocal<Operands> OPERANDS = ThreadLocal.withInitial(Operands::new);

    static {
        // ND4J sets the number of threads when it starts; it has to come first.
        Nd4j.getBackend();
        org.bytedeco.openblas.presets.openblas_nolapack.blas_set_num_threads(1);
    }

    private Blas() {
    }

    /**
     * C = op(A) · op(B) + beta · C, op(A) of shape [m, k], op(B) [k, n], C [m, n].
     *
     * @param a   address of A, of shape [m, k], or [k, m] if {@code transposeA}
     * @param b   address of B, of shape [k, n], or [n, k] if {@code transposeB}
     * @param lda elements from one row of A to the next, as stored
     */
    static void gemm(boolean transposeA, boolean transposeB, int m, int n, int k, long a, int lda, long b, int ldb,
                            float beta, long c, int ldc) {
        if (m == 0 || n == 0) {
            return;
        }
        var o = OPERANDS.get();
        openblas_nolapack.cblas_sgemm(ROW_MAJOR, transposeA ? TRANSPOSED : PLAIN, transposeB ? TRANSPOSED : PLAIN,
            m, n, k, 1, o.a.at(a), lda, o.b.at(b), ldb, beta, o.c.at(c), ldc);
    }

    /**
     * C = A · op(B) + beta · C as {@link #gemm} has it, a single row as a vector: faster for a whole B, slower for a small tile of it.
     */
    static void multiply(boolean transposeB, int m, int n, int k, long a, int lda, long b, int ldb, float beta, long c, int ldc) {
        if (m == 1 && k > 0) {
            gemv(!transposeB, transposeB ? n : k, transposeB ? k : n, b, ldb, a, beta, c);
        } else {
            gemm(false, transposeB, m, n, k, a, lda, b, ldb, beta, c, ldc);
        }
    }

    /**
     * y = op(A) · x + beta · y, A of shape [m, n] as stored.
     *
     * @param x address of n elements (m if {@code transpose})
     * @param y address of m elements (n if {@code transpose})
     */
    private static void gemv(boolean transpose, int m, int n, long a, int lda, long x, float beta, long y) {
        var o = OPERANDS.get();
        openblas_nolapack.cblas_sgemv(ROW_MAJOR, transpose ? TRANSPOSED : PLAIN, m, n, 1,
            o.a.at(a), lda, o.b.at(x), 1, beta, o.c.at(y), 1);
    }

    private static final class Operands {
        final Operand a = new Operand();
        final Operand b = new Operand();
        final Operand c = new Operand();
    }

    /** A pointer that can be set to any address: no allocation per product. */
    private static final class Operand extends FloatPointer {
        Operand() {
            super((Pointer) null);
        }

        Operand at(long address) {
            this.address = address;
            return this;
        }
    }
}
