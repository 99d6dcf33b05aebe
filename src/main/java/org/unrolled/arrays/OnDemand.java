package org.unrolled.arrays;

import java.util.AbstractList;
import java.util.List;
import java.util.function.IntFunction;

/** Lists whose elements are made anew each time that they are asked for, so that an epoch's batches are never all in memory. */
public final class OnDemand {
    private OnDemand() {
    }

    /** A list of so many elements. @param element from its place to the element, the same each time */
    public static <T> List<T> list(int size, IntFunction<? extends T> element) {
        return new AbstractList<>() {
            @Override
            public T get(int index) {
                return element.apply(index);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }
}
