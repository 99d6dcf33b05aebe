package org.unrolled.data;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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

    /** An address, and how it is reached. */
    record Source(URI address, String through) {
        private static final Set<Integer> ELSEWHERE = Set.of(301, 302, 303, 307, 308);

        Optional<String> elsewhere(int status, HttpHeaders headers) {
            return ELSEWHERE.contains(status) ? headers.firstValue("Location") : Optional.empty();
        }

        /** @param have how many bytes are there to go on from */
        void judge(int status, HttpHeaders headers, long have) throws AddressFailure {
            if (status == 407) {
                throw new AddressFailure("the " + through + " wants a name and password (status 407), other ones if it was given"
                        + " some: set " + address.getScheme() + "_proxy=http://NAME:PASSWORD@HOST:PORT, or use UNROLLED_MIRROR",
                        true);
            }
            if (status == 416) {
                throw new AddressFailure("the file there is shorter than what had arrived of it", false);
            }
            if (status == 206) {
                var range = headers.firstValue("Content-Range").orElse("");
                if (have == 0 || !range.startsWith("bytes " + have + "-")) {
                    throw new AddressFailure("it sent the range '" + range + "', expected bytes from " + have, false);
                }
            } else if (status != 200) {
                boolean passing = status >= 500 || status == 429 || status == 408;
                throw new AddressFailure("it answers with status " + status + (status == 404 ? " (not found)" : ""), !passing);
            }
            if (headers.firstValue("Content-Type").orElse("").startsWith("text/html")) {
                throw new AddressFailure("it sent a web page instead of the data; does this network want a login first?", true);
            }
        }
    }

    private static final int MOST_REDIRECTIONS = 5;
    private static final long LOOK_MILLIS = 50;

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
        if (have > 0 && have == expected.bytes() && expected.sha256().isPresent()) {
            check(part, expected);
            return;
        }
        var at = address;
        for (int i = 0; i <= MOST_REDIRECTIONS; i++) {
            var source = new Source(address, proxies.describe(at));
            try (var incoming = new Incoming(new Incoming.Place(part, have, output), expected, source)) {
                receive(what, source.through(), request(at, address, part, have), incoming);
                incoming.finish();
                if (incoming.elsewhere().isEmpty()) {
                    check(part, expected);
                    return;
                }
                at = elsewhere(at, incoming.elsewhere().get());
            } catch (IOException e) {
                part.delete();
                throw new DatasetException(what + " can't be written to " + part.path() + ": " + reason(e) + ". Free some space"
                        + (expected.bytes() > 0 ? " (" + DataListener.size(expected.bytes()) + " are needed)" : "")
                        + " or set UNROLLED_DATA to a folder on another disk", e);
            }
        }
        throw new AddressFailure("it sends from one address to the next, more than " + MOST_REDIRECTIONS + " times", true);
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

    /** Until the answer has ended, or is known to be of no use. */
    private void receive(String what, String by, HttpRequest request, Incoming incoming) throws AddressFailure {
        var answer = client.sendAsync(request, incoming);
        try {
            do {
                try {
                    var response = answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                    incoming.answered(response.statusCode(), response.headers());
                } catch (TimeoutException e) {
                    hurry(by, incoming);
                }
                if (incoming.got() > 0) {
                    listener.progress(what, incoming.got(), incoming.total());
                }
            } while (!answer.isDone() && !incoming.failed());
        } catch (InterruptedException e) {
            throw interrupted("fetching " + what, e);
        } catch (ExecutionException e) {
            if (!incoming.failed()) {
                throw incoming.begun() ? new AddressFailure("the connection was cut after " + incoming.got() + " bytes", false)
                        : unanswered(request.uri().getHost(), by, e.getCause());
            }
        } finally {
            answer.cancel(true);
        }
    }

    private void hurry(String by, Incoming incoming) throws AddressFailure {
        if (!incoming.silentFor(incoming.begun() ? patience.stall() : patience.connect())) {
            return;
        }
        throw new AddressFailure(incoming.begun()
                ? "nothing more came for " + patience.stall().toMillis() / 1000.0 + " s after " + incoming.got() + " bytes"
                : "no answer" + through(by) + " within " + patience.connect().toSeconds() + " s", false);
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
