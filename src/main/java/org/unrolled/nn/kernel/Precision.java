package org.unrolled.nn.kernel;

import org.nd4j.linalg.api.buffer.DataType;

/** The two floating-point types that the fused kernels compute in. */
public enum Precision {
    /** 32 bits: training and inference. */
    FLOAT(Float.BYTES, DataType.FLOAT),
    /** 64 bits: gradient checks. */
    DOUBLE(Double.BYTES, DataType.DOUBLE);

    private final int bytes;
    private final DataType type;

    Precision(int bytes, DataType type) {
        this.bytes = bytes;
        this.type = type;
    }

    /** Size of one number in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The same type in ND4J's words. */
    public DataType type() {
        return type;
    }

    /** Whether the fused kernels can compute in this type at all. */
    public static boolean supports(DataType type) {
        return type == DataType.FLOAT || type == DataType.DOUBLE;
    }

    /** @throws IllegalArgumentException if the kernels know no such type */
    public static Precision of(DataType type) {
        if (type == DataType.FLOAT) {
            return FLOAT;
        }
        if (type == DataType.DOUBLE) {
            return DOUBLE;
        }
        throw new IllegalArgumentException("the fused kernels compute in FLOAT or DOUBLE, given " + type
            + ": set the network's dataType to one of them, or use the nd4j backend");
    }
}
