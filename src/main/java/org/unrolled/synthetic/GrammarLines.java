package org.unrolled.synthetic;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.nd4j.common.base.Preconditions;
import org.unrolled.files.Resource;

/** A grammar whose texts are lines, each of which is an example. */
record GrammarLines(GrammarText grammar) {
    private static final int MOST = 200_000;

    /** The grammar of a resource beside this class, with further rules behind it. */
    static GrammarLines of(String resource, String rules) {
        return new GrammarLines(new GrammarText(Grammar.parse(Resource.text(GrammarLines.class, resource) + rules)));
    }

    /** The first lines that are kept, 1 to 200,000. One seed gives the same, of which a larger count has more. */
    List<String> first(long seed, int count, Predicate<String> kept) {
        Preconditions.checkArgument(count >= 1 && count <= MOST, "count is %s, expected 1 to %s sentences", count, MOST);
        var random = new Random(seed);
        return Stream.generate(() -> grammar.write(random).stripTrailing()).filter(kept).limit(count).toList();
    }
}
