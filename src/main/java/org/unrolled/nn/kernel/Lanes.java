package org.unrolled.nn.kernel;

/**
 * Element-wise work on Java arrays of one type, so that a cell's formulas are written once for float and double. Every
 * method works on elements 0 to {@code n} - 1 and writes one array only: such loops the just-in-time compiler
 * vectorises.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Lanes<A> {
    /** For single precision, with the fast tanh of {@link Elementwise}. */
    Lanes<float[]> FLOATS = new FloatLanes();
    /** For double precision, with {@link Math#tanh}. */
    Lanes<double[]> DOUBLES = new DoubleLanes();

    /** The type of the elements. */
    Precision precision();

    /** {@code array} if it holds {@code n} elements, otherwise a new one that does; may be given null. */
    A ensure(A array, int n);

    /** An array of arrays, all null. */
    A[] rows(int count);

    /** a[i] = m[at + i]. */
    void read(Memory m, long at, A a, int n);

    /** m[at + i] = a[i]. */
    void write(Memory m, long at, A a, int n);

    /** Reads {@code n / width} rows of {@code width} elements, {@code stride} apart in memory. */
    void readRows(Memory m, long at, long stride, A a, int width, int n);

    /** Writes {@code n / width} rows of {@code width} elements, {@code stride} apart in memory. */
    void writeRows(Memory m, long at, long stride, A a, int width, int n);

    /** to[toAt + i] = from[fromAt + i]. */
    void copy(A from, int fromAt, A to, int toAt, int n);

    /** a[at + i] = value. */
    void fill(A a, int at, int n, double value);

    /** to = fromᵀ, from of shape [rows, columns]. */
    void transpose(A from, A to, int rows, int columns);

    /** One element. */
    double get(A a, int i);

    /** Sets one element. */
    void set(A a, int i, double value);

    /** Sum of the elements. */
    double sum(A a, int n);

    /** total[at + i] += a[from + i]. */
    void addTo(double[] total, int at, A a, int from, int n);

    /** x = sigmoid(x + b). */
    void sigmoid(A x, A b, int n);

    /** x = tanh(x + b). */
    void tanh(A x, A b, int n);

    /** out = tanh(x). */
    void tanhInto(A out, A x, int n);

    /** x = max(0, x + b). */
    void relu(A x, A b, int n);

    /** out = a + b. */
    void add(A out, A a, A b, int n);

    /** out = a · b. */
    void multiply(A out, A a, A b, int n);

    /** out += a · b. */
    void addProduct(A out, A a, A b, int n);

    /** out = a · b + c · d. */
    void productSum(A out, A a, A b, A c, A d, int n);

    /** out = z · a + (1 - z) · b. */
    void blend(A out, A z, A a, A b, int n);

    /** out = u · v · y · (1 - y): back through a sigmoid with output y. */
    void sigmoidBack(A out, A u, A v, A y, int n);

    /** out = u · (a - b) · y · (1 - y). */
    void sigmoidBackDifference(A out, A u, A a, A b, A y, int n);

    /** out = u · (1 - y²): back through a tanh with output y. */
    void tanhBack(A out, A u, A y, int n);

    /** out = u · v · (1 - y²). */
    void tanhBack(A out, A u, A v, A y, int n);

    /** out += u · v · (1 - y²). */
    void addTanhBack(A out, A u, A v, A y, int n);

    /** out = u · (1 - z) · (1 - y²). */
    void tanhBackComplement(A out, A u, A z, A y, int n);

    /** out = u where y > 0, else 0: back through a rectifier with output y. */
    void reluBack(A out, A u, A y, int n);

    /** out += 0 · x: stays 0 while x is finite, and is NaN from the first NaN or infinity on. */
    void watch(A out, A x, int n);
}
