package org.unrolled.text;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.nd4j.common.base.Preconditions;
import org.unrolled.files.AtomicFile;
import org.unrolled.files.TextLines;

/**
 * Reads and writes the column format of the CoNLL shared tasks: a token a line, its tags in columns beside it, an empty
 * line after each sentence (Tjong Kim Sang and De Meulder, "Introduction to the CoNLL-2003 shared task", 2003).
 *
 * <p>Columns are separated by tabs, or by spaces where a line has no tab. A line whose first column is {@code -DOCSTART-} ends
 * a sentence, and so do CoNLL-U's comments, in a file with tabs: lines with {@code #} and no tab. Where the first column is not
 * asked for, CoNLL-U's ranges ({@code 3-4}, what the words 3 and 4 are written as) and empty nodes ({@code 5.1}) are left out.
 * <pre>{@code
 * var conll2003 = new ColumnFile(0, 1, 3);        // token, part of speech, chunk, entity
 * List<TaggedSentence> train = conll2003.read(Path.of("eng.train"));
 * }</pre>
 *
 * @param tokenColumn  where the words stand, from 0
 * @param posColumn    where the parts of speech stand, or {@link #NONE}: they are read as {@code X} then
 * @param entityColumn where the entity tags stand, or {@link #NONE}: they are read as {@code O} then. The tags' scheme is
 *                     left as it is; the data of CoNLL-2003 are in IOB1
 */
public record ColumnFile(int tokenColumn, int posColumn, int entityColumn) {
    /** In place of a column that the file does not have. */
    public static final int NONE = -1;

    private static final String DOCUMENT = "-DOCSTART-";
    private static final Pattern NO_WORD = Pattern.compile("\\d+[-.]\\d+");
    private static final Pattern SPACES = Pattern.compile("[ \\t]+");
    private static final Pattern ENDS = Pattern.compile("^[ \\t]++|(?<![ \\t])[ \\t]++\\z");

    /** @throws IllegalArgumentException if there is no column for the tokens, or two columns are the same */
    public ColumnFile {
        Preconditions.checkArgument(tokenColumn >= 0 && posColumn >= NONE && entityColumn >= NONE,
                "columns are %s, %s, %s: expected numbers from 0, or ColumnFile.NONE for a kind of tag that the file does "
                + "not have", tokenColumn, posColumn, entityColumn);
        Preconditions.checkArgument(tokenColumn != posColumn && tokenColumn != entityColumn
                && (posColumn == NONE || posColumn != entityColumn), "columns are %s, %s, %s: token, part of speech and "
                + "entity must stand in different ones", tokenColumn, posColumn, entityColumn);
    }

    /** All sentences of a UTF-8 file; fails if there is none, or at the line that has too few columns, which it names. */
    public List<TaggedSentence> read(Path file) throws IOException {
        var sentences = sentences(TextLines.read(file), file.toString());
        if (sentences.isEmpty()) {
            throw new IOException(file + " has no sentences: expected a token a line, and an empty line after each sentence");
        }
        return sentences;
    }

    private List<TaggedSentence> sentences(List<String> lines, String file) throws IOException {
        var sentences = new ArrayList<TaggedSentence>();
        var rows = new ArrayList<String[]>();
        boolean tabs = lines.stream().anyMatch(ColumnFile::hasTab);
        for (int number = 1; number <= lines.size(); number++) {
            var line = lines.get(number - 1);
            var columns = hasTab(line) ? line.split("\t", -1) : SPACES.split(trim(line));
            for (int i = 0; i < columns.length; i++) {
                columns[i] = trim(columns[i]);
            }
            if (trim(line).isEmpty() || columns[0].equals(DOCUMENT) || tabs && comment(line, columns[0])) {
                addSentence(rows, sentences);
            } else if (!(hasTab(line) && firstIsUnread() && NO_WORD.matcher(columns[0]).matches())) {
                if (columns.length < needed()) {
                    throw new IOException(file + ", line " + number + ": '" + line + "' has " + columns.length + " columns, "
                            + "expected at least " + needed() + ": give the columns that the file has, counted from 0");
                }
                rows.add(columns);
            }
        }
        addSentence(rows, sentences);
        return sentences;
    }

    /**
     * Writes sentences in this format, columns separated by tabs and {@code _} in those that are not named. A token or tag that
     * would be read in another way is refused: one with a tab, a line end or outer spaces, or {@code -DOCSTART-} in front.
     */
    public void write(Path file, List<TaggedSentence> sentences) throws IOException {
        var text = new StringBuilder();
        for (int i = 0; i < sentences.size(); i++) {
            var lines = lines(sentences.get(i));
            Preconditions.checkArgument(lines.stream().noneMatch(line -> line.matches("(?s).*[\r\n].*"))
                    && isReadAs(sentences.get(i), lines),
                    "sentence %s, '%s', would not be read as it is: look for a token or tag with a tab, a line end or a "
                    + "space, or for the token %s, and split or replace it", i + 1, sentences.get(i), DOCUMENT);
            text.append(String.join("\n", lines)).append("\n\n");
        }
        // A second mark, so that the first token keeps its own.
        AtomicFile.write(file, (text.indexOf("\uFEFF") == 0 ? "\uFEFF" : "") + text);
    }

    private List<String> lines(TaggedSentence sentence) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < sentence.size(); i++) {
            var line = new ArrayList<String>();
            for (int column = 0; column < needed(); column++) {
                line.add(column == tokenColumn ? sentence.tokens().get(i) : column == posColumn ? sentence.posTags().get(i)
                    : column == entityColumn ? sentence.entityTags().get(i) : "_");
            }
            lines.add(String.join("\t", line));
        }
        return lines;
    }

    private boolean isReadAs(TaggedSentence sentence, List<String> lines) throws IOException {
        var read = sentences(lines, "");
        return read.size() == 1 && read.get(0).tokens().equals(sentence.tokens())
            && (posColumn == NONE || read.get(0).posTags().equals(sentence.posTags()))
            && (entityColumn == NONE || read.get(0).entityTags().equals(sentence.entityTags()));
    }

    private int needed() {
        return 1 + Math.max(tokenColumn, Math.max(posColumn, entityColumn));
    }

    private boolean firstIsUnread() {
        return tokenColumn != 0 && posColumn != 0 && entityColumn != 0;
    }

    private boolean comment(String line, String first) {
        return line.startsWith("#") && (!hasTab(line) || firstIsUnread() && first.startsWith("# "));
    }

    /** Without spaces and tabs at the ends. Other white space, such as that of Chinese and Japanese, may be a token. */
    private static String trim(String text) {
        return ENDS.matcher(text).replaceAll("");
    }

    private static boolean hasTab(String line) {
        return line.indexOf('\t') >= 0;
    }

    private void addSentence(List<String[]> rows, List<TaggedSentence> sentences) {
        if (!rows.isEmpty()) {
            sentences.add(new TaggedSentence(column(rows, tokenColumn, ""), column(rows, posColumn, "X"),
                    column(rows, entityColumn, "O")));
            rows.clear();
        }
    }

    private static List<String> column(List<String[]> rows, int column, String otherwise) {
        return rows.stream().map(row -> column == NONE ? otherwise : row[column]).toList();
    }
}
