package org.unrolled.nn.backend.nd4j;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.ops.NDBase;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.unrolled.arrays.Detached;
import org.unrolled.nn.backend.AttentionShape;
import org.unrolled.nn.backend.Cell;
import org.unrolled.nn.backend.CtcLoss;
import org.unrolled.nn.backend.HeadAttention;
import org.unrolled.nn.backend.HiddenActivation;
import org.unrolled.nn.backend.InputFeeding;
import org.unrolled.nn.backend.LayerBackend;
import org.unrolled.nn.backend.LinearMap;
import org.unrolled.nn.backend.LinearSoftmax;
import org.unrolled.nn.backend.Recurrence;
import org.unrolled.nn.backend.RowNorm;
import org.unrolled.nn.backend.ScoredAttention;

/** Plain ND4J operations: slow and simple, runs wherever ND4J runs, in any floating-point type; the oracle. */
public final class Nd4jBackend implements LayerBackend {
    private static final double GELU_FACTOR = Math.sqrt(2 / Math.PI);
    private static final double GELU_CUBE = 0.044715;

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public String needs() {
        return "any floating-point type";
    }

    @Override
    public boolean supports(DataType type) {
        return type.isFPType();
    }

    @Override
    public Recurrence recurrence(Cell cell, DataType type, String layer) {
        return new NdRecurrence(cell, type, layer);
    }

    @Override
    public InputFeeding inputFeeding(Cell cell, AttentionShape shape, DataType type, String vertex) {
        return new NdInputFeeding(cell, shape, type, vertex);
    }

    @Override
    public ScoredAttention scoredAttention(AttentionShape shape, DataType type, String vertex) {
        return new NdScoredAttention(shape, type, vertex);
    }

    @Override
    public HeadAttention headAttention(int heads) {
        return new NdHeadAttention(heads);
    }

    @Override
    public LinearMap linear() {
        return new NdLinearMap();
    }

    @Override
    public RowNorm norm(double epsilon) {
        return new NdNorm(epsilon);
    }

    @Override
    public LinearSoftmax softmax(int size, int classes) {
        return new NdSoftmax();
    }

    @Override
    public CtcLoss ctc(int symbols) {
        return new NdCtc();
    }

    @Override
    public void gather(INDArray table, int[] ids, INDArray rows) {
        Detached.run(() -> {
            if (ids.length == 0) {
                return;
            }
            var present = Nd4j.createFromArray(Arrays.stream(ids).mapToDouble(id -> id < 0 ? 0 : 1).toArray())
                .castTo(table.dataType());
            rows.assign(new NDBase().gather(table, Arrays.stream(ids).map(id -> Math.max(0, id)).toArray(), 0)
                .mulColumnVector(present.reshape(ids.length, 1)));
        });
    }

    @Override
    public void scatter(INDArray rows, int[] ids, boolean add, INDArray table) {
        if (!add) {
            table.assign(0);
        }
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] >= 0) {
                table.getRow(ids[i]).addi(rows.getRow(i));
            }
        }
    }

    @Override
    public RowReader reader(INDArray matrix) {
        int columns = (int) matrix.size(1);
        var copy = matrix.castTo(DataType.FLOAT).dup('c').data().asFloat();
        return (row, into) -> System.arraycopy(copy, row * columns, into, 0, into.length);
    }

    @Override
    public void activate(HiddenActivation kind, INDArray x, INDArray mask, INDArray out) {
        Detached.run(() -> {
            var y = switch (kind) {
                case RELU -> Transforms.relu(x, true);
                case TANH -> Transforms.tanh(x, true);
                case GELU -> gelu(x);
            };
            out.assign(mask == null ? y : y.mul(mask));
        });
    }

    private static INDArray gelu(INDArray x) {
        return tanhPart(x).add(1).mul(x).mul(0.5);
    }

    private static INDArray tanhPart(INDArray x) {
        return Transforms.tanh(x.mul(x).mul(GELU_CUBE).add(1).mul(x).mul(GELU_FACTOR), false);
    }

    @Override
    public void activateBack(HiddenActivation kind, INDArray x, INDArray mask, INDArray d) {
        Detached.run(() -> {
            if (mask != null) {
                d.muli(mask);
            }
            d.muli(switch (kind) {
                case RELU -> x.gt(0).castTo(x.dataType());
                case TANH -> NdStep.tanhSlope(Transforms.tanh(x, true));
                case GELU -> geluSlope(x);
            });
        });
    }

    private static INDArray geluSlope(INDArray x) {
        var t = tanhPart(x);
        var inner = x.mul(x).mul(3 * GELU_CUBE).add(1).mul(GELU_FACTOR);
        return t.add(1).add(t.mul(t).rsub(1).mul(x).mul(inner)).mul(0.5);
    }

    @Override
    public void dropoutMask(double keep, INDArray mask) {
        Detached.run(() -> mask.assign(Nd4j.rand(mask.dataType(), mask.shape()).lt(keep).castTo(mask.dataType())
            .div(keep)));
    }

    @Override
    public void addMasked(INDArray x, INDArray y, INDArray mask, INDArray out) {
        Detached.run(() -> out.assign(x.add(mask == null ? y : y.mul(mask))));
    }

    @Override
    public void scaleAndShift(INDArray x, double factor, INDArray table, INDArray mask, INDArray out) {
        Detached.run(() -> {
            var y = x.mul(factor);
            if (table != null) {
                long batch = x.size(0) / table.size(0);
                for (long row = 0; row < x.size(0); row++) {
                    y.getRow(row).addi(table.getRow(row / batch));
                }
            }
            out.assign(mask == null ? y : y.mul(mask));
        });
    }

    @Override
    public boolean finite(INDArray rows) {
        return Double.isFinite(rows.sumNumber().doubleValue());
    }

    @Override
    public void adam(INDArray gradient, INDArray m, INDArray v, double rate, double beta1, double beta2, double epsilon) {
        Detached.run(() -> {
            m.muli(beta1).addi(gradient.mul(1 - beta1));
            v.muli(beta2).addi(gradient.mul(gradient).muli(1 - beta2));
            gradient.assign(m.mul(rate).divi(Transforms.sqrt(v, true).addi(epsilon)));
        });
    }
}
