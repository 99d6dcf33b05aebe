package org.unrolled.text;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.nd4j.common.base.Preconditions;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.unrolled.arrays.Batches;

/**
 * A long text as windows for truncated backpropagation through time (Williams and Peng 1990).
 *
 * <p>The text is cut into {@code rows} stretches of equal length, one below the other; each window is a piece of
 * {@code window} columns, and the next window goes on where it ended, row by row. So a network that keeps its state from
 * window to window reads each stretch as one text:
 *
 * <pre>{@code
 * text  a b c d e f g h i j k l m            rows = 2, window = 3
 * row 0 a b c | d e f      labels b c d | e f g
 * row 1 g h i | j k l             h i j | k l m
 * }</pre>
 *
 * <p>Every window is a {@link DataSet}: features ids [rows, window], labels the ids that follow [rows, window]. All windows
 * have the same shape; what is left over at the end of the rows is not used unless {@link #withTail} asks for it.
 */
public final class TextStream implements Batches<DataSet> {
    private final int[] ids;
    private final int rows;
    private final int window;
    private final boolean tail;

    private TextStream(int[] ids, int rows, int window, boolean tail) {
        this.ids = ids;
        this.rows = rows;
        this.window = window;
        this.tail = tail;
    }

    /**
     * Streams over a text of at least rows × window + 1 ids, which are not copied.
     *
     * @param rows   stretches that are read side by side, the batch size
     * @param window steps that the gradient goes back
     */
    public static TextStream of(int[] ids, int rows, int window) {
        Preconditions.checkArgument(rows >= 1 && window >= 1,
                "rows is %s and window %s, expected at least 1 each", rows, window);
        Preconditions.checkArgument(ids.length >= 2, "the text has %s, expected at least two: one to read and one to predict",
                ids.length == 0 ? "no symbols" : "one symbol");
        for (int i = 0; i < ids.length; i++) {
            Preconditions.checkArgument(ids[i] >= 0,
                    "id %s at place %s is negative, expected the number of a symbol in the vocabulary", ids[i], i);
        }
        Preconditions.checkArgument(stepsPerRow(ids, rows) >= window, "a text of %s symbols in %s rows has %s steps a row, "
                + "the window needs %s: give a text of at least %s symbols, fewer rows or a shorter window", ids.length, rows,
                stepsPerRow(ids, rows), window, (long) rows * window + 1);
        return new TextStream(ids, rows, window, false);
    }

    /** The same for an encoded text. */
    public static TextStream of(EncodedText text, int rows, int window) {
        return of(text.ids(), rows, window);
    }

    /** The same, with a last, shorter window for what is left over at the end of the rows. For validation. */
    public TextStream withTail() {
        return new TextStream(ids, rows, window, true);
    }

    /** How many windows there are. */
    public int windows() {
        int steps = stepsPerRow(ids, rows);
        return tail ? (steps + window - 1) / window : steps / window;
    }

    /** How many symbols are predicted in one pass over all windows. */
    public long predictions() {
        int steps = stepsPerRow(ids, rows);
        return (long) rows * (tail ? steps : steps / window * window);
    }

    /** One window by its number, from 0: features and labels, ids of shape [rows, window]. */
    public DataSet window(int number) {
        Preconditions.checkArgument(number >= 0 && number < windows(),
                "window %s was asked for, expected 0 to %s", number, windows() - 1);
        int steps = stepsPerRow(ids, rows);
        int from = number * window;
        int length = Math.min(window, steps - from);
        var features = new float[rows][length];
        var labels = new float[rows][length];
        for (int row = 0; row < rows; row++) {
            for (int t = 0; t < length; t++) {
                int place = row * steps + from + t;
                features[row][t] = ids[place];
                labels[row][t] = ids[place + 1];
            }
        }
        return new DataSet(Nd4j.create(features), Nd4j.create(labels));
    }

    @Override
    public int size() {
        return windows();
    }

    @Override
    public Iterator<DataSet> iterator() {
        return IntStream.range(0, windows()).mapToObj(this::window).iterator();
    }

    private static int stepsPerRow(int[] ids, int rows) {
        return (ids.length - 1) / rows;
    }

    @Override
    public String toString() {
        return windows() + " windows of " + rows + " rows and " + window + " steps";
    }
}
