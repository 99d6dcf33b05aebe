package org.unrolled.notebook;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * Gathers what cells print and sends it every 50 ms, in the order of printing. The kernels themselves send each line as a
 * message of its own; a reader who can't follow some thousands of them a second loses the rest without a word.
 */
final class CellOutput {
    /** Where the text goes. */
    interface Sink {
        /** The cell that the current thread belongs to. */
        Object cell();

        void print(Object cell, boolean error, String text);
    }

    private record Piece(Object cell, boolean error, StringBuilder text) {
    }

    private static final long PERIOD_MILLIS = 50;
    private static final int LONGEST = 1 << 18;

    private final Sink sink;
    private final Deque<Piece> waiting = new ArrayDeque<>();
    private final PrintStream out;
    private final PrintStream err;
    private int length;

    CellOutput(Sink sink) {
        this.sink = sink;
        out = new PrintStream(new Gathering(false), true, StandardCharsets.UTF_8);
        err = new PrintStream(new Gathering(true), true, StandardCharsets.UTF_8);
    }

    /** Stands in for {@code System.out}. */
    PrintStream out() {
        return out;
    }

    /** Stands in for {@code System.err}. */
    PrintStream err() {
        return err;
    }

    /** Sends what has been printed up to now, and returns when it is sent. */
    void flush() {
        out.flush();
        err.flush();
        sendAndWait();
    }

    private void sendAndWait() {
        DisplayThread.call(Executors.callable(this::send));
    }

    private void add(boolean error, String text) {
        var cell = sink.cell();
        boolean full;
        synchronized (waiting) {
            if (waiting.isEmpty()) {
                DisplayThread.later(PERIOD_MILLIS, this::send);
            }
            var last = waiting.peekLast();
            if (last == null || last.cell() != cell || last.error() != error) {
                last = new Piece(cell, error, new StringBuilder());
                waiting.add(last);
            }
            last.text().append(text);
            length += text.length();
            full = length > LONGEST;
        }
        if (full) {
            sendAndWait();
        }
    }

    private void send() {
        List<Piece> pieces;
        synchronized (waiting) {
            pieces = List.copyOf(waiting);
            waiting.clear();
            length = 0;
        }
        for (var piece : pieces) {
            sink.print(piece.cell(), piece.error(), piece.text().toString());
        }
    }

    /** Bytes to text; the first bytes of a character wait for its last. */
    private final class Gathering extends ByteArrayOutputStream {
        private final boolean error;
        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE).onUnmappableCharacter(CodingErrorAction.REPLACE);

        Gathering(boolean error) {
            this.error = error;
        }

        @Override
        public synchronized void flush() {
            var bytes = ByteBuffer.wrap(toByteArray());
            var text = CharBuffer.allocate(count);
            decoder.decode(bytes, text, false);
            reset();
            write(bytes.array(), bytes.position(), bytes.remaining());
            if (text.position() > 0) {
                add(error, text.flip().toString());
            }
        }
    }
}
