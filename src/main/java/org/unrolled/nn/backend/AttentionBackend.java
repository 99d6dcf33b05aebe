package org.unrolled.nn.backend;

import org.nd4j.linalg.api.buffer.DataType;
import org.unrolled.nn.kernel.Lanes;
import org.unrolled.nn.kernel.Precision;

/** A way to compute attention and what goes with it, chosen as {@link Backends} chooses the cells'. */
public interface AttentionBackend {
    /** Plain ND4J operations; any ND4J backend and data type; the oracle. */
    AttentionBackend ND4J = new AttentionBackend() {
        @Override
        public Attending attending(AttentionShape shape, DataType type, String vertex) {
            return new NdAttending(shape, type, vertex);
        }

        @Override
        public FeedingBack feedingBack(Cell cell, AttentionShape shape, DataType type, String vertex) {
            return new NdFeedingBack(cell, shape, type, vertex);
        }

        @Override
        public RowLinear linear(int in, int out, boolean squashed, DataType type, String vertex) {
            return new NdRowLinear(squashed, type, vertex);
        }
    };

    /** Fused kernels on native memory; ND4J's CPU backend in FLOAT or DOUBLE. */
    AttentionBackend CPU = new AttentionBackend() {
        @Override
        public Attending attending(AttentionShape shape, DataType type, String vertex) {
            return Precision.of(type) == Precision.FLOAT ? new FusedAttending<>(shape, Lanes.FLOATS, vertex)
                : new FusedAttending<>(shape, Lanes.DOUBLES, vertex);
        }

        @Override
        public FeedingBack feedingBack(Cell cell, AttentionShape shape, DataType type, String vertex) {
            return Precision.of(type) == Precision.FLOAT ? new FusedFeedingBack<>(cell, shape, Lanes.FLOATS, vertex)
                : new FusedFeedingBack<>(cell, shape, Lanes.DOUBLES, vertex);
        }

        @Override
        public RowLinear linear(int in, int out, boolean squashed, DataType type, String vertex) {
            return Precision.of(type) == Precision.FLOAT ? new FusedRowLinear<>(in, out, squashed, Lanes.FLOATS, vertex)
                : new FusedRowLinear<>(in, out, squashed, Lanes.DOUBLES, vertex);
        }
    };

    /** The backend for a vertex of this data type: the fused kernels where {@link Backends} takes those for the cells. */
    static AttentionBackend choose(DataType type) {
        return Backends.choose(type) == Backends.ND4J ? ND4J : CPU;
    }

    /** A computation of its own for one attention vertex. */
    Attending attending(AttentionShape shape, DataType type, String vertex);

    /** A computation of its own for one decoder with input feeding. */
    FeedingBack feedingBack(Cell cell, AttentionShape shape, DataType type, String vertex);

    /** A computation of its own for one linear vertex; {@code squashed} by tanh or not. */
    RowLinear linear(int in, int out, boolean squashed, DataType type, String vertex);
}
