package org.unrolled.nn.backend.cpu;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A stretch of native memory holding floats: matrices go to BLAS by its address, element-wise work copies blocks of it
 * into Java arrays and back. Positions and lengths count elements, not bytes.
 */
final class Memory {
    /** Keeps the memory from being freed. */
    private final Object owner;
    private final long address;
    private final long length;
    private final FloatBuffer floats;

    private Memory(Object owner, long address, long length) {
        if (length > Integer.MAX_VALUE / Float.BYTES) {
            throw new IllegalArgumentException("a block of " + length + " numbers of " + Float.BYTES
                + " bytes is more than the 2 GB that a layer may hold in one piece: use smaller batches or shorter"
                + " sequences");
        }
        this.owner = owner;
        this.address = address;
        this.length = length;
        floats = new Bytes(address, length * Float.BYTES).asByteBuffer().asFloatBuffer();
    }

    /** New memory, not cleared; it is freed when this object is no longer reachable. */
    static Memory allocate(long length) {
        var size = Math.max(1, length);
        var pointer = new FloatPointer(size);
        return new Memory(pointer, pointer.address(), size);
    }

    /**
     * The memory of an array, offset of a view included; no copy is made.
     *
     * @param array floats without gaps, in c or f order (or any permutation of one)
     * @throws IllegalArgumentException if it has gaps or is of another type
     */
    static Memory of(INDArray array) {
        long span = 1;
        for (int d = 0; d < array.rank(); d++) {
            span += array.size(d) > 1 ? (array.size(d) - 1) * Math.max(0, array.stride(d)) : 0;
        }
        if (span != Math.max(1, array.length())) {
            throw new IllegalArgumentException("an array of shape " + Arrays.toString(array.shape()) + " and strides "
                + Arrays.toString(array.stride()) + " has gaps in memory; expected none: give a copy, array.dup()");
        }
        return of(array, array.length());
    }

    /** The memory from an array's first element on, {@code span} elements long: for views with gaps. */
    static Memory of(INDArray array, long span) {
        if (array.dataType() != DataType.FLOAT) {
            throw new IllegalArgumentException("the fused kernels compute in FLOAT, given " + array.dataType()
                + ": set the network's dataType to it, or use the nd4j backend");
        }
        return new Memory(array, array.data().addressPointer().address(), span);
    }

    /** {@link #of}, or null for null. */
    static Memory orNull(INDArray array) {
        return array == null ? null : of(array);
    }

    long length() {
        return length;
    }

    long address() {
        return address;
    }

    /** Address of element {@code index}. */
    long address(long index) {
        return address + index * Float.BYTES;
    }

    /** Copies {@code count} elements from position {@code at} into {@code into[offset...]}. */
    void read(long at, float[] into, int offset, int count) {
        floats.get((int) at, into, offset, count);
    }

    /** Copies the first {@code count} elements from position {@code at} on. */
    void read(long at, float[] into, int count) {
        floats.get((int) at, into, 0, count);
    }

    /** Copies {@code from[offset...]} to position {@code at}. */
    void write(long at, float[] from, int offset, int count) {
        floats.put((int) at, from, offset, count);
    }

    /** Copies the first {@code count} elements to position {@code at}. */
    void write(long at, float[] from, int count) {
        floats.put((int) at, from, 0, count);
    }

    /** Copies {@code count} elements of {@code source} from {@code from} on to position {@code to} of this memory. */
    void copy(Memory source, long from, long to, long count) {
        floats.put((int) to, source.floats, (int) from, (int) count);
    }

    float get(long index) {
        return floats.get((int) index);
    }

    void set(long index, double value) {
        floats.put((int) index, (float) value);
    }

    /** Sets {@code count} elements from {@code at} on to zero. */
    void clear(long at, long count) {
        Pointer.memset(new Bytes(address(at), count * Float.BYTES), 0, count * Float.BYTES);
    }

    @Override
    public String toString() {
        return "Memory[" + length + " of " + owner.getClass().getSimpleName() + "]";
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
