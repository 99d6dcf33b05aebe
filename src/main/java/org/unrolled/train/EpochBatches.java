package org.unrolled.train;

import java.util.Collection;
import java.util.stream.StreamSupport;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.unrolled.arrays.Batches;

/** The batches of an epoch and how many there are, 0 if nobody knows before they are gone through. */
record EpochBatches(Iterable<? extends MultiDataSet> batches, int size) {
    static EpochBatches ofMulti(Iterable<? extends MultiDataSet> batches) {
        return new EpochBatches(batches, count(batches));
    }

    static EpochBatches of(Iterable<? extends DataSet> batches) {
        return new EpochBatches(
            () -> StreamSupport.stream(batches.spliterator(), false).map(DataSet::toMultiDataSet).iterator(), count(batches));
    }

    private static int count(Iterable<?> batches) {
        return batches instanceof Collection<?> all ? all.size() : batches instanceof Batches<?> sized ? sized.size() : 0;
    }
}
