package org.unrolled.course;

import java.util.Locale;
import org.bytedeco.javacpp.Pointer;
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

    /** What this process holds of the machine's memory, and how much it may take, in one sentence. */
    public static String memory() {
        return String.format(Locale.ROOT, "This kernel holds %.1f GB. It may take %.1f GB for Java's objects and %.1f GB for arrays;"
            + " the machine has %.1f GB, of which %.1f GB are free.", Pointer.physicalBytes() / 1e9,
            Runtime.getRuntime().maxMemory() / 1e9, Pointer.maxBytes() / 1e9, Pointer.totalPhysicalBytes() / 1e9,
            Pointer.availablePhysicalBytes() / 1e9);
    }
}
