package org.unrolled.text;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.nd4j.common.base.Preconditions;

/**
 * Two sentences that say the same, with the links between their words.
 *
 * @param source    the words of one language, punctuation marks among them
 * @param target    the words of the other
 * @param alignment links in order of the source, then of the target; a word may have none or several
 */
public record AlignedPair(List<String> source, List<String> target, List<Link> alignment) {
    private static final Comparator<Link> ORDER = Comparator.comparingInt(Link::source).thenComparingInt(Link::target);

    /** @throws IllegalArgumentException if a side is empty, a link points behind its end or stands there twice */
    public AlignedPair {
        source = List.copyOf(source);
        target = List.copyOf(target);
        alignment = alignment.stream().sorted(ORDER).toList();
        Preconditions.checkArgument(!source.isEmpty() && !target.isEmpty(),
                "a pair of %s and %s words, expected at least one on each side", source.size(), target.size());
        for (int i = 0; i < alignment.size(); i++) {
            var link = alignment.get(i);
            Preconditions.checkArgument(link.source() < source.size() && link.target() < target.size(),
                    "link %s in a pair of %s and %s words: places begin at 0", link, source.size(), target.size());
            Preconditions.checkArgument(i <= 0 || ORDER.compare(alignment.get(i - 1), link) != 0,
                    "link %s is given twice", link);
        }
    }

    /** Reads a pair from what {@link #toString} writes; a text of another form is refused. */
    public static AlignedPair parse(String text) {
        var parts = text.split(" \\|\\|\\| ?", -1);
        Preconditions.checkArgument(parts.length == 3, "a pair '%s', expected SOURCE ||| TARGET ||| LINKS", text);
        var links = parts[2].isEmpty() ? Stream.<String>empty() : Stream.of(parts[2].split(" "));
        return new AlignedPair(List.of(parts[0].split(" ")), List.of(parts[1].split(" ")), links.map(Link::parse).toList());
    }

    /** The source's words with single spaces between. */
    public String sourceText() {
        return String.join(" ", source);
    }

    /** The target's words with single spaces between. */
    public String targetText() {
        return String.join(" ", target);
    }

    /** Source and target exchanged. */
    public AlignedPair reversed() {
        return new AlignedPair(target, source, alignment.stream().map(Link::reversed).toList());
    }

    /** The links that are beyond doubt. */
    public List<Link> sureLinks() {
        return alignment.stream().filter(Link::sure).toList();
    }

    /** Both sentences and the links: {@code der Hund schläft . ||| the dog is sleeping . ||| 0-0 1-1 2?2 2-3 3-4}. */
    @Override
    public String toString() {
        return sourceText() + " ||| " + targetText() + " ||| "
                + String.join(" ", alignment.stream().map(Link::toString).toList());
    }
}
