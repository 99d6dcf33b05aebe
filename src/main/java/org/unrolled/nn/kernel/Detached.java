package org.unrolled.nn.kernel;

import java.util.function.Supplier;
import org.nd4j.linalg.factory.Nd4j;

/** Arrays that outlive DL4J's workspaces: those made by the given code belong to the garbage collector. */
public final class Detached {
    private Detached() {
    }

    /** Runs {@code body} outside all workspaces. */
    public static <T> T get(Supplier<T> body) {
        var scope = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
        try {
            return body.get();
        } finally {
            scope.close();
        }
    }

    /** Runs {@code body} outside all workspaces. */
    public static void run(Runnable body) {
        get(() -> {
            body.run();
            return null;
        });
    }
}
