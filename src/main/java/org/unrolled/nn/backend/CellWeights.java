package org.unrolled.nn.backend;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The weights of a cell, or their gradients. Gate blocks stand side by side in the order of {@link Cell.Kind#gates()}.
 *
 * @param input     inputWeights, shape [inputSize, gates · hiddenSize]; f order for dense input, c order for token ids
 *                  (then a token's row lies in one piece)
 * @param recurrent recurrentWeights, shape [hiddenSize, gates · hiddenSize], f order; with peepholes three more columns
 *                  (forget, output, input)
 * @param bias      shape [1, gates · hiddenSize]; for {@link Cell.Kind#GRU_RESET_AFTER} twice that: input bias, then
 *                  recurrent bias
 */
public record CellWeights(INDArray input, INDArray recurrent, INDArray bias) {
}
