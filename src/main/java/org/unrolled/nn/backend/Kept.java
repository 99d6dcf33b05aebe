package org.unrolled.nn.backend;

/** The rule that what a forward pass did not keep can't be asked for. */
public final class Kept {
    private Kept() {
    }

    public static void require(boolean kept, String layer) {
        if (!kept) {
            throw new IllegalStateException("layer " + layer + " has kept nothing of its last forward pass: run one that"
                + " keeps its activations (training mode, or a trace asked for) first");
        }
    }
}
