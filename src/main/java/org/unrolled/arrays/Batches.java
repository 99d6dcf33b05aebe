package org.unrolled.arrays;

/**
 * The batches of an epoch in their order. Going through them again gives the same ones.
 *
 * @param <B> a batch: DL4J's {@code DataSet} or {@code MultiDataSet}
 */
public interface Batches<B> extends Iterable<B> {
    /** How many batches there are. */
    int size();
}
