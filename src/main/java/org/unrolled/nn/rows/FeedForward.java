package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.HiddenActivation;
import org.unrolled.nn.backend.LayerBackend;

/**
 * Two linear maps with an activation, and dropout, between them (Vaswani et al. 2017, section 3.3). Parameters: those of the
 * linear maps NAME + "In" and NAME + "Out".
 */
final class FeedForward implements RowPart {
    private final Linear in;
    private final Linear out;
    private final HiddenActivation kind;
    private final int hidden;
    private final LayerBackend backend;
    private final Dropout dropout;
    private final RowBuffer before = new RowBuffer();
    private final RowBuffer after = new RowBuffer();
    private final RowBuffer gradient = new RowBuffer();
    private final RowBuffer step = new RowBuffer();
    private INDArray sums;

    FeedForward(Parameters parameters, String name, int hidden, HiddenActivation kind, double keep) {
        this.in = new Linear(parameters, name + "In");
        this.out = new Linear(parameters, name + "Out");
        this.hidden = hidden;
        this.kind = kind;
        this.backend = parameters.backend();
        this.dropout = new Dropout(backend, keep);
    }

    @Override
    public void forward(RowPass pass, INDArray x, INDArray into) {
        sums = before.rows(x.dataType(), x.size(0), hidden);
        in.forward(pass, x, sums);
        var active = after.like(sums);
        backend.activate(kind, sums, dropout.draw(pass.training(), x.dataType(), x.size(0), hidden), active);
        out.forward(pass, active, into);
    }

    @Override
    public void backward(INDArray dOut, INDArray dx, INDArray dMemory) {
        var d = gradient.like(sums);
        out.backward(dOut, d, null);
        backend.activateBack(kind, sums, dropout.mask(), d);
        in.backward(d, dx, null);
    }

    @Override
    public INDArray step(StepPass pass, INDArray x) {
        var h = in.apply(x, step.rows(x.dataType(), x.size(0), hidden));
        backend.activate(kind, h, null, h);
        return out.step(pass, h);
    }
}
