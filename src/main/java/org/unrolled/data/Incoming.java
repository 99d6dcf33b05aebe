package org.unrolled.data;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.unrolled.data.Downloader.AddressFailure;

/** An answer on its way into the temporary file: judged by its head, then written piece by piece, on the client's thread. */
final class Incoming implements HttpResponse.BodyHandler<Void>, AutoCloseable {
    /** Where bytes go to, and what is there already. */
    record Place(PartFile part, long have, Downloader.Output output) { }

    private static final int MOST_OVERRUN = 4;

    private final Place place;
    private final Downloader.Expected expected;
    private final Downloader.Source source;
    private OutputStream out;
    private Exception failure;
    private Optional<String> elsewhere = Optional.empty();
    private boolean begun;
    private long heard = System.nanoTime();
    private long got;
    private long total;
    private long most;
    private boolean lengthKnown;

    Incoming(Place place, Downloader.Expected expected, Downloader.Source source) {
        this.place = place;
        this.expected = expected;
        this.source = source;
    }

    @Override
    public synchronized HttpResponse.BodySubscriber<Void> apply(HttpResponse.ResponseInfo head) {
        begun = true;
        heard = System.nanoTime();
        try {
            elsewhere = source.elsewhere(head.statusCode(), head.headers());
            if (elsewhere.isEmpty()) {
                source.judge(head.statusCode(), head.headers(), place.have());
                begin(head);
            }
        } catch (AddressFailure | IOException | DatasetException e) {
            failure = e;
        }
        return HttpResponse.BodySubscribers.ofByteArrayConsumer(piece -> piece.ifPresent(this::write));
    }

    /** The whole answer is there; a proxy that opens no tunnel sends one whose body is handed to nobody. */
    synchronized void answered(int status, HttpHeaders headers) {
        if (!begun) {
            begun = true;
            try {
                source.judge(status, headers, place.have());
            } catch (AddressFailure e) {
                failure = e;
            }
        }
    }

    private void begin(HttpResponse.ResponseInfo head) throws IOException, AddressFailure {
        long length = head.headers().firstValueAsLong("Content-Length").orElse(-1);
        boolean append = head.statusCode() == 206;
        got = append ? place.have() : 0;
        lengthKnown = length >= 0;
        total = lengthKnown ? got + length : expected.bytes();
        boolean exact = expected.sha256().isPresent();
        if (exact && total != expected.bytes()) {
            place.part().delete();
            throw new AddressFailure("the file there has " + total + " bytes, expected " + expected.bytes(), true);
        }
        most = exact ? total : total == 0 && !lengthKnown ? Long.MAX_VALUE : Math.max(total, expected.bytes()) * MOST_OVERRUN;
        if (!append) {
            var strong = head.headers().firstValue("ETag").filter(tag -> !tag.startsWith("W/"));
            place.part().begin(source.address(), strong.or(() -> head.headers().firstValue("Last-Modified")));
        }
        out = place.output().open(place.part().path(), append);
    }

    private synchronized void write(byte[] piece) {
        heard = System.nanoTime();
        if (out == null || failure != null) {
            return;
        }
        try {
            out.write(piece);
            got += piece.length;
            if (got > most) {
                failure = new AddressFailure("it sends more than the " + most + " bytes expected", true);
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Whether the head of the answer is there. */
    synchronized boolean begun() {
        return begun;
    }

    /** Whether nothing has been heard for so long. */
    synchronized boolean silentFor(Duration limit) {
        return System.nanoTime() - heard > limit.toNanos();
    }

    /** How many bytes of the file there are by now. */
    synchronized long got() {
        return got;
    }

    /** How many there will be, or 0 if unknown. */
    synchronized long total() {
        return total;
    }

    /** Whether more of this answer is of no use; {@link #finish} says why. */
    synchronized boolean failed() {
        return failure != null;
    }

    /** The address that the answer sends to instead. */
    synchronized Optional<String> elsewhere() {
        return elsewhere;
    }

    /**
     * Ends the file.
     *
     * @throws AddressFailure if the answer is not what it should be, or was cut
     * @throws IOException if the file can't be written
     */
    synchronized void finish() throws AddressFailure, IOException {
        close();
        if (failure instanceof AddressFailure why) {
            throw why;
        }
        if (failure instanceof DatasetException why) {
            throw why;
        }
        if (failure != null) {
            throw (IOException) failure;
        }
        if (lengthKnown && got != total) {
            throw new AddressFailure("the connection was cut after " + got + " of " + total + " bytes", false);
        }
    }

    /** Writes nothing more, whatever still comes. */
    @Override
    public synchronized void close() throws IOException {
        var finished = out;
        out = null;
        if (finished != null) {
            finished.close();
        }
    }
}
