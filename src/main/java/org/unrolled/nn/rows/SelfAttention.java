package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.unrolled.nn.backend.HeadAttention;

/**
 * Multi-head attention of rows to themselves. Parameters: those of the linear maps NAME + "Qkv", from size to queries, keys
 * and values side by side, 3 · size, and NAME + "Out", from size to size.
 */
public final class SelfAttention implements RowPart {
    private final Linear project;
    private final Linear out;
    private final Heads heads;
    private final int size;
    private final boolean causal;
    private final RowBuffer projected = new RowBuffer();
    private final RowBuffer dProjected = new RowBuffer();
    private final RowBuffer dContext = new RowBuffer();

    /**
     * @param causal whether no step sees a later one
     * @param keep   probability of keeping a weight of the attention in training
     */
    public SelfAttention(Parameters parameters, String name, int size, int heads, boolean causal, double keep) {
        this.project = new Linear(parameters, name + "Qkv");
        this.out = new Linear(parameters, name + "Out");
        this.heads = new Heads(parameters.backend(), size, heads, keep);
        this.size = size;
        this.causal = causal;
    }

    @Override
    public void forward(RowPass pass, INDArray x, INDArray into) {
        var p = projected.rows(x.dataType(), x.size(0), 3L * size);
        project.forward(pass, x, p);
        var context = heads.forward(pass, new HeadAttention.Columns(p, 0), new HeadAttention.Columns(p, size),
            new HeadAttention.Columns(p, 2 * size), pass.visible(), causal);
        out.forward(pass, context, into);
    }

    @Override
    public void backward(INDArray dOut, INDArray dx, INDArray dMemory) {
        var dc = dContext.rows(dOut.dataType(), dOut.size(0), size);
        out.backward(dOut, dc, null);
        var dp = dProjected.rows(dOut.dataType(), dOut.size(0), 3L * size);
        heads.backward(dc, new HeadAttention.Gradients(new HeadAttention.Columns(dp, 0),
            new HeadAttention.Columns(dp, size), new HeadAttention.Columns(dp, 2 * size)));
        project.backward(dp, dx, null);
    }

    @Override
    public INDArray step(StepPass pass, INDArray x) {
        var p = project.step(pass, x);
        var seen = pass.append(p, size);
        return out.step(pass, heads.step(p, seen, null));
    }

    @Override
    public boolean attends() {
        return true;
    }

    @Override
    public INDArray lastWeights() {
        return heads.lastWeights();
    }
}
