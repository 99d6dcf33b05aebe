package org.unrolled.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads Multi30k: descriptions of photographs with their translations (Elliott et al., 2016). */
public final class Multi30k {
    /** Part of the data set. */
    public enum Part {
        /** 29,000 pairs. */
        TRAIN("train"),
        /** 1,014 pairs. */
        VALIDATION("val"),
        /** 1,000 pairs, the test set of 2016. */
        TEST_2016("test_2016_flickr"),
        /** 1,000 pairs, the test set of 2017; English and German. */
        TEST_2017("test_2017_flickr");

        private final String file;

        Part(String file) {
            this.file = file;
        }
    }

    private Multi30k() { }

    /**
     * Reads the pairs in the order of the data set.
     *
     * @param source {@code de}, {@code en} or {@code fr}
     * @param target another of these
     * @throws DatasetException if a file can't be had or is damaged, or the two don't have the same number of lines
     */
    public static List<SentencePair> read(DataCache cache, Part part, String source, String target) {
        var from = lines(cache, part, source);
        var to = lines(cache, part, target);
        if (from.size() != to.size()) {
            throw new DatasetException("multi30k " + part.file + " has " + from.size() + " lines in '" + source + "' but "
                    + to.size() + " in '" + target + "': run the data command 'verify multi30k'");
        }
        var pairs = new ArrayList<SentencePair>(from.size());
        for (int i = 0; i < from.size(); i++) {
            pairs.add(new SentencePair(from.get(i), to.get(i)));
        }
        return pairs;
    }

    private static List<String> lines(DataCache cache, Part part, String language) {
        return DataLines.read(cache.path("multi30k", part.file + "." + language + ".gz"), StandardCharsets.UTF_8)
                .stream().map(String::strip).toList();
    }
}
