package org.unrolled.nn;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Between DL4J's [batch, size, time] and rows in time-major order, [time · batch, size]: the layers of this package lay
 * their activations out so that one is a view of the other.
 */
final class TimeMajor {
    private TimeMajor() {
    }

    /**
     * The rows of a sequence, shape [time · batch, size] in c order: a view if the memory is time-major and of the wanted
     * type, else a copy.
     */
    static INDArray rows(INDArray sequence, DataType type) {
        var cast = sequence.castTo(type);
        long[] shape = {cast.size(0) * cast.size(2), cast.size(1)};
        // One view in place of two: making them takes a good part of a small layer's pass.
        return liesTimeMajor(cast) ? Nd4j.create(cast.data(), shape, new long[] {shape[1], 1}, cast.offset(), 'c')
            : cast.permute(2, 0, 1).dup('c').reshape('c', shape);
    }

    private static boolean liesTimeMajor(INDArray sequence) {
        long batch = sequence.size(0);
        long size = sequence.size(1);
        return (size == 1 || sequence.stride(1) == 1) && (batch == 1 || sequence.stride(0) == size)
            && (sequence.size(2) == 1 || sequence.stride(2) == batch * size);
    }

    /** A new array [batch, size, time], as DL4J wants it, that lies time-major: {@link #rows} gives a view. */
    static INDArray create(LayerWorkspaceMgr workspaces, ArrayType kind, DataType type, long batch, long size,
                           long time) {
        return sequence(workspaces.createUninitialized(kind, type, new long[] {time, batch, size}, 'c'));
    }

    /** {@link #create} with the sizes of a sequence [batch, size, time]. */
    static INDArray like(LayerWorkspaceMgr workspaces, ArrayType kind, DataType type, INDArray sequence) {
        return create(workspaces, kind, type, sequence.size(0), sequence.size(1), sequence.size(2));
    }

    /** [time, batch, size] as [batch, size, time]. */
    static INDArray sequence(INDArray created) {
        return created.permute(1, 2, 0);
    }

    /**
     * Kind of a layer whose last output had so many steps. {@code MultiLayerNetwork.rnnTimeStep} takes an input of two dimensions
     * for a single step and cuts a recurrent layer's output down to its first; but token ids [batch, time] may be many.
     */
    static Layer.Type kind(long steps) {
        return steps > 1 ? Layer.Type.FEED_FORWARD : Layer.Type.RECURRENT;
    }

    /** Whether elements lie one after the other in c order; the strides of dimensions of size 1 mean nothing. */
    static boolean contiguous(INDArray array) {
        long expected = 1;
        for (int d = array.rank() - 1; d >= 0; d--) {
            if (array.size(d) > 1 && array.stride(d) != expected) {
                return false;
            }
            expected *= array.size(d);
        }
        return true;
    }
}
