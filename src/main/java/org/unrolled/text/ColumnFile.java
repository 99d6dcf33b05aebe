package org.unrolled.text;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes the column format of the CoNLL shared tasks: a token a line, its tags in columns beside it, an empty
 * line after each sentence (Tjong Kim Sang and De Meulder, "Introduction to the CoNLL-2003 shared task", 2003).
 *
 * <p>Columns are separated by tabs, or by white space where a line has no tab. Lines that begin with {@code -DOCSTART-} are
 * skipped. In a file with tabs so are lines with {@code #} and no tab before a sentence's first token, CoNLL-U's comments.
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

    private static final String NO_PART_OF_SPEECH = "X";
    private static final String NO_ENTITY = "O";

    /** @throws IllegalArgumentException if there is no column for the tokens, or two columns are the same */
    public ColumnFile {
        if (tokenColumn < 0 || posColumn < NONE || entityColumn < NONE) {
            throw new IllegalArgumentException("columns are " + tokenColumn + ", " + posColumn + ", " + entityColumn
                    + ": expected numbers from 0, or ColumnFile.NONE for a kind of tag that the file does not have");
        }
        if (tokenColumn == posColumn || tokenColumn == entityColumn || posColumn != NONE && posColumn == entityColumn) {
            throw new IllegalArgumentException("columns are " + tokenColumn + ", " + posColumn + ", " + entityColumn
                    + ": token, part of speech and entity must stand in different ones");
        }
    }

    /**
     * All sentences of a UTF-8 file.
     *
     * @throws IOException if the file can't be read, has no sentence, or a line has too few columns; the message names the
     *                     line
     */
    public List<TaggedSentence> read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = List.of(Files.readString(file, StandardCharsets.UTF_8).split("\r?\n", -1));
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is not UTF-8 text: save it as UTF-8 first", e);
        }
        var sentences = new ArrayList<TaggedSentence>();
        var rows = new ArrayList<String[]>();
        boolean tabs = lines.stream().anyMatch(ColumnFile::hasTab);
        for (int number = 1; number <= lines.size(); number++) {
            var line = lines.get(number - 1);
            if (line.isBlank() || line.startsWith("-DOCSTART-")) {
                addSentence(rows, sentences);
            } else if (!(tabs && rows.isEmpty() && line.startsWith("#") && !hasTab(line))) {
                rows.add(columns(line, file, number));
            }
        }
        addSentence(rows, sentences);
        if (sentences.isEmpty()) {
            throw new IOException(file + " has no sentences: expected a token a line, and an empty line after each sentence");
        }
        return sentences;
    }

    /**
     * Writes sentences in this format, columns separated by tabs; columns that are not named hold {@code _}.
     *
     * @throws IllegalArgumentException if a token has white space at which it would be cut in two
     */
    public void write(Path file, List<TaggedSentence> sentences) throws IOException {
        var text = new StringBuilder();
        int columns = 1 + Math.max(tokenColumn, Math.max(posColumn, entityColumn));
        for (var sentence : sentences) {
            for (int i = 0; i < sentence.size(); i++) {
                if (sentence.tokens().get(i).matches(".*[\t\r\n].*")) {
                    throw new IllegalArgumentException("token '" + sentence.tokens().get(i) + "' has a tab or a line end in "
                            + "it: split the token, or replace them");
                }
                for (int column = 0; column < columns; column++) {
                    text.append(column > 0 ? "\t" : "").append(column == tokenColumn ? sentence.tokens().get(i)
                            : column == posColumn ? sentence.posTags().get(i)
                            : column == entityColumn ? sentence.entityTags().get(i) : "_");
                }
                text.append('\n');
            }
            text.append('\n');
        }
        Files.writeString(file, text);
    }

    private static boolean hasTab(String line) {
        return line.indexOf('\t') >= 0;
    }

    private String[] columns(String line, Path file, int number) throws IOException {
        var columns = hasTab(line) ? line.split("\t", -1) : line.strip().split("\\s+");
        int needed = 1 + Math.max(tokenColumn, Math.max(posColumn, entityColumn));
        if (columns.length < needed) {
            throw new IOException(file + ", line " + number + ": '" + line + "' has " + columns.length + " columns, expected at "
                    + "least " + needed + ": give the columns that the file has, counted from 0");
        }
        return columns;
    }

    private void addSentence(List<String[]> rows, List<TaggedSentence> sentences) {
        if (!rows.isEmpty()) {
            sentences.add(new TaggedSentence(column(rows, tokenColumn, ""), column(rows, posColumn, NO_PART_OF_SPEECH),
                    column(rows, entityColumn, NO_ENTITY)));
            rows.clear();
        }
    }

    private static List<String> column(List<String[]> rows, int column, String otherwise) {
        return rows.stream().map(row -> column == NONE ? otherwise : row[column].strip()).toList();
    }
}
