package org.unrolled.data;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fetches a file by HTTP into a temporary file: resumes what a cut connection left, asks other addresses, tries again after a
 * pause, and hands over only what has the right length and checksum.
 */
final class Downloader {
    /**
     * How patient to be.
     *
     * @param connect for a connection and for the first byte of an answer
     * @param stall for the next byte after that
     * @param rounds how often to go through all addresses
     * @param pause before the second round; doubled before each further one
     */
    record Patience(Duration connect, Duration stall, int rounds, Duration pause) {
        static final Patience STANDARD = new Patience(Duration.ofSeconds(20), Duration.ofSeconds(30), 3, Duration.ofSeconds(1));
    }

    /** Opens the temporary file; a test can put a full disk in its place. */
    @FunctionalInterface
    interface Output {
        OutputStream open(Path file, boolean append) throws IOException;
    }

    /** What the file must be; bytes is exact where there is a checksum, else a guess or 0. */
    record Expected(long bytes, Optional<String> sha256) { }

    /** One address failed; others may work. */
    static final class AddressFailure extends Exception {
        private static final long serialVersionUID = 1L;
        private final boolean permanent;

        AddressFailure(String message, boolean permanent) {
            super(message);
            this.permanent = permanent;
        }
    }

    private static final int MOST_OVERRUN = 4;

    private final Patience patience;
    private final Proxies proxies;
    private final Output output;
    private final DataListener listener;
    private final HttpClient client;

    Downloader(Patience patience, Proxies proxies, Output output, DataListener listener) {
        this.patience = patience;
        this.proxies = proxies;
        this.output = output;
        this.listener = listener;
        this.client = HttpClient.newBuilder().connectTimeout(patience.connect()).proxy(proxies)
                .followRedirects(HttpClient.Redirect.NORMAL).build();
    }

    /**
     * Fetches into {@code part}. If that fails because of the network, {@code part} keeps what has arrived for the next try.
     *
     * @return what went wrong at each address if none worked, else empty
     * @throws DatasetException if the disk is full or can't be written, or the thread is interrupted
     */
    Optional<String> fetch(String what, List<URI> addresses, Path part, Expected expected) {
        var open = new ArrayList<>(addresses);
        var reasons = new ArrayList<String>();
        var pause = patience.pause();
        for (int round = 1; round <= patience.rounds() && !open.isEmpty(); round++) {
            if (round > 1) {
                rest(what, pause);
                pause = pause.multipliedBy(2);
                reasons.clear();
            }
            for (var address : List.copyOf(open)) {
                try {
                    fetch(what, address, new PartFile(part), expected);
                    return Optional.empty();
                } catch (AddressFailure e) {
                    reasons.add(address + ": " + e.getMessage());
                    listener.note("  " + what + ": " + e.getMessage() + " (" + address.getHost() + ", try " + round + ")");
                    if (e.permanent) {
                        open.remove(address);
                    }
                }
            }
        }
        return Optional.of(String.join("; ", reasons));
    }

    private void fetch(String what, URI address, PartFile part, Expected expected) throws AddressFailure {
        long have = part.resumable(address, expected);
        if (have > 0 && have == expected.bytes() && expected.sha256().isPresent()) {
            check(part, expected);
            return;
        }
        var request = HttpRequest.newBuilder(address).timeout(patience.connect()).header("User-Agent", "unrolled");
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
            part.validator(address).ifPresent(validator -> request.header("If-Range", validator));
        }
        var response = send(address, request.build());
        boolean append = response.statusCode() == 206 && have > 0;
        try (var body = response.body()) {
            judge(response, have);
            if (!append) {
                part.begin(address, validator(response));
            }
            long start = append ? have : 0;
            long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
            long total = length >= 0 ? start + length : expected.bytes();
            if (expected.sha256().isPresent() && length >= 0 && total != expected.bytes()) {
                part.delete();
                throw new AddressFailure("the file there has " + total + " bytes, expected " + expected.bytes(), true);
            }
            long most = expected.sha256().isPresent() ? expected.bytes() : Math.max(total, expected.bytes()) * MOST_OVERRUN;
            long got = copy(what, body, part, append, start, total, expected.bytes() == 0 && length < 0 ? Long.MAX_VALUE : most);
            if (length >= 0 && got != total) {
                throw new AddressFailure("the connection was cut after " + got + " of " + total + " bytes", false);
            }
        } catch (IOException e) {
            throw new AddressFailure("the connection was cut (" + reason(e) + ")", false);
        }
        check(part, expected);
    }

    private HttpResponse<Body> send(URI address, HttpRequest request) throws AddressFailure {
        var by = proxies.describe(address);
        var through = by.isEmpty() ? "" : " through " + by;
        try {
            return client.send(request, head -> new Body());
        } catch (HttpConnectTimeoutException e) {
            throw new AddressFailure("no connection" + through + " within " + patience.connect().toSeconds() + " s", false);
        } catch (HttpTimeoutException e) {
            throw new AddressFailure("no answer" + through + " within " + patience.connect().toSeconds() + " s", false);
        } catch (ConnectException e) {
            throw new AddressFailure(unknownHost(e) ? "no network, or " + (by.isEmpty() ? address.getHost() : by) + " is not known here"
                    : "no connection" + through + " (refused or no network)", false);
        } catch (IOException e) {
            throw new AddressFailure("no answer" + through + " (" + reason(e) + ")", false);
        } catch (InterruptedException e) {
            throw interrupted("fetching " + address, e);
        }
    }

    private void judge(HttpResponse<Body> response, long have) throws AddressFailure {
        int status = response.statusCode();
        if (status == 407) {
            throw new AddressFailure("the " + proxies.describe(response.uri()) + " wants a name and password (status 407): "
                    + "ask who runs the network, or use UNROLLED_MIRROR", true);
        }
        if (status == 416) {
            throw new AddressFailure("the file there is shorter than what had arrived of it", false);
        }
        if (status == 206) {
            var range = response.headers().firstValue("Content-Range").orElse("");
            if (have == 0 || !range.startsWith("bytes " + have + "-")) {
                throw new AddressFailure("it sent the range '" + range + "', expected bytes from " + have, false);
            }
        } else if (status != 200) {
            boolean passing = status >= 500 || status == 429 || status == 408;
            throw new AddressFailure("it answers with status " + status + (status == 404 ? " (not found)" : ""), !passing);
        }
        if (response.headers().firstValue("Content-Type").orElse("").startsWith("text/html")) {
            throw new AddressFailure("it sent a web page instead of the data; does this network want a login first?", true);
        }
    }

    private long copy(String what, Body body, PartFile part, boolean append, long start, long total, long most)
            throws AddressFailure {
        long got = start;
        try (var out = output.open(part.path(), append)) {
            for (var piece = body.next(patience.stall()); piece != null; piece = body.next(patience.stall())) {
                var bytes = new byte[piece.remaining()];
                piece.get(bytes);
                out.write(bytes);
                got += bytes.length;
                if (got > most) {
                    throw new AddressFailure("it sends more than the " + most + " bytes expected", true);
                }
                listener.progress(what, got, Math.max(total, 0));
            }
            return got;
        } catch (InterruptedException e) {
            throw interrupted("fetching " + what, e);
        } catch (Body.ReadFailure e) {
            throw new AddressFailure(e.stalled() ? "nothing more came for " + patience.stall().toMillis() / 1000.0 + " s after "
                    + got + " bytes" : "the connection was cut after " + got + " bytes", false);
        } catch (IOException e) {
            part.delete();
            throw new DatasetException(what + " can't be written to " + part.path() + ": " + reason(e) + ". Free some space"
                    + (total > got ? " (" + DataListener.size(total) + " are needed)" : "")
                    + " or set UNROLLED_DATA to a folder on another disk", e);
        }
    }

    private static void check(PartFile part, Expected expected) throws AddressFailure {
        if (expected.sha256().isEmpty()) {
            return;
        }
        try {
            var sha256 = Checksums.file(part.path());
            if (!sha256.equals(expected.sha256().get())) {
                part.delete();
                throw new AddressFailure("what it sent has the checksum " + sha256 + ", expected " + expected.sha256().get(), false);
            }
        } catch (NoSuchFileException e) {
            throw new AddressFailure("the temporary file " + e.getMessage() + " is gone", false);
        } catch (IOException e) {
            throw new DatasetException(part.path() + " can't be read: " + reason(e), e);
        }
    }

    private static Optional<String> validator(HttpResponse<?> response) {
        var strong = response.headers().firstValue("ETag").filter(tag -> !tag.startsWith("W/"));
        return strong.isPresent() ? strong : response.headers().firstValue("Last-Modified");
    }

    private void rest(String what, Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw interrupted("fetching " + what, e);
        }
    }

    private static DatasetException interrupted(String what, Exception cause) {
        Thread.currentThread().interrupt();
        return new DatasetException(what + " was stopped; the next try goes on from there", cause);
    }

    private static boolean unknownHost(Throwable e) {
        return e instanceof UnresolvedAddressException || e instanceof UnknownHostException
                || e.getCause() != null && unknownHost(e.getCause());
    }

    static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
