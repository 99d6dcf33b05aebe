package org.unrolled.nn.backend;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything that the layers compute, on one kind of machine; {@link Backends} chooses. What keeps buffers or activations from
 * pass to pass is made by one of the first methods, an object a layer; the others need no memory. Rows are arrays [rows, size]
 * in c order. Objects of a backend are not for several threads at once, the backend itself is.
 */
public interface LayerBackend {
    /** Short name for the choice, reports and tests. */
    String name();

    /** What it computes in and on, for messages: "FLOAT on ND4J's CPU backend". */
    String needs();

    /** Whether it can compute in {@code type} with the ND4J backend that is active. */
    boolean supports(DataType type);

    /**
     * A recurrent cell over whole sequences.
     *
     * @param type  data type of weights and activations
     * @param layer name of the layer, for messages
     */
    Recurrence recurrence(Cell cell, DataType type, String layer);

    /** A recurrent decoder that attends between its steps and is fed what it found. */
    InputFeeding inputFeeding(Cell cell, AttentionShape shape, DataType type, String vertex);

    /** An attention with one of the scores of {@link AttentionScore}. */
    ScoredAttention scoredAttention(AttentionShape shape, DataType type, String vertex);

    /** A scaled dot-product attention of several heads. */
    HeadAttention headAttention(int heads);

    /** A linear map of rows. */
    LinearMap linear();

    /** A layer normalisation of rows. */
    RowNorm norm(double epsilon);

    /** A linear map with softmax and cross-entropy over integer labels. */
    LinearSoftmax softmax(int size, int classes);

    /** The loss of labels that aren't aligned with the input. @param symbols labels and the blank */
    CtcLoss ctc(int symbols);

    /**
     * rows[i] = table[ids[i]]; zeros where the id is negative.
     *
     * @param table [vocabulary, size]
     * @param rows  [ids.length, size], overwritten
     */
    void gather(INDArray table, int[] ids, INDArray rows);

    /**
     * table[ids[i]] += rows[i], negative ids left out.
     *
     * @param add whether to add to what {@code table} holds; if not, it is cleared first
     */
    void scatter(INDArray rows, int[] ids, boolean add, INDArray table);

    /** Single rows of a matrix as Java arrays. */
    RowReader reader(INDArray matrix);

    /** out = activation(x) ∘ mask; no mask if null. */
    void activate(HiddenActivation kind, INDArray x, INDArray mask, INDArray out);

    /** d becomes d ∘ mask ∘ activation'(x). */
    void activateBack(HiddenActivation kind, INDArray x, INDArray mask, INDArray d);

    /** Fills a mask for inverted dropout: 1 / keep with probability keep, else 0; the seed is ND4J's random generator. */
    void dropoutMask(double keep, INDArray mask);

    /** out = x + y ∘ mask; no mask if null; out may be x or y. */
    void addMasked(INDArray x, INDArray y, INDArray mask, INDArray out);

    /**
     * out = (factor · x + table[t]) ∘ mask for the rows of step t; out may be x.
     *
     * @param table shape [time, size]; null for none: then x, mask and out may be any arrays that lie in memory alike
     * @param mask  shape of x, or null
     */
    void scaleAndShift(INDArray x, double factor, INDArray table, INDArray mask, INDArray out);

    /** Whether no element is NaN or infinite. */
    boolean finite(INDArray rows);

    /**
     * A step of Adam (Kingma and Ba 2015, algorithm 1, in the form of the end of section 2 that ND4J uses too):
     * <pre>
     *   m = β1 m + (1 - β1) g        v = β2 v + (1 - β2) g²        g = rate · m / (√v + ε)
     * </pre>
     *
     * @param gradient becomes the update that is to be subtracted from the parameters
     * @param rate     learning rate with its bias correction
     */
    void adam(INDArray gradient, INDArray m, INDArray v, double rate, double beta1, double beta2, double epsilon);

    /** Rows of a matrix for several threads at once. */
    interface RowReader {
        /** Copies as much of a row as {@code into} holds. */
        void read(int row, float[] into);
    }
}
