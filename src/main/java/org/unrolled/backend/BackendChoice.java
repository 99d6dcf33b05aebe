package org.unrolled.backend;

import java.util.List;
import java.util.Optional;

/**
 * Which of ND4J's backends is to run, decided before ND4J starts: on a graphics card too new or too old ND4J's CUDA
 * backend would load and then fail at the first operation.
 *
 * @param kind what to do
 * @param sentence why, for the reader; empty when nothing is out of the ordinary
 */
record BackendChoice(Kind kind, String sentence) {
    enum Kind {
        /** Leave it to ND4J. */
        ORDINARY,
        /** Hide the CUDA backend. */
        CPU_INSTEAD,
        /** There is nothing that could run. */
        NONE
    }

    static BackendChoice decide(boolean cudaOnClassPath, boolean cpuOnClassPath, GraphicsCard.Probe probe) {
        if (!cudaOnClassPath) {
            return new BackendChoice(Kind.ORDINARY, "");
        }
        var cards = probe.cards();
        if (cards.isEmpty() || cards.get().stream().anyMatch(GraphicsCard::runsNd4j)) {
            return new BackendChoice(Kind.ORDINARY, unusable(cards));
        }
        var why = cards.get().isEmpty() ? "No NVIDIA graphics card was found"
                : cards.get().get(0).name() + " has compute capability " + cards.get().get(0).capability()
                        + " and ND4J's CUDA backend runs on " + GraphicsCard.supported();
        return cpuOnClassPath ? new BackendChoice(Kind.CPU_INSTEAD, why + ", so the processor computes.")
                : new BackendChoice(Kind.NONE, why + ", and nd4j-native is not on the class path: start without the GPU.");
    }

    private static String unusable(Optional<List<GraphicsCard>> cards) {
        return cards.isEmpty() ? "The graphics card's compute capability isn't known: ND4J's CUDA backend runs on "
                + GraphicsCard.supported() + "." : "";
    }
}
