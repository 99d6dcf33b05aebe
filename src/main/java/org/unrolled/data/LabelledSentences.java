package org.unrolled.data;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.unrolled.files.TextLines;
import tech.tablesaw.api.ColumnType;
import tech.tablesaw.api.Table;
import tech.tablesaw.io.csv.CsvReadOptions;

/** Reads the data sets of sentences with a class. */
public final class LabelledSentences {
    private static final Pattern TREC = Pattern.compile("(([^ :]+):[^ ]*) (.*)", Pattern.DOTALL);
    private static final Pattern SST2 = Pattern.compile("([01]) (.+)");
    private static final Pattern SMS_SPAM = Pattern.compile("(ham|spam)\\t(.+)", Pattern.DOTALL);

    private static final Pattern R8 = Pattern.compile("(\\d{1,9})\\t(train|test)\\t(\\S+)");

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
        return read(cache.path("trec", "TREC." + part), StandardCharsets.ISO_8859_1, TREC, "COARSE:fine and a question",
                found -> new LabelledSentence(found.group(2), found.group(1), found.group(3).strip()));
    }

    /**
     * SST-2: whole sentences of the Stanford Sentiment Treebank, {@code positive} or {@code negative} (Socher et al., 2013).
     *
     * @param part {@code train}, {@code dev} or {@code test}
     */
    public static List<LabelledSentence> sst2(DataCache cache, String part) {
        return read(cache.path("sst2", "stsa.binary." + part), StandardCharsets.UTF_8, SST2, "0 or 1, a space and a sentence",
                found -> new LabelledSentence(found.group(1).equals("1") ? "positive" : "negative", found.group(2).strip()));
    }

    /**
     * SMS Spam Collection: short messages, {@code ham} or, one in seven, {@code spam} (Almeida et al., 2011). There is no official
     * split; words and marks are not separated.
     */
    public static List<LabelledSentence> smsSpam(DataCache cache) {
        return read(cache.path("sms-spam", "SMSSpamCollection"), StandardCharsets.UTF_8, SMS_SPAM, "ham or spam, a tab and a message",
                found -> new LabelledSentence(found.group(1), found.group(2).strip()));
    }

    /**
     * R8: news of Reuters-21578 that have one of eight topics, in lower case and without rare words and stop words (Yao, Mao and Luo,
     * 2019, "Graph Convolutional Networks for Text Classification", section 4.1); half of them are {@code earn}.
     *
     * @param part {@code train}, 5,485 texts, or {@code test}, 2,189
     */
    public static List<LabelledSentence> r8(DataCache cache, String part) {
        return r8(cache.path("reuters-r8", "R8.txt"), cache.path("reuters-r8", "R8.clean.txt"), part);
    }

    /** @param names lines of a number, a part and a topic @param texts as many lines of text */
    static List<LabelledSentence> r8(Path names, Path texts, String part) {
        var text = DataLines.read(texts, StandardCharsets.ISO_8859_1).iterator();
        return read(names, StandardCharsets.UTF_8, R8, "a number, train or test, and a topic, with tabs between, and as many lines in "
                + texts, found -> {
            if (!text.hasNext()) {
                throw DataLines.bad(texts, Integer.parseInt(found.group(1)) + 1, "a text for each line of " + names);
            }
            return new LabelledSentence(found.group(3), found.group(2), text.next().strip());
        }).stream().filter(each -> each.fineLabel().equals(part)).map(each -> new LabelledSentence(each.label(), each.text())).toList();
    }

    private static List<LabelledSentence> read(Path file, Charset charset, Pattern line, String expected,
            Function<Matcher, LabelledSentence> sentence) {
        var sentences = new ArrayList<LabelledSentence>();
        for (var text : DataLines.read(file, charset)) {
            var found = line.matcher(text);
            if (!found.matches()) {
                throw DataLines.bad(file, sentences.size() + 1, expected);
            }
            sentences.add(sentence.apply(found));
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
