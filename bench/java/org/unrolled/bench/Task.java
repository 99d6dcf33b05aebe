package org.unrolled.bench;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is measured: the cell, its sizes, and random tokens of a fixed seed. */
record Task(String cell, int batch, int time, int hidden, int vocabulary, boolean embedding) {

    static Task of(String cell, String shape, int vocabulary, boolean embedding) {
        var sizes = shape.split("x");
        return new Task(cell, Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]), Integer.parseInt(sizes[2]), vocabulary, embedding);
    }

    /** The recurrent layer's input size. */
    int inputs() {
        return embedding ? hidden : vocabulary;
    }

    /** The recurrent layer's output size. */
    int outputs() {
        return cell.equals("bilstm") ? 2 * hidden : hidden;
    }

    /** Token ids, shape [batch, time]. */
    INDArray ids(long seed) {
        var random = new Random(seed);
        var ids = Nd4j.create(DataType.FLOAT, batch, time);
        for (int b = 0; b < batch; b++) {
            for (int t = 0; t < time; t++) {
                ids.putScalar(b, t, random.nextInt(vocabulary));
            }
        }
        return ids;
    }

    /** The same tokens one-hot, shape [batch, vocabulary, time]. */
    INDArray oneHot(long seed) {
        var ids = ids(seed);
        var dense = Nd4j.create(DataType.FLOAT, batch, vocabulary, time);
        for (int b = 0; b < batch; b++) {
            for (int t = 0; t < time; t++) {
                dense.putScalar(b, ids.getInt(b, t), t, 1);
            }
        }
        return dense;
    }
}
