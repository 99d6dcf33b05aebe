package org.unrolled.nn;

import java.util.Map;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a graph gives to a vertex: the graph itself, the vertex's name and number in it, its parameters in one row (null without
 * any) and the same numbers by key, and the data type.
 */
record VertexPlace(ComputationGraph graph, String name, int index, INDArray flat, Map<String, INDArray> table, DataType type) {
}
