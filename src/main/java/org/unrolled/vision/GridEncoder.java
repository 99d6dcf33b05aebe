package org.unrolled.vision;

import java.util.List;

/** Anything that looks at pictures and tells features of each place of a grid. */
public interface GridEncoder {
    /** Features of pictures: for each [channels x rows x columns], channels first, then rows. */
    float[][] encode(List<Picture> pictures);

    /** Of what an encoded picture consists: channels, rows, columns. */
    List<Integer> shape();
}
