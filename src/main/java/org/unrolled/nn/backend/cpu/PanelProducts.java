package org.unrolled.nn.backend.cpu;

import java.util.Arrays;

/** {@link StepProducts} by {@link Panels}, in Java arrays: nothing of a step goes to native memory and back. */
final class PanelProducts implements StepProducts {
    private final FusedPass pass;
    private final FusedPart part;
    private final PackedRows input;
    private final PackedRows state;
    private final PackedRows other;
    private float[] read = new float[0];
    private boolean starts;

    PanelProducts(FusedPart part, PanelKernel kernel) {
        this.pass = part.pass;
        this.part = part;
        input = new PackedRows(kernel);
        state = new PackedRows(kernel);
        other = new PackedRows(kernel);
    }

    @Override
    public void enter(int t, float[] before) {
        pass.projection.enter((int) part.row(t), part.rows, input);
        starts = before == null;
        if (starts) {
            return;
        }
        float[] h = before;
        if (part.drops()) {
            read = Lanes.ensure(read, part.n);
            part.masked(t, read);
            h = read;
        }
        state.pack(h, part.rows, pass.hidden);
    }

    @Override
    public void input(int gate, int t, float[] into) {
        pass.projection.project(gate, (int) part.row(t), part.rows, input, into);
    }

    @Override
    public void sum(int gate, int t, float[] into) {
        input(gate, t, into);
        if (!starts) {
            pass.panels.forward(gate, state, into, true);
        }
    }

    @Override
    public void recurrent(int gate, int t, float[] into) {
        if (starts) {
            Arrays.fill(into, 0, part.n, 0);
        } else {
            pass.panels.forward(gate, state, into, false);
        }
    }

    @Override
    public void sum(int gate, int t, float[] s, float[] into) {
        input(gate, t, into);
        if (!starts) {
            pass.panels.forward(gate, other.pack(s, part.rows, pass.hidden), into, true);
        }
    }

    @Override
    public void back(int t, int gates, float[] into) {
        for (int gate = 0; gate < gates; gate++) {
            // Packed first: "into" may be the gradient of the first gate.
            pass.panels.backward(gate, other.pack(part.dGates[gate], part.rows, pass.hidden), into, gate > 0);
        }
    }

    @Override
    public void back(int gate, long at, float[] d, float[] into) {
        pass.panels.backward(gate, other.pack(d, part.rows, pass.hidden), into, false);
    }
}
