package org.unrolled.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class DecoderStateTest {
    private static INDArray rows(double... first) {
        return Nd4j.createFromArray(Arrays.stream(first).mapToObj(each -> new double[] {each, 10 * each}).toArray(double[][]::new));
    }

    @Test
    void statesJoinOneBehindTheOther() {
        var one = DecoderState.of(rows(1, 2), rows(5, 6));
        assertSame(one, DecoderState.join(List.of(one)));
        var joined = DecoderState.join(List.of(one, DecoderState.of(rows(3), rows(7))));
        assertEquals(3, joined.sequences());
        assertEquals(rows(1, 2, 3), joined.hidden());
        assertEquals(rows(5, 6, 7), joined.parts().get(1));
        assertEquals(rows(3, 1), joined.select(2, 0).hidden(), "and come apart again");
        assertArrayEquals(new int[] {0, 1, 2}, joined.rows());
    }

    @Test
    void whatReadsRowsOfItsOwnIsNotJoined() {
        var plain = DecoderState.of(rows(1));
        assertNull(DecoderState.join(List.of(plain, plain.sharing(rows(4)))));
        assertNull(DecoderState.join(List.of(plain.remembering(List.of(rows(4))), plain)));
        assertNull(DecoderState.join(List.of(DecoderState.chain(List.of(plain)), DecoderState.chain(List.of(plain)))));
        assertNull(DecoderState.join(List.of(plain, DecoderState.empty(1))));
    }
}
