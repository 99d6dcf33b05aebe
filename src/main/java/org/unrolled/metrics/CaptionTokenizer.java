package org.unrolled.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words of a caption as COCO's evaluation cuts them (Chen et al. 2015, "Microsoft COCO Captions", section 4): lower case, Penn
 * Treebank's rules ({@code don't} is {@code do n't}, {@code man's} is {@code man 's}), and then without the signs
 * <pre>  '' ' `` ` . ? ! , : - -- ... ;  </pre>
 * Brackets stay, as {@code -lrb-} and so on: COCO's list has their names in capitals, which lower-cased words never equal.
 * Currencies become {@code $} and {@code #}, quarters and halves {@code 1/4} and {@code 1/2}; what the rules don't know, emoji
 * among it, is left out.
 * <p>The original is the tokeniser of Stanford's CoreNLP 3.4.1, a grammar of some thousand lines under the GPL. These rules were
 * made from what it answers; they lack its longer lists of abbreviations, addresses and emoticons.
 */
public final class CaptionTokenizer {
    private static final Set<String> REMOVED =
            Set.of("''", "'", "``", "`", ".", "?", "!", ",", ":", "-", "--", "...", ";", "\"");
    private static final String ABBREVIATIONS = "mr|mrs|ms|dr|st|jr|sr|vs|etc|inc|co|corp|ltd|no|prof|gen|sgt|lt|col|rev|ave|blvd|rd"
            + "|ft|mt|jan|feb|mar|apr|aug|sept|sep|oct|nov|dec|mon|tue|tues|wed|thu|thurs|fri|approx|bros|dept|gov|sen|rep";
    private static final Pattern TOKEN = Pattern.compile(String.join("|",
            "https?://[^\\s<>\"(){}|]*[^\\s<>\"(){}|.,!?;:']",
            "(?:www\\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\\.[a-z0-9-]+)*\\.(?:com|net|org|edu)\\b(?:/[^\\s<>\"(){}|]*[a-z0-9/])?",
            "[a-z0-9][\\w.+-]*@[a-z0-9-]+(?:\\.[a-z0-9-]+)+",
            "[#@][a-z_]\\w*",
            "</?[a-z][^>\\s]*>",
            "(?<![\\p{L}\\p{N}])(?:can(?=not\\b)|gon(?=na\\b)|wan(?=na\\b)|got(?=ta\\b)|lem(?=me\\b)|gim(?=me\\b))",
            "'t(?=is\\b|was\\b)", "'n'|'em\\b", "'\\d0s\\b", "(?-i:[A-Z]+(?:&[A-Z]+)+)",
            "\\p{L}+(?=n't\\b)", "n't\\b", "'(?:s|m|d|re|ve|ll)\\b",
            "(?<![\\p{L}\\p{N}])(?:" + ABBREVIATIONS + ")\\.",
            "(?<![\\p{L}\\p{N}])\\p{L}(?:\\.\\p{L})+\\.?(?![\\p{L}\\p{N}])",
            "(?<![\\p{L}\\p{N}])(?-i:[A-Z]\\.)",
            "(?<![\\p{L}\\p{N}])[+-]?(?:\\d++/\\d++|(?:\\d++|[.,:]\\d++)(?:[.,:]\\d++)*+)(?![\\p{L}-])",
            "(?:[od]'(?!s\\b|m\\b|d\\b))?[\\p{L}\\p{M}\\p{N}_]+"
                    + "(?:'(?=am\\b|clock\\b)[\\p{L}]+|(?:-|\\.(?=[\\p{L}]))[\\p{L}\\p{M}\\p{N}_]+)*",
            "\\.\\.+", "--+", "[\\p{Punct}\\u00a1-\\u00ff\\u20a0-\\u20bf]"), Pattern.CASE_INSENSITIVE);
    private static final Map<String, String> WRITTEN = Map.of("(", "-lrb-", ")", "-rrb-", "[", "-lsb-", "]", "-rsb-", "{", "-lcb-",
            "}", "-rcb-", "\u20ac", "$", "\u00a3", "#", "\u00bd", "1/2", "\u00bc", "1/4");

    private CaptionTokenizer() { }

    /** The words in order, none of them empty. */
    public static List<String> tokens(String caption) {
        var text = caption.replaceAll("[\u2018\u2019]", "'").replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
                .replace("&quot;", "\"");
        var tokens = new ArrayList<String>();
        var found = TOKEN.matcher(text);
        while (found.find()) {
            var token = found.group().toLowerCase(Locale.ROOT);
            if (!REMOVED.contains(token) && !token.startsWith("..")) {
                tokens.add(WRITTEN.getOrDefault(token, token));
            }
        }
        return tokens;
    }
}
