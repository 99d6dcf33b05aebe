package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.LayerBackend;

/**
 * A part with a way around it and layer normalisation: x + dropout(part(norm(x))), "pre-norm" (Xiong et al. 2020, figure 1b),
 * or norm(x + dropout(part(x))), "post-norm" (Vaswani et al. 2017, section 3.1).
 */
final class Residual implements RowPart {
    private final RowPart part;
    private final Normalisation norm;
    private final boolean postNorm;
    private final LayerBackend backend;
    private final Dropout dropout;
    private final RowBuffer middle = new RowBuffer();
    private final RowBuffer end = new RowBuffer();
    private final RowBuffer gradient = new RowBuffer();

    Residual(LayerBackend backend, RowPart part, Normalisation norm, boolean postNorm, double keep) {
        this.part = part;
        this.norm = norm;
        this.postNorm = postNorm;
        this.backend = backend;
        this.dropout = new Dropout(backend, keep);
    }

    @Override
    public void forward(RowPass pass, INDArray x, INDArray out) {
        var y = end.like(x);
        if (postNorm) {
            part.forward(pass, x, y);
            backend.addMasked(x, y, draw(pass, x), y);
            norm.forward(pass, y, out);
        } else {
            var normed = middle.like(x);
            norm.forward(pass, x, normed);
            part.forward(pass, normed, y);
            backend.addMasked(x, y, draw(pass, x), out);
        }
    }

    private INDArray draw(RowPass pass, INDArray x) {
        return dropout.draw(pass.training(), x.dataType(), x.size(0), x.size(1));
    }

    @Override
    public void backward(INDArray dOut, INDArray dx, INDArray dMemory) {
        if (postNorm) {
            var sum = gradient.like(dOut);
            norm.backward(dOut, sum, null);
            part.backward(dropped(sum), dx, dMemory);
            backend.addMasked(dx, sum, null, dx);
        } else {
            var normed = gradient.like(dOut);
            part.backward(dropped(dOut), normed, dMemory);
            norm.backward(normed, dx, null);
            backend.addMasked(dx, dOut, null, dx);
        }
    }

    /** The gradient before the dropout; the memory of the way forward is free by now. */
    private INDArray dropped(INDArray d) {
        var mask = dropout.mask();
        if (mask == null) {
            return d;
        }
        var result = end.like(d);
        backend.scaleAndShift(d, 1, null, mask, result);
        return result;
    }

    @Override
    public INDArray step(StepPass pass, INDArray x) {
        var y = part.step(pass, postNorm ? x : norm.step(pass, x));
        var sum = Nd4j.createUninitialized(x.dataType(), x.shape(), 'c');
        backend.addMasked(x, y, null, sum);
        return postNorm ? norm.step(pass, sum) : sum;
    }
}
