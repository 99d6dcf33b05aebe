package org.unrolled.nn.kernel;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A stretch of native memory holding floats or doubles: matrices go to BLAS by its address, element-wise work copies
 * blocks of it into Java arrays and back. Positions and lengths count elements, not bytes.
 */
public final class Memory {
    private final Object owner;
    private final Precision precision;
    private final long address;
    private final long length;
    private final FloatBuffer floats;
    private final DoubleBuffer doubles;

    private Memory(Object owner, long address, Precision precision, long length) {
        if (length > Integer.MAX_VALUE / precision.bytes()) {
            throw new IllegalArgumentException("a block of " + length + " numbers of " + precision.bytes()
                + " bytes is more than the 2 GB that a layer may hold in one piece: use smaller batches or shorter"
                + " sequences");
        }
        this.owner = owner;
        this.precision = precision;
        this.address = address;
        this.length = length;
        var bytes = new Bytes(address, length * precision.bytes()).asByteBuffer();
        floats = precision == Precision.FLOAT ? bytes.asFloatBuffer() : null;
        doubles = precision == Precision.DOUBLE ? bytes.asDoubleBuffer() : null;
    }

    /** New memory, not cleared; it is freed when this object is no longer reachable. */
    public static Memory allocate(Precision precision, long length) {
        var size = Math.max(1, length);
        Pointer pointer = precision == Precision.FLOAT ? new FloatPointer(size) : new DoublePointer(size);
        return new Memory(pointer, pointer.address(), precision, size);
    }

    /**
     * The memory of an array, offset of a view included; no copy is made.
     *
     * @param array an array whose elements lie without gaps, in c or f order (or any permutation of one)
     */
    public static Memory of(INDArray array) {
        return of(array, array.length());
    }

    /** The memory from an array's first element on, {@code span} elements long: for views with gaps. */
    public static Memory of(INDArray array, long span) {
        return new Memory(array, array.data().addressPointer().address(), Precision.of(array.dataType()), span);
    }

    public Precision precision() {
        return precision;
    }

    /** Number of elements. */
    public long length() {
        return length;
    }

    /** Address of the first element. */
    public long address() {
        return address;
    }

    /** Address of element {@code index}. */
    public long address(long index) {
        return address + index * precision.bytes();
    }

    /** Copies {@code count} elements from position {@code at} into {@code into[offset...]}; this memory holds floats. */
    public void read(long at, float[] into, int offset, int count) {
        floats.get((int) at, into, offset, count);
    }

    /** Copies {@code from[offset...]} to position {@code at}; this memory holds floats. */
    public void write(long at, float[] from, int offset, int count) {
        floats.put((int) at, from, offset, count);
    }

    /** Copies {@code count} elements from position {@code at} into {@code into[offset...]}; this memory holds doubles. */
    public void read(long at, double[] into, int offset, int count) {
        doubles.get((int) at, into, offset, count);
    }

    /** Copies {@code from[offset...]} to position {@code at}; this memory holds doubles. */
    public void write(long at, double[] from, int offset, int count) {
        doubles.put((int) at, from, offset, count);
    }

    /** Copies {@code count} elements of {@code source} from {@code from} on to position {@code to} of this memory. */
    public void copy(Memory source, long from, long to, long count) {
        if (precision == Precision.FLOAT) {
            floats.put((int) to, source.floats, (int) from, (int) count);
        } else {
            doubles.put((int) to, source.doubles, (int) from, (int) count);
        }
    }

    /** One element, as a double whatever the type. */
    public double get(long index) {
        return precision == Precision.FLOAT ? floats.get((int) index) : doubles.get((int) index);
    }

    /** Sets one element. */
    public void set(long index, double value) {
        if (precision == Precision.FLOAT) {
            floats.put((int) index, (float) value);
        } else {
            doubles.put((int) index, value);
        }
    }

    @Override
    public String toString() {
        return "Memory[" + length + " " + precision + " of " + owner.getClass().getSimpleName() + "]";
    }

    /** A pointer to memory that somebody else owns. */
    static final class Bytes extends BytePointer {
        Bytes(long address, long length) {
            super((Pointer) null);
            this.address = address;
            this.limit = length;
            this.capacity = length;
        }
    }
}
