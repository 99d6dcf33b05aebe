package org.unrolled.nn.kernel;

/**
 * Native memory that a layer keeps from batch to batch: asked for a size, it hands out the memory it has if that is
 * large enough, and otherwise replaces it. So it is as large as the largest batch so far and never grows beyond.
 * Not for use by several threads at once.
 */
public final class Scratch {
    private Memory memory;

    /** Memory of at least {@code length} elements; what it held before is lost when it has to be replaced. */
    public Memory ensure(Precision precision, long length) {
        if (memory == null || memory.precision() != precision || memory.length() < length) {
            memory = Memory.allocate(precision, length);
        }
        return memory;
    }
}
