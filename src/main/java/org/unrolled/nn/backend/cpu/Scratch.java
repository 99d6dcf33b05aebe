package org.unrolled.nn.backend.cpu;

/**
 * Native memory that a layer keeps from batch to batch: asked for a size, it hands out the memory it has if that is
 * large enough, and otherwise replaces it. So it is as large as the largest batch so far and never grows beyond.
 * Not for use by several threads at once.
 */
final class Scratch {
    private Memory memory;

    /** Memory of at least {@code length} elements; what it held before is lost when it has to be replaced. */
    Memory ensure(long length) {
        if (memory == null || memory.length() < length) {
            memory = Memory.allocate(length);
        }
        return memory;
    }
}
