package org.unrolled.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.io.function.Uncheck;
import org.apache.commons.lang3.concurrent.BasicThreadFactory;

/**
 * Fetches a file by HTTP into a temporary file: resumes what a cut connection left, asks other addresses, tries again after a
 * pause, and hands over only what has the right length and checksum. Java's own client does it: Apache's HttpClient 5 was
 * weighed, but it waits for bytes without hearing an interrupt, and needs as much code around it.
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

        /** A file on the disk. */
        Output FILE = (file, append) -> append ? Files.newOutputStream(file, StandardOpenOption.APPEND) : Files.newOutputStream(file);
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

    private static final int MOST_REDIRECTIONS = 5;
    private static final int MOST_OVERRUN = 4;
    private static final Set<Integer> ELSEWHERE = Set.of(301, 302, 303, 307, 308);
    /** For the client itself to say first that there is no connection. */
    private static final long GRACE_MILLIS = 100;
    /** Not the common pool: on two cores that is a new thread for each piece, and elsewhere a stalled read would hold others up. */
    private static final ExecutorService READERS = Executors.newCachedThreadPool(
            BasicThreadFactory.builder().namingPattern("unrolled-download").daemon(true).build());

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
        this.client = HttpClient.newBuilder().connectTimeout(patience.connect()).proxy(proxies).build();
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
        boolean whole = have > 0 && have == expected.bytes() && expected.sha256().isPresent();
        var at = address;
        for (int i = 0; !whole; i++) {
            if (i > MOST_REDIRECTIONS) {
                throw new AddressFailure("it sends from one address to the next, more than " + MOST_REDIRECTIONS + " times", true);
            }
            var by = proxies.describe(at);
            var response = answer(what, by, request(at, address, part, have));
            try (var in = response.body()) {
                var location = response.headers().firstValue("Location");
                whole = location.isEmpty() || !ELSEWHERE.contains(response.statusCode());
                if (whole) {
                    judge(response, address, by, have);
                    receive(what, response, in, address, part, have, expected);
                } else {
                    at = elsewhere(at, location.get());
                }
            } catch (IOException e) {
                part.delete();
                throw new DatasetException(what + " can't be written to " + part.path() + ": " + reason(e) + ". Free some space"
                        + (expected.bytes() > 0 ? " (" + DataListener.size(expected.bytes()) + " are needed)" : "")
                        + " or set UNROLLED_DATA to a folder on another disk", e);
            }
        }
        check(part, expected);
    }

    private static URI elsewhere(URI from, String location) throws AddressFailure {
        try {
            var to = from.resolve(location);
            if (to.getHost() != null && Set.of("https", from.getScheme()).contains(to.getScheme())) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            // Told below.
        }
        throw new AddressFailure("it sends to '" + location + "', where the data can't be fetched safely", true);
    }

    private HttpRequest request(URI at, URI address, PartFile part, long have) {
        var request = HttpRequest.newBuilder(at).header("User-Agent", "unrolled");
        proxies.authorization(at).ifPresent(value -> request.header("Proxy-Authorization", value));
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
            part.validator(address).ifPresent(validator -> request.header("If-Range", validator));
        }
        return request.build();
    }

    /** The head of the answer is there, its body is on its way. */
    private HttpResponse<InputStream> answer(String what, String by, HttpRequest request) throws AddressFailure {
        var answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
        try {
            return answer.get(patience.connect().toMillis() + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AddressFailure("no answer" + through(by) + " within " + patience.connect().toSeconds() + " s", false);
        } catch (InterruptedException e) {
            throw interrupted("fetching " + what, e);
        } catch (ExecutionException e) {
            throw unanswered(request.uri().getHost(), by, e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    /** @param have how many bytes are there to go on from */
    private static void judge(HttpResponse<?> response, URI address, String by, long have) throws AddressFailure {
        int status = response.statusCode();
        if (status == 407) {
            throw new AddressFailure("the " + by + " wants a name and password (status 407), other ones if it was given"
                    + " some: set " + address.getScheme() + "_proxy=http://NAME:PASSWORD@HOST:PORT, or use UNROLLED_MIRROR", true);
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

    /** Writes the answer's body into the temporary file, piece by piece. */
    private void receive(String what, HttpResponse<?> response, InputStream in, URI address, PartFile part, long have, Expected expected)
            throws AddressFailure, IOException {
        var headers = response.headers();
        long length = headers.firstValueAsLong("Content-Length").orElse(-1);
        boolean append = response.statusCode() == 206;
        long got = append ? have : 0;
        long total = length >= 0 ? got + length : expected.bytes();
        boolean exact = expected.sha256().isPresent();
        if (exact && total != expected.bytes()) {
            part.delete();
            throw new AddressFailure("the file there has " + total + " bytes, expected " + expected.bytes(), true);
        }
        long most = exact ? total : total == 0 && length < 0 ? Long.MAX_VALUE : Math.max(total, expected.bytes()) * MOST_OVERRUN;
        if (!append) {
            var strong = headers.firstValue("ETag").filter(tag -> !tag.startsWith("W/"));
            part.begin(address, strong.or(() -> headers.firstValue("Last-Modified")));
        }
        try (var out = output.open(part.path(), append)) {
            var buffer = new byte[1 << 16];
            for (int n = read(what, in, buffer, got); n >= 0; n = read(what, in, buffer, got)) {
                out.write(buffer, 0, n);
                got += n;
                if (got > most) {
                    throw new AddressFailure("it sends more than the " + most + " bytes expected", true);
                }
                listener.progress(what, got, total);
            }
        }
        if (length >= 0 && got != total) {
            throw new AddressFailure("the connection was cut after " + got + " of " + total + " bytes", false);
        }
    }

    /** Reads on another thread, since a read by itself waits without an end, and may not hear an interrupt. */
    private int read(String what, InputStream in, byte[] buffer, long got) throws AddressFailure {
        try {
            return CompletableFuture.supplyAsync(() -> Uncheck.get(() -> in.read(buffer)), READERS)
                    .get(patience.stall().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new AddressFailure("nothing more came for " + patience.stall().toMillis() / 1000.0 + " s after " + got + " bytes",
                    false);
        } catch (InterruptedException e) {
            throw interrupted("fetching " + what, e);
        } catch (ExecutionException e) {
            throw new AddressFailure("the connection was cut after " + got + " bytes", false);
        }
    }

    private AddressFailure unanswered(String host, String by, Throwable cause) {
        String why = cause instanceof HttpConnectTimeoutException
                ? "no connection" + through(by) + " within " + patience.connect().toSeconds() + " s"
                : cause instanceof ConnectException && unknownHost(cause)
                ? "no network, or " + (by.isEmpty() ? host : by) + " is not known here"
                : cause instanceof ConnectException ? "no connection" + through(by) + " (refused or no network)"
                : "no answer" + through(by) + " (" + (cause.getMessage() == null ? cause : cause.getMessage()) + ")";
        return new AddressFailure(why, false);
    }

    private static String through(String by) {
        return by.isEmpty() ? "" : " through " + by;
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
