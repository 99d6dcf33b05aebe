package org.unrolled.nn.backend.cpu;

import org.unrolled.nn.backend.Cell;

/** A layer's recurrent or input weights in {@link Panels}, one matrix a gate, for the way forward and for the way back. */
final class WeightPanels {
    private final Panels forward;
    private final Panels back;
    private Memory weights;

    private WeightPanels(Panels forward, Panels back) {
        this.forward = forward;
        this.back = back;
    }

    /** For weights of shape [depth, gates · hidden]; null if OpenBLAS is to multiply with them. */
    static WeightPanels of(Cell cell, int depth) {
        var kernel = PanelKernels.chosen();
        if (kernel == null) {
            return null;
        }
        var forward = new Panels(kernel, cell.gates(), depth, cell.hiddenSize());
        var back = new Panels(kernel, cell.gates(), cell.hiddenSize(), depth);
        return forward.fits() && back.fits() ? new WeightPanels(forward, back) : null;
    }

    /** Takes the weights of a pass, which lie in f order. */
    void use(Memory weights) {
        this.weights = weights;
        forward.ready();
    }

    /** Packs the share {@code part} of {@code parts}. */
    void pack(int part, int parts) {
        forward.turn(weights, part, parts);
    }

    /** Before {@link #packBack}, on one thread. */
    void useBack() {
        back.ready();
    }

    void packBack(int part, int parts) {
        back.copy(weights, part, parts);
    }

    /** C (+)= X · W for one gate. */
    void forward(int gate, PackedRows x, float[] into, boolean adds) {
        forward.multiply(gate, x, into, adds);
    }

    /** C (+)= D · Wᵀ for one gate. */
    void backward(int gate, PackedRows d, float[] into, boolean adds) {
        back.multiply(gate, d, into, adds);
    }
}
