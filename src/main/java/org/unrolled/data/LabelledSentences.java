package org.unrolled.data;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.unrolled.files.TextLines;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** Reads the data sets of sentences with a class. */
public final class LabelledSentences {
    private LabelledSentences() { }

    /**
     * MR: film reviews (Pang and Lee, 2005), all 5,331 {@code positive} ones, then all 5,331 {@code negative} ones. There is
     * no official split: papers report ten-fold cross-validation.
     */
    public static List<LabelledSentence> movieReviews(DataCache cache) {
        var sentences = new ArrayList<LabelledSentence>();
        for (var label : List.of("positive", "negative")) {
            var file = cache.path("movie-reviews", "rt-polarity." + label.substring(0, 3));
            for (var line : DataLines.read(file, StandardCharsets.ISO_8859_1)) {
                sentences.add(new LabelledSentence(label, line.strip()));
            }
        }
        return sentences;
    }

    /**
     * TREC: questions by kind of answer (Li and Roth, 2002), 6 coarse labels and 50 fine ones such as {@code NUM:date}.
     *
     * @param part {@code train} or {@code test}
     */
    public static List<LabelledSentence> trec(DataCache cache, String part) {
        var file = cache.path("trec", "TREC." + part);
        var sentences = new ArrayList<LabelledSentence>();
        for (var line : DataLines.read(file, StandardCharsets.ISO_8859_1)) {
            int space = line.indexOf(' ');
            int colon = line.indexOf(':');
            if (colon < 1 || space < colon) {
                throw DataLines.bad(file, sentences.size() + 1, "COARSE:fine and a question");
            }
            sentences.add(new LabelledSentence(line.substring(0, colon), line.substring(0, space), line.substring(space).strip()));
        }
        return sentences;
    }

    /**
     * SST-2: whole sentences of the Stanford Sentiment Treebank, {@code positive} or {@code negative} (Socher et al., 2013).
     *
     * @param part {@code train}, {@code dev} or {@code test}
     */
    public static List<LabelledSentence> sst2(DataCache cache, String part) {
        var file = cache.path("sst2", "stsa.binary." + part);
        var sentences = new ArrayList<LabelledSentence>();
        for (var line : DataLines.read(file, StandardCharsets.UTF_8)) {
            if (!line.matches("[01] .+")) {
                throw DataLines.bad(file, sentences.size() + 1, "0 or 1, a space and a sentence");
            }
            sentences.add(new LabelledSentence(line.charAt(0) == '1' ? "positive" : "negative", line.substring(2).strip()));
        }
        return sentences;
    }

    /**
     * SMS Spam Collection: short messages, {@code ham} or, one in seven, {@code spam} (Almeida et al., 2011). There is no official
     * split; words and marks are not separated.
     */
    public static List<LabelledSentence> smsSpam(DataCache cache) {
        var file = cache.path("sms-spam", "SMSSpamCollection");
        var sentences = new ArrayList<LabelledSentence>();
        for (var line : DataLines.read(file, StandardCharsets.UTF_8)) {
            if (!line.matches("(?s)(ham|spam)\t.+")) {
                throw DataLines.bad(file, sentences.size() + 1, "ham or spam, a tab and a message");
            }
            sentences.add(new LabelledSentence(line.substring(0, line.indexOf('\t')), line.substring(line.indexOf('\t') + 1).strip()));
        }
        return sentences;
    }

    /**
     * Sentences of one's own: a CSV file, or a TSV file if its name ends in {@code .tsv}, with the names of the columns in its first
     * line, in UTF-8, plain or with the ending {@code .gz}.
     *
     * @param text  name of the column with the sentences
     * @param label name of the column with their classes
     * @throws DatasetException if the file can't be read, is in another encoding, has no such column, or a row has no sentence or
     *                          class: the message names file and row
     */
    public static List<LabelledSentence> table(Path file, String text, String label) {
        Table table;
        try {
            var lines = String.join("\n", TextLines.read(file));
            table = Table.read().usingOptions(CsvReadOptions.builder(new StringReader(lines)).tableName(file.toString())
                    .separator(file.toString().matches(".*\\.tsv(\\.gz)?") ? '\t' : ',').columnTypes(column -> ColumnType.STRING)
                    .maxCharsPerColumn(Math.max(1, lines.length())));
        } catch (IOException e) {
            throw new DatasetException(file + " can't be read: " + Downloader.reason(e), e);
        } catch (RuntimeException e) {
            throw new DatasetException(file + " is no table: " + e.getMessage(), e);
        }
        for (var column : List.of(text, label)) {
            if (!table.containsColumn(column)) {
                throw new DatasetException(file + " has no column \"" + column + "\", its first line names "
                        + String.join(", ", table.columnNames()));
            }
        }
        var sentences = new ArrayList<LabelledSentence>();
        for (var row : table) {
            var sentence = row.getString(text).strip();
            var name = row.getString(label).strip();
            if (sentence.isEmpty() || name.isEmpty()) {
                throw new DatasetException(file + ", row " + (row.getRowNumber() + 1) + " after the names: no "
                        + (sentence.isEmpty() ? text : label) + ". Fill it in, or take the row out");
            }
            sentences.add(new LabelledSentence(name, sentence));
        }
        return sentences;
    }
}
