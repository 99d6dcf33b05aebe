package org.unrolled.nn.backend;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weights of an attention, or their gradients; matrices in f order. What the score and the output don't need is null.
 *
 * @param key         K, shape [memory, keySize]: memory to keys; general and additive scores
 * @param query       Q, shape [query, hidden]: queries into the additive score
 * @param vector      v, length hidden: from the additive score's hidden layer to one number
 * @param fromContext C, shape [memory, out]: context to attentional vector
 * @param fromQuery   D, shape [query, out]: query to attentional vector
 * @param bias        b, length out
 * @param gate        g, shape [query, 1]: query to gate
 * @param gateBias    g0, shape [1, 1]
 */
public record AttentionWeights(INDArray key, INDArray query, INDArray vector, INDArray fromContext, INDArray fromQuery,
                               INDArray bias, INDArray gate, INDArray gateBias) {
    /** What {@code of} makes of each array that is there. */
    public AttentionWeights map(UnaryOperator<INDArray> of) {
        UnaryOperator<INDArray> present = array -> array == null ? null : of.apply(array);
        return new AttentionWeights(present.apply(key), present.apply(query), present.apply(vector), present.apply(fromContext),
            present.apply(fromQuery), present.apply(bias), present.apply(gate), present.apply(gateBias));
    }

    /** The arrays that are there. */
    public List<INDArray> all() {
        return Stream.of(key, query, vector, fromContext, fromQuery, bias, gate, gateBias).filter(Objects::nonNull).toList();
    }
}
