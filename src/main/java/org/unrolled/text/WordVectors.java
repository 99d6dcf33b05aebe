package org.unrolled.text;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.data.DatasetException;

/**
 * Vectors of words that others have trained, for the rows of an embedding. Read from word2vec's text and binary format (Mikolov et
 * al. 2013) and from GloVe's text format (Pennington et al. 2014), plain or with the ending {@code .gz}. Files of gigabytes are
 * read as a stream, and only the vectors of known words are kept.
 *
 * <pre>{@code
 * var vectors = WordVectors.read(Path.of("glove.6B.100d.txt"), vocabulary::contains);
 * INDArray table = vectors.table(vocabulary, 42);    // [vocabulary, 100]
 * }</pre>
 */
public final class WordVectors {
    /** Numbers of words that have no vector are uniform between minus this and this (Kim 2014, section 3.3). */
    private static final double UNSEEN = 0.25;
    private static final int LONGEST_WORD = 10_000;
    /** A "word" that ends in numbers: its line has more than the others. */
    private static final Pattern NUMBERS = Pattern.compile("\\S+( [-+]?\\d+(\\.\\d+)?([eE][-+]?\\d+)?)+");

    private final int size;
    private final Map<String, float[]> vectors;

    private WordVectors(int size, Map<String, float[]> vectors) {
        this.size = size;
        this.vectors = vectors;
    }

    /**
     * Reads the vectors of some words; the format is told from the file's content.
     *
     * @param known the words to keep
     * @throws DatasetException if the file can't be read or is no such file: it has another number of words than its header says,
     *                          vectors of two widths, a word twice or a number that is none, or ends in the middle of a vector.
     *                          The message names the line, of a binary file the word's number
     */
    public static WordVectors read(Path file, Predicate<String> known) {
        try (var raw = Files.newInputStream(file);
                var in = new BufferedInputStream(file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw, 1 << 20)) {
            return new Reader(file, in, known).read();
        } catch (IOException e) {
            throw new DatasetException(file + ": the word vectors can't be read (" + e.getMessage() + ")", e);
        }
    }

    /** Numbers of a vector. */
    public int size() {
        return size;
    }

    /** How many words have a vector. */
    public int words() {
        return vectors.size();
    }

    /** Whether a word has a vector. */
    public boolean contains(String word) {
        return vectors.containsKey(word);
    }

    /** A word's vector, shape [size]. @throws IllegalArgumentException if it has none */
    public float[] vector(String word) {
        if (!contains(word)) {
            throw new IllegalArgumentException("there is no vector of \"" + word + "\" among those of " + words() + " words");
        }
        return vectors.get(word).clone();
    }

    /**
     * One row for each symbol of a vocabulary, shape [vocabulary, size]: its vector, or where there is none, numbers drawn
     * uniformly from -0.25 to 0.25, and zeros for {@link Vocabulary#PADDING}.
     */
    public INDArray table(Vocabulary vocabulary, long seed) {
        var random = new Random(seed);
        var rows = new float[vocabulary.size()][];
        for (int id = 0; id < rows.length; id++) {
            var symbol = vocabulary.symbol(id);
            rows[id] = vectors.get(symbol);
            if (rows[id] == null) {
                rows[id] = new float[size];
                for (int i = 0; i < size && !symbol.equals(Vocabulary.PADDING); i++) {
                    rows[id][i] = (float) (UNSEEN * (2 * random.nextDouble() - 1));
                }
            }
        }
        return Nd4j.createFromArray(rows);
    }

    @Override
    public String toString() {
        return "WordVectors(" + words() + " words, " + size + " numbers each)";
    }

    /** One file on its way. */
    private static final class Reader {
        private final Path file;
        private final InputStream in;
        private final Predicate<String> known;
        private final Map<String, float[]> vectors = new LinkedHashMap<>();
        private long line;
        private int size;

        Reader(Path file, InputStream in, Predicate<String> known) {
            this.file = file;
            this.in = in;
            this.known = known;
        }

        WordVectors read() throws IOException {
            var first = line();
            if (first == null) {
                throw bad("a line of a word and its numbers; the file is empty");
            }
            if (first.matches("\\d{1,18} \\d{1,6}\\s*")) {
                var numbers = first.strip().split(" ");
                size = Integer.parseInt(numbers[1]);
                if (size == 0) {
                    throw bad("vectors of at least one number, the header says " + first);
                }
                read(Long.parseLong(numbers[0]));
            } else {
                size = first.strip().split(" ").length - 1;
                if (size < 1) {
                    throw bad("a word and its numbers, or a header with the number of words and the size of the vectors");
                }
                for (var next = first; next != null; next = line()) {
                    keep(next);
                }
            }
            return new WordVectors(size, vectors);
        }

        private void read(long words) throws IOException {
            boolean binary = binary();
            for (long i = 0; i < words; i++) {
                if (binary) {
                    entry();
                } else {
                    var next = line();
                    if (next == null) {
                        throw bad(words + " words, as the header says; the file ends after " + i);
                    }
                    keep(next);
                }
            }
            in.mark(2);
            if (in.read() >= 0 && (!binary || in.read() >= 0)) {
                throw bad("nothing more after the " + words + " words of the header");
            }
        }

        /** Looks at the first entry: numbers of a text are digits up to the end of their line. */
        private boolean binary() throws IOException {
            int ahead = LONGEST_WORD + 32 * size;
            in.mark(ahead);
            var begin = in.readNBytes(ahead);
            in.reset();
            int at = 0;
            while (at < begin.length && begin[at] != ' ') {
                at++;
            }
            for (at++; at < begin.length && begin[at] != '\n'; at++) {
                if ("0123456789+-.eE \r".indexOf(begin[at]) < 0) {
                    return true;
                }
            }
            return false;
        }

        /** The word, a space, and the numbers as little-endian floats; some writers end each entry with a line feed. */
        private void entry() throws IOException {
            line++;
            var bytes = new ByteArrayOutputStream();
            for (int b = in.read(); b != ' '; b = in.read()) {
                if (b < 0 || bytes.size() > LONGEST_WORD) {
                    throw bad(b < 0 ? "a word and " + size + " numbers; the file is cut in the middle"
                        : "a word of at most " + LONGEST_WORD + " bytes: is this word2vec's binary format?");
                }
                if (b != '\n' || bytes.size() > 0) {
                    bytes.write(b);
                }
            }
            var numbers = in.readNBytes(4 * size);
            if (numbers.length < 4 * size) {
                throw bad("a word and " + size + " numbers; the file is cut in the middle");
            }
            var word = text(bytes.toByteArray());
            if (known.test(word)) {
                var vector = new float[size];
                ByteBuffer.wrap(numbers).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
                put(word, vector);
            }
        }

        /** The numbers are the last of the line: GloVe has words with spaces in them. */
        private void keep(String text) {
            var entry = text.stripTrailing();
            int begin = entry.length();
            for (int i = 0; i < size && begin > 0; i++) {
                begin = entry.lastIndexOf(' ', begin - 1);
            }
            if (begin < 1) {
                throw bad("a word and " + size + " numbers, found " + (entry.split(" ").length - 1)
                    + " numbers: is the line cut, or are there vectors of two widths?");
            }
            var word = entry.substring(0, begin);
            if (word.indexOf(' ') > 0 && NUMBERS.matcher(word).matches()) {
                throw bad("a word and " + size + " numbers, found " + (entry.split(" ").length - 1));
            }
            if (!known.test(word)) {
                return;
            }
            var vector = new float[size];
            var numbers = entry.substring(begin + 1).split(" ");
            for (int i = 0; i < size; i++) {
                try {
                    vector[i] = Float.parseFloat(numbers[i]);
                } catch (NumberFormatException e) {
                    throw bad("numbers after \"" + word + "\", found \"" + numbers[i] + "\"");
                }
            }
            put(word, vector);
        }

        private void put(String word, float[] vector) {
            for (float each : vector) {
                if (!Float.isFinite(each)) {
                    throw bad("finite numbers, \"" + word + "\" has " + each);
                }
            }
            if (vectors.put(word, vector) != null) {
                throw bad("each word once, \"" + word + "\" was there before");
            }
        }

        /** The next line without its end; null at the end of the file. */
        private String line() throws IOException {
            var bytes = new ByteArrayOutputStream(1 << 12);
            int b = in.read();
            if (b < 0) {
                return null;
            }
            line++;
            for (; b >= 0 && b != '\n'; b = in.read()) {
                bytes.write(b);
            }
            var text = text(bytes.toByteArray());
            return line == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
        }

        private String text(byte[] bytes) {
            try {
                return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException e) {
                throw bad("UTF-8; its bytes are of another encoding");
            }
        }

        private DatasetException bad(String expected) {
            return new DatasetException(file + ", line " + line + ": expected " + expected);
        }
    }
}
