package org.unrolled.course;

import org.unrolled.backend.Backend;

/** The mode a notebook runs in, and the machine it runs on. */
public final class Course {
    private Course() {
    }

    /** Whether the notebook runs at full size: {@code UNROLLED_MODE=full}. Quick, in about a minute, is the default. */
    public static boolean full() {
        return Mode.of(System.getenv("UNROLLED_MODE")) == Mode.FULL;
    }

    /** One value for quick mode, one for full mode. */
    public static <T> T choose(T quick, T full) {
        return full() ? full : quick;
    }

    /** The backend that computes, and its machine. Displayed as text; ask it for {@code gflops(n)} to measure. */
    public static Backend backend() {
        return Backend.current();
    }
}
