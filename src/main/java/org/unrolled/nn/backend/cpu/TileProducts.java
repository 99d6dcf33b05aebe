package org.unrolled.nn.backend.cpu;

/** {@link StepProducts} by OpenBLAS, in native memory: pre-activations lie in the planes of the pass. */
final class TileProducts implements StepProducts {
    private final FusedPass pass;
    private final FusedPart part;
    private boolean starts;

    TileProducts(FusedPart part) {
        this.pass = part.pass;
        this.part = part;
    }

    @Override
    public void enter(int t, float[] before) {
        starts = before == null;
        if (pass.stepwise) {
            pass.projection.project((int) part.row(t), part.rows, part.first);
        }
    }

    @Override
    public void input(int gate, int t, float[] into) {
        pass.planes.read(plane(gate, t), into, part.n);
    }

    @Override
    public void sum(int gate, int t, float[] into) {
        if (!starts) {
            pass.tiles.forward(gate, part.rows, state(t), pass.hidden, 1, pass.planes.address(plane(gate, t)));
        }
        input(gate, t, into);
    }

    @Override
    public void recurrent(int gate, int t, float[] into) {
        long product = part.products(gate);
        pass.tiles.forward(gate, part.rows, state(t), pass.hidden, 0, pass.products.address(product));
        pass.products.read(product, into, part.n);
    }

    @Override
    public void sum(int gate, int t, float[] s, float[] into) {
        pass.tiles.forward(gate, part.rows, pass.extra.address(part.row(t) * pass.hidden), pass.hidden, 1,
            pass.planes.address(plane(gate, t)));
        input(gate, t, into);
    }

    private long state(int t) {
        return pass.states.address(pass.before(t, part.first));
    }

    private long plane(int gate, int t) {
        return pass.preActivation(gate, t, part.first);
    }

    @Override
    public void back(int t, int gates, float[] into) {
        long product = part.products(0);
        for (int gate = 0; gate < gates; gate++) {
            pass.tiles.backward(gate, part.rows, pass.planes.address(pass.plane(gate, part.row(t))), gate == 0 ? 0 : 1,
                pass.products.address(product), pass.hidden);
        }
        pass.products.read(product, into, part.n);
    }

    @Override
    public void back(int gate, long at, float[] d, float[] into) {
        long product = part.products(1);
        pass.tiles.backward(gate, part.rows, at, 0, pass.products.address(product), pass.hidden);
        pass.products.read(product, into, part.n);
    }
}
