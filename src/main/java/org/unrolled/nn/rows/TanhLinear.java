package org.unrolled.nn.rows;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.HiddenActivation;
import org.unrolled.nn.backend.LayerBackend;

/** tanh(x W + b), or x W + b, with dropout; zeros where a step is padding. Parameters: those of the linear map NAME. */
public final class TanhLinear implements RowPart {
    private final Linear linear;
    private final boolean tanh;
    private final LayerBackend backend;
    private final Dropout dropout;
    private final RowBuffer before = new RowBuffer();
    private final RowBuffer gradient = new RowBuffer();
    private INDArray sums;
    /** Number of each row, -1 where it is padding; null if none is. */
    private int[] real;

    /** @param keep probability of keeping a number of the output in training */
    public TanhLinear(Parameters parameters, String name, boolean tanh, double keep) {
        this.linear = new Linear(parameters, name);
        this.tanh = tanh;
        this.backend = parameters.backend();
        this.dropout = new Dropout(backend, keep);
    }

    @Override
    public void forward(RowPass pass, INDArray x, INDArray out) {
        sums = tanh ? before.like(out) : out;
        linear.forward(pass, x, sums);
        real = pass.visible() == null ? null : IntStream.range(0, (int) out.size(0))
            .map(row -> pass.visible()[row % pass.batch()][row / pass.batch()] ? row : -1).toArray();
        var mask = dropout.draw(pass.training(), out.dataType(), out.size(0), out.size(1));
        if (tanh && !backend.finite(sums)) {
            // tanh would hide an infinity from whoever looks at the output.
            out.assign(sums);
        } else if (tanh) {
            backend.activate(HiddenActivation.TANH, sums, mask, out);
        } else if (mask != null) {
            backend.scaleAndShift(out, 1, null, mask, out);
        }
        if (real != null) {
            backend.gather(out, real, out);
        }
    }

    @Override
    public void backward(INDArray dOut, INDArray dx, INDArray dMemory) {
        var d = gradient.like(dOut);
        if (real == null) {
            d.assign(dOut);
        } else {
            backend.gather(dOut, real, d);
        }
        if (tanh) {
            backend.activateBack(HiddenActivation.TANH, sums, dropout.mask(), d);
        } else if (dropout.mask() != null) {
            backend.scaleAndShift(d, 1, null, dropout.mask(), d);
        }
        linear.backward(d, dx, null);
    }

    @Override
    public INDArray step(StepPass pass, INDArray x) {
        var y = linear.step(pass, x);
        if (tanh) {
            backend.activate(HiddenActivation.TANH, y, null, y);
        }
        return y;
    }
}
