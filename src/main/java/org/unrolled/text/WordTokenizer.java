package org.unrolled.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Words by the main rules of Unicode Standard Annex 29: a run of letters, marks and digits is a word; an apostrophe or middle
 * dot between letters and a point or comma between digits belong to it ({@code don't}, {@code l'eau}, {@code 3.14}). Chinese
 * characters and hiragana are words by themselves. Every other visible character (with its marks; an emoji sequence
 * counts as one) is a token of its own. White space separates and is dropped.
 *
 * <p>Not done: hyphenated words are cut at the hyphen, and scripts without spaces that need a dictionary (Thai, Khmer, Lao)
 * stay in runs.
 *
 * @param lowerCase all letters are made small first
 * @param lines     each line break is a token {@code "\n"}, so that a model can learn where lines end
 */
public record WordTokenizer(boolean lowerCase, boolean lines) implements Tokenizer {
    private static final String ALONE = "[\\p{IsHan}\\p{IsHiragana}]";
    private static final String LETTERS = "\\p{L}\\p{M}\\p{N}";
    // Joiners (Persian, Hindi) and the soft hyphen are invisible and cut no word.
    private static final String RUN = except("[" + LETTERS) + except("[" + LETTERS + "\\u200C\\u200D\\u00AD") + "*+";
    private static final Pattern WORD_PART = Pattern.compile(RUN);
    private static final Pattern TOKEN = Pattern.compile(
            "(?<line>\\R)|" + ALONE + "[\\p{M}\\u30FC]*+|(?<run>" + RUN + ")|(?![\\s\\p{Z}\\p{Cc}\\p{Cf}])\\X");

    private static final String INSIDE_WORD = "'\u2019\u00B7";
    private static final String INSIDE_NUMBER = ".,";

    private static final String NO_SPACE_BEFORE = ".,;:!?)]}%\u2026\u2019\u201D\u00BB\u3001\u3002\uFF0C\uFF01\uFF1F";
    private static final String NO_SPACE_AFTER = "([{$\u20AC\u00A3#@\u201C\u2018\u201E\u201A\u00AB\u00BF\u00A1\u3001\u3002\uFF0C\uFF01\uFF1F";
    private static final String NO_SPACE_AROUND = "-/\n";
    private static final String QUOTES = "\"'";

    /** Keeps capitals, drops line breaks. */
    public WordTokenizer() {
        this(false, false);
    }

    /** The same with all letters made small, by the rules of no particular language. */
    public WordTokenizer withLowerCase() {
        return new WordTokenizer(true, lines);
    }

    /** The same with a token for each line break. */
    public WordTokenizer withLines() {
        return new WordTokenizer(lowerCase, true);
    }

    @Override
    public List<String> tokens(String text) {
        var source = lowerCase ? text.toLowerCase(Locale.ROOT) : text;
        var tokens = new ArrayList<String>();
        var next = TOKEN.matcher(source);
        var part = WORD_PART.matcher(source);
        int from = 0;
        while (next.find(from)) {
            from = next.end();
            if (next.group("line") != null) {
                if (lines) {
                    tokens.add("\n");
                }
                continue;
            }
            while (next.group("run") != null && connects(source, from)
                    && part.region(from + 1, source.length()).lookingAt()) {
                from = part.end();
            }
            tokens.add(source.substring(next.start(), from));
        }
        return List.copyOf(tokens);
    }

    /** Whether the character at {@code place}, which follows a word, may stand inside a word. */
    private static boolean connects(String text, int place) {
        if (place + 1 >= text.length()) {
            return false;
        }
        char middle = text.charAt(place);
        return INSIDE_WORD.indexOf(middle) >= 0 || INSIDE_NUMBER.indexOf(middle) >= 0
                && Character.isDigit(text.codePointBefore(place)) && Character.isDigit(text.codePointAt(place + 1));
    }

    /**
     * Words with spaces between, punctuation set as in English: none before a full stop or after a bracket that opens, none
     * around hyphens and line breaks; straight quotation marks open and close in turn, anew on each line.
     */
    @Override
    public String join(List<String> tokens) {
        var text = new StringBuilder();
        var open = new boolean[QUOTES.length()];
        var left = "\n";
        boolean leftOpens = false;
        for (var token : tokens) {
            int quote = token.length() == 1 ? QUOTES.indexOf(token) : -1;
            boolean closes = quote >= 0 && open[quote];
            if (!leftOpens && !closes && spaceBetween(left, token) || extendsWhatStandsBefore(token)) {
                text.append(' ');
            }
            text.append(token);
            if (token.equals("\n")) {
                Arrays.fill(open, false);
            } else if (quote >= 0) {
                open[quote] = !closes;
            }
            leftOpens = quote >= 0 && !closes;
            left = token;
        }
        return text.toString();
    }

    private static boolean spaceBetween(String left, String right) {
        boolean together = NO_SPACE_AROUND.contains(left) || NO_SPACE_AROUND.contains(right)
                || NO_SPACE_AFTER.contains(left) || NO_SPACE_BEFORE.contains(right)
                || standsAlone(left) && isEastAsian(right) || isEastAsian(left) && standsAlone(right);
        return !together;
    }

    private static boolean standsAlone(String token) {
        var script = Character.UnicodeScript.of(token.codePointAt(0));
        return script == Character.UnicodeScript.HAN || script == Character.UnicodeScript.HIRAGANA;
    }

    private static boolean isEastAsian(String token) {
        return standsAlone(token) || Character.UnicodeScript.of(token.codePointAt(0)) == Character.UnicodeScript.KATAKANA;
    }

    /** Marks and skin tones would melt into the character before them. */
    private static boolean extendsWhatStandsBefore(String token) {
        int first = token.codePointAt(0);
        return Character.toString(first).matches("\\p{M}") || first >= 0x1F3FB && first <= 0x1F3FF;
    }

    private static String except(String openClass) {
        return openClass + "&&[^\\p{IsHan}\\p{IsHiragana}]]";
    }
}
