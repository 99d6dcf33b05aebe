package org.unrolled.synthetic;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.nd4j.common.base.Preconditions;
import org.unrolled.data.LabelledSentence;

/**
 * Writes English sentences with a class each, which a grammar chose before it wrote a word: film reviews, phone messages and
 * headlines. Words are lower-case and separated by single spaces, marks stand apart. A review needs the order of its words, a
 * message more than one of them; in headlines a bag of words is nearly enough, though the words that they share decide nothing.
 * <pre>{@code
 * List<LabelledSentence> train = GeneratedSentences.reviews().generate(1, 3000);
 * List<LabelledSentence> test = GeneratedSentences.reviews().generate(2, 500);
 * }</pre>
 */
public final class GeneratedSentences {
    /** Where a review can be turned, see {@code reviews.grammar}: the first group is what stands there in the review itself. */
    private static final Pattern BRACES = Pattern.compile("\\{([^/}]*)(?:/[^}]*)?}");
    private static final double SPAM_SHARE = 0.1;

    private final GrammarLines lines;

    private GeneratedSentences(GrammarLines lines) {
        this.lines = lines;
    }

    /**
     * Film reviews, {@code positive} and {@code negative} in equal parts. Negation ("hardly a good film"), contrast ("the
     * acting was fine , but the story was dreadful": what comes after <em>but</em> counts, and the main clause beside
     * <em>although</em>) and degree ("too long") make the same words mean either; some sentences carry no feeling.
     */
    public static GeneratedSentences reviews() {
        return new GeneratedSentences(GrammarLines.of("reviews.grammar", ""));
    }

    /** Short messages on a phone, {@code ham} and {@code spam}, of which one in ten is spam. */
    public static GeneratedSentences messages() {
        return messages(SPAM_SHARE);
    }

    /**
     * Messages of which this share is spam. Friends win bets and send links, too, and some spam sounds like a friend.
     *
     * @param spamShare 0.001 to 0.999; rounded to thousandths
     */
    public static GeneratedSentences messages(double spamShare) {
        long spam = Math.round(1000 * spamShare);
        Preconditions.checkArgument(spam >= 1 && spam <= 999, "spamShare is %s, expected 0.001 to 0.999",
                String.valueOf(spamShare));
        var rule = String.format(Locale.ROOT, "%nHamOrSpam%n  (%d) ham <Ham>%n  (%d) spam <Spam>%n", 1000 - spam, spam);
        return new GeneratedSentences(GrammarLines.of("messages.grammar", rule));
    }

    /**
     * Headlines of {@code sport}, {@code politics} and {@code technology} in equal parts. They share words such as
     * <em>race</em>, <em>court</em> and <em>cell</em>, whose meaning depends on the others.
     */
    public static GeneratedSentences headlines() {
        return new GeneratedSentences(GrammarLines.of("headlines.grammar", ""));
    }

    /** The next sentences, 1 to 200,000. One seed gives the same sentences, of which a larger count has more. */
    public List<LabelledSentence> generate(long seed, int count) {
        return lines.first(seed, count, line -> true).stream().map(GeneratedSentences::parse).toList();
    }

    /** A line of a grammar: the label, a space, and the text. */
    static LabelledSentence parse(String line) {
        int end = line.indexOf(' ');
        var text = BRACES.matcher(line.substring(end)).replaceAll("$1").strip().replaceAll(" +", " ");
        return new LabelledSentence(line.substring(0, end), text);
    }
}
