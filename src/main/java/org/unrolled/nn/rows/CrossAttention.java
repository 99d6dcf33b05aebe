package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.nn.backend.HeadAttention;

/**
 * Multi-head attention of rows to a memory. Parameters: those of the linear maps NAME + "Query", from size to size, NAME + "Kv",
 * from the memory's size to keys and values side by side, 2 · size, and NAME + "Out", from size to size.
 */
public final class CrossAttention implements RowPart {
    private final Linear query;
    private final Linear keysValues;
    private final Linear out;
    private final Heads heads;
    private final int size;
    private final RowBuffer queries = new RowBuffer();
    private final RowBuffer stepQueries = new RowBuffer();
    private final RowBuffer pairs = new RowBuffer();
    private final RowBuffer dQueries = new RowBuffer();
    private final RowBuffer dPairs = new RowBuffer();
    private final RowBuffer dContext = new RowBuffer();

    /** @param keep probability of keeping a weight of the attention in training */
    public CrossAttention(Parameters parameters, String name, int size, int heads, double keep) {
        this.query = new Linear(parameters, name + "Query");
        this.keysValues = new Linear(parameters, name + "Kv");
        this.out = new Linear(parameters, name + "Out");
        this.heads = new Heads(parameters.backend(), size, heads, keep);
        this.size = size;
    }

    @Override
    public void forward(RowPass pass, INDArray x, INDArray into) {
        var q = queries.rows(x.dataType(), x.size(0), size);
        query.forward(pass, x, q);
        var kv = pairs.rows(x.dataType(), pass.memory().size(0), 2L * size);
        keysValues.forward(pass, pass.memory(), kv);
        var context = heads.forward(pass, new HeadAttention.Columns(q, 0), new HeadAttention.Columns(kv, 0),
            new HeadAttention.Columns(kv, size), pass.memoryVisible(), false);
        out.forward(pass, context, into);
    }

    @Override
    public void backward(INDArray dOut, INDArray dx, INDArray dMemory) {
        var type = dOut.dataType();
        var dc = dContext.rows(type, dOut.size(0), size);
        out.backward(dOut, dc, null);
        var dq = dQueries.rows(type, dOut.size(0), size);
        var dkv = dPairs.rows(type, dMemory.size(0), 2L * size);
        heads.backward(dc, new HeadAttention.Gradients(new HeadAttention.Columns(dq, 0),
            new HeadAttention.Columns(dkv, 0), new HeadAttention.Columns(dkv, size)));
        query.backward(dq, dx, null);
        keysValues.backward(dkv, dMemory, null);
    }

    /** Keys and values of a memory's rows for {@link StepPass#memory}, [rows, 2 · size], in a new array. */
    public INDArray keysAndValues(INDArray memory) {
        return keysValues.apply(memory);
    }

    @Override
    public INDArray step(StepPass pass, INDArray x) {
        var seen = pass.memory();
        var weights = Nd4j.createUninitialized(x.dataType(), new long[] {x.size(0), seen.positions()}, 'c');
        var q = query.apply(x, stepQueries.rows(x.dataType(), x.size(0), size));
        var context = heads.step(q, seen, weights);
        pass.attended(weights);
        return out.step(pass, context);
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
