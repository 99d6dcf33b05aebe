package org.unrolled.nn.backend;

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
 */
public record AttentionWeights(INDArray key, INDArray query, INDArray vector, INDArray fromContext, INDArray fromQuery,
                               INDArray bias) {
}
