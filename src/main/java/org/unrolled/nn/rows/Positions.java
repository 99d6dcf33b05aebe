package org.unrolled.nn.rows;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.LayerBackend;

/** Rows, scaled, with sinusoids of their steps (Vaswani et al. 2017, section 3.5) and dropout: each is optional. */
public final class Positions implements RowPart {
    private final boolean scaled;
    private final boolean sinusoids;
    private final LayerBackend backend;
    private final Dropout dropout;
    /** Sinusoids of the steps needed so far, [steps, size]. */
    private INDArray table;

    /**
     * @param scaled    whether rows are multiplied by √size
     * @param sinusoids whether sinusoids are added; if not, only dropout is left
     * @param keep      probability of keeping a number of the sum in training
     */
    public Positions(LayerBackend backend, boolean scaled, boolean sinusoids, double keep) {
        this.scaled = scaled;
        this.sinusoids = sinusoids;
        this.backend = backend;
        this.dropout = new Dropout(backend, keep);
    }

    /** Sinusoids of steps {@code from} to {@code to - 1}; null without. */
    private INDArray table(DataType type, int from, int to, int size) {
        if (!sinusoids) {
            return null;
        }
        if (table == null || table.size(0) < to || table.size(1) != size) {
            var values = new double[Math.max(to, 64)][size];
            for (int t = 0; t < values.length; t++) {
                for (int i = 0; i < size; i++) {
                    double angle = t / Math.pow(10_000, (double) (i / 2 * 2) / size);
                    values[t][i] = i % 2 == 0 ? Math.sin(angle) : Math.cos(angle);
                }
            }
            table = Detached.get(() -> Nd4j.createFromArray(values).castTo(type).dup('c'));
        }
        return table.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }

    private double factor(INDArray x) {
        return scaled ? Math.sqrt(x.size(1)) : 1;
    }

    @Override
    public void forward(RowPass pass, INDArray x, INDArray out) {
        var mask = dropout.draw(pass.training(), x.dataType(), x.size(0), x.size(1));
        int steps = (int) x.size(0) / pass.batch();
        backend.scaleAndShift(x, factor(x), table(x.dataType(), 0, steps, (int) x.size(1)), mask, out);
    }

    @Override
    public void backward(INDArray dOut, INDArray dx, INDArray dMemory) {
        backend.scaleAndShift(dOut, factor(dOut), null, dropout.mask(), dx);
    }

    @Override
    public INDArray step(StepPass pass, INDArray x) {
        int t = sinusoids ? pass.position() : 0;
        var out = Nd4j.createUninitialized(x.dataType(), x.shape(), 'c');
        backend.scaleAndShift(x, factor(x), table(x.dataType(), t, t + 1, (int) x.size(1)), null, out);
        return out;
    }
}
