package org.unrolled.arrays;

import java.util.function.Supplier;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
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

    /** An array in another data type, outside all workspaces; itself if it has that type. */
    public static INDArray cast(INDArray array, DataType type) {
        return array.dataType() == type ? array : get(() -> array.castTo(type));
    }

    /** Runs {@code body} outside all workspaces. */
    public static void run(Runnable body) {
        get(() -> {
            body.run();
            return null;
        });
    }
}
