package org.unrolled.synthetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.unrolled.text.TaggedSentence;

/**
 * Writes English-like sentences with the part of speech of each word, and persons (PER), places (LOC), organisations (ORG)
 * and dates (DATE) in the scheme IOB2: B- on the first word of an entity, I- on its further words, O elsewhere (Ramshaw
 * and Marcus, "Text chunking using transformation-based learning", 1995; Tjong Kim Sang and Veenstra, 1999).
 *
 * <p>Many names may be a person, a place or an organisation. {@link Evidence} says which words decide: {@code Dr Lincoln},
 * {@code Lincoln lies on the coast}. Test sentences take half of their names from a list that training sentences never
 * have, so that learning names by heart is not enough. <pre>{@code
 * List<TaggedSentence> train = TaggedSentences.training().generate(1, 3000);
 * List<TaggedSentence> test = TaggedSentences.test().generate(2, 500);
 * List<TaggedSentence> hard = TaggedSentences.test().only(Evidence.BOTH).generate(3, 200);
 * }</pre>
 */
public final class TaggedSentences {
    /** Where the words stand that decide the entities of a sentence. */
    public enum Evidence {
        /** The words of the entities themselves, or any one side of them. */
        WORD,
        /** Words before the name; what follows is the same for all classes. */
        LEFT,
        /** Words behind the name; what comes before is the same for all classes. */
        RIGHT,
        /** Words on both sides together: {@code Of the lawyer and the city, Lincoln was the former}. */
        BOTH
    }

    private final GrammarLines lines;
    private final Set<Evidence> evidence;

    private TaggedSentences(GrammarLines lines, Set<Evidence> evidence) {
        this.lines = lines;
        this.evidence = evidence;
    }

    /** Sentences without any of the {@link #heldOutNames}. */
    public static TaggedSentences training() {
        return new TaggedSentences(lines(false), Set.of(Evidence.values()));
    }

    /** Sentences with the same patterns, in which about every other name is one of the {@link #heldOutNames}. */
    public static TaggedSentences test() {
        return new TaggedSentences(lines(true), Set.of(Evidence.values()));
    }

    /** The same generator, keeping only sentences with this evidence. */
    public TaggedSentences only(Evidence first, Evidence... more) {
        var kept = new TreeSet<>(Arrays.asList(more));
        kept.add(first);
        return new TaggedSentences(lines, kept);
    }

    /** The next sentences, 1 to 200,000. One seed gives the same sentences, of which a larger count has more. */
    public List<TaggedSentence> generate(long seed, int count) {
        return lines.first(seed, count, this::isKept).stream().map(TaggedSentences::parse).toList();
    }

    /** The names that occur in test sentences only. */
    public static Set<String> heldOutNames() {
        return Arrays.stream(EntityNames.Kind.values()).flatMap(kind -> kind.heldOut().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names that may be a person, a place or an organisation, held out or not. */
    public static Set<String> sharedNames() {
        return new TreeSet<>(EntityNames.Kind.SHARED.names());
    }

    private boolean isKept(String line) {
        return evidence.contains(Evidence.valueOf(line.substring(1, line.indexOf(' '))));
    }

    private static TaggedSentence parse(String line) {
        var words = new ArrayList<String>();
        var parts = new ArrayList<String>();
        var entities = new ArrayList<String>();
        for (var token : line.substring(line.indexOf(' ') + 1).split(" ")) {
            var fields = token.split("\\|");
            words.add(fields[0]);
            parts.add(fields[1]);
            entities.add(fields.length > 2 ? fields[2] : "O");
        }
        return new TaggedSentence(words, parts, entities);
    }

    private static GrammarLines lines(boolean test) {
        return GrammarLines.of("entities.grammar", EntityNames.rules(test));
    }
}
