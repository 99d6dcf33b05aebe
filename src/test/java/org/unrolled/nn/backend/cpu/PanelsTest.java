package org.unrolled.nn.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.module.ModuleFinder;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Panels with a plain kernel of odd sizes, and with Java's vectors where this JVM has them. */
class PanelsTest {
    /** The contract in plain loops: three columns, blocks of eight rows or of two. */
    private record Plain() implements PanelKernel {
        @Override
        public int bits() {
            return 32;
        }

        @Override
        public int columns() {
            return 3;
        }

        @Override
        public int rows(int left) {
            return left > 4 ? 8 : 2;
        }

        @Override
        public void multiply(int rows, int depth, float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int stride) {
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < columns(); j++) {
                    int at = cAt + r * stride + j;
                    for (int k = 0; k < depth; k++) {
                        c[at] = Math.fma(a[aAt + k * rows + r], b[bAt + k * columns() + j], c[at]);
                    }
                }
            }
        }
    }

    private static PanelKernel vectors() {
        return PanelKernels.inVectors();
    }

    static Stream<Arguments> cases() {
        var sizes = new int[][] {{1, 1, 1}, {2, 5, 3}, {3, 7, 32}, {4, 16, 16}, {5, 1, 33}, {7, 64, 31}, {8, 20, 64}, {9, 256, 15},
            {12, 256, 100}, {13, 3, 17}, {33, 65, 47}, {6, 257, 33}, {9, 601, 20}};
        return Stream.of(sizes).flatMap(size -> Stream.of(false, true).map(adds -> Arguments.of(size[0], size[1], size[2], adds)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyKernelGivesTheSameBits(int rows, int depth, int columns, boolean adds) {
        var random = new Random(rows * 31L + depth);
        float[] a = numbers(random, rows * depth);
        float[] b = numbers(random, 2 * depth * columns);
        float[] c = numbers(random, rows * columns + 5);
        for (int matrix = 0; matrix < 2; matrix++) {
            float[] expected = c.clone();
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < columns; j++) {
                    float sum = adds ? c[r * columns + j] : 0;
                    for (int k = 0; k < depth; k++) {
                        sum = Math.fma(a[r * depth + k], b[(matrix * depth + k) * columns + j], sum);
                    }
                    expected[r * columns + j] = sum;
                }
            }
            for (var kernel : vectors() == null ? new PanelKernel[] {new Plain()} : new PanelKernel[] {new Plain(), vectors()}) {
                for (boolean turned : new boolean[] {false, true}) {
                    var panels = new Panels(kernel, 2, depth, columns);
                    panels.ready();
                    for (int part = 0; part < 3; part++) {
                        if (turned) {
                            panels.turn(memory(turned(b, 2, depth, columns)), part, 3);
                        } else {
                            panels.copy(memory(b), part, 3);
                        }
                    }
                    float[] actual = c.clone();
                    panels.multiply(matrix, new PackedRows(kernel).pack(a, rows, depth), actual, adds);
                    assertArrayEquals(expected, actual, kernel + (turned ? " turned" : ""));
                }
            }
        }
    }

    @Test
    void smallerBatchesAfterLargerOnesLeaveNothingBehind() {
        var kernel = new Plain();
        var packed = new PackedRows(kernel);
        packed.pack(numbers(new Random(1), 20 * 6), 20, 6);
        var panels = new Panels(kernel, 1, 6, 4);
        panels.ready();
        panels.copy(memory(numbers(new Random(2), 24)), 0, 1);
        float[] a = numbers(new Random(3), 5 * 6);
        float[] fresh = new float[20];
        float[] again = new float[20];
        panels.multiply(0, new PackedRows(kernel).pack(a, 5, 6), fresh, false);
        panels.multiply(0, packed.pack(a, 5, 6), again, false);
        assertArrayEquals(fresh, again);
    }

    @Test
    void rowsInNativeMemoryMayLieApart() {
        float[] wide = numbers(new Random(4), 3 * 10);
        var packed = new PackedRows(new Plain()).pack(memory(wide), 1, 10, 3, 4);
        assertEquals(3, packed.rows());
        assertEquals(4, packed.depth());
        // The first block has two rows.
        assertArrayEquals(new float[] {wide[1], wide[11], wide[2], wide[12]}, Arrays.copyOf(packed.blocks(), 4));
    }

    /** Else nobody would notice that the class isn't built any more. */
    @Test
    void theJvmOfTheTestsHasTheKernelInVectors() {
        assumeTrue(ModuleFinder.ofSystem().find("jdk.incubator.vector").isPresent(), "this JDK has no vectors");
        assumeTrue(ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent(), "started without --add-modules jdk.incubator.vector");
        assertNotNull(vectors());
        assertNotNull(PanelKernels.activationsInVectors());
    }

    @Test
    void activationsInVectorsDoNotDependOnAnElementsPlace() {
        var activations = PanelKernels.activationsInVectors();
        assumeTrue(activations != null, "this JVM has no vectors");
        float[] x = numbers(new Random(5), 67);
        x[3] = Float.NaN;
        x[4] = 100;
        x[66] = Float.NEGATIVE_INFINITY;
        float[] bias = numbers(new Random(6), 67);
        float[] tanh = x.clone();
        float[] sigmoid = x.clone();
        float[] into = new float[67];
        activations.tanh(tanh, bias, 67);
        activations.sigmoid(sigmoid, bias, 67);
        activations.tanhInto(into, x, 67);
        for (int i = 0; i < 67; i++) {
            float[] one = {x[i]};
            float[] other = {x[i]};
            float[] third = new float[1];
            activations.tanh(one, new float[] {bias[i]}, 1);
            activations.sigmoid(other, new float[] {bias[i]}, 1);
            activations.tanhInto(third, new float[] {x[i]}, 1);
            assertArrayEquals(new float[] {one[0], other[0], third[0]}, new float[] {tanh[i], sigmoid[i], into[i]});
            assertEquals(Math.tanh(x[i] + bias[i]), tanh[i], 3e-7);
            assertEquals(1 / (1 + Math.exp(-(x[i] + bias[i]))), sigmoid[i], 2e-7);
        }
    }

    private static float[] numbers(Random random, int n) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static float[] turned(float[] b, int matrices, int depth, int columns) {
        float[] turned = new float[b.length];
        for (int i = 0; i < b.length; i++) {
            int within = i % (depth * columns);
            turned[i - within + within % columns * depth + within / columns] = b[i];
        }
        return turned;
    }

    private static Memory memory(float[] numbers) {
        var memory = Memory.allocate(numbers.length);
        memory.write(0, numbers, numbers.length);
        return memory;
    }
}
