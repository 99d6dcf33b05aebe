package org.unrolled.nn.rows;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the parts have in common on one way forward.
 *
 * @param training      whether dropout is on and a way back follows
 * @param batch         number of sentences; rows are in time-major order, [time · batch, size]
 * @param visible       visible[b][t]: whether step t of sentence b is real; null if all are
 * @param memory        rows that cross-attention looks at, [memory time · batch, memory size]; null without
 * @param memoryVisible visible steps of the memory; null if all are
 */
public record RowPass(boolean training, int batch, boolean[][] visible, INDArray memory,
                   boolean[][] memoryVisible) {
}
