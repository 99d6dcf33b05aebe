package org.unrolled.nn;

import java.util.function.BooleanSupplier;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's gradient checks; they insist on DOUBLE as ND4J's default type, which is put back afterwards. */
final class GradientChecks {
    private GradientChecks() {
    }

    static boolean pass(GradientCheckUtil.MLNConfig check) {
        return inDouble(() -> GradientCheckUtil.checkGradients(check));
    }

    static boolean pass(GradientCheckUtil.GraphConfig check) {
        return inDouble(() -> GradientCheckUtil.checkGradients(check));
    }

    private static boolean inDouble(BooleanSupplier check) {
        var before = Nd4j.defaultFloatingPointType();
        Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
        try {
            return check.getAsBoolean();
        } finally {
            Nd4j.setDefaultDataTypes(before, before);
        }
    }
}
