package org.unrolled.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A web server on this machine's loopback address that can misbehave in all the ways that real ones do. */
public final class LocalServer implements AutoCloseable {
    /** Answers a request. */
    public interface Answer {
        void give(HttpExchange exchange) throws IOException, InterruptedException;
    }

    public final List<String> requests = new CopyOnWriteArrayList<>();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    public LocalServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            var range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(exchange.getRequestURI().getPath() + (range == null ? "" : " " + range));
            try {
                answers.getOrDefault(exchange.getRequestURI().getPath(), status(404)).give(exchange);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                exchange.close();
            }
        });
        server.start();
    }

    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    int port() {
        return server.getAddress().getPort();
    }

    public void on(String path, Answer answer) {
        answers.put(path, answer);
    }

    /** The file, or the rest of it if a range is asked for and the mark still holds. */
    public static Answer file(byte[] bytes, String mark) {
        return exchange -> serve(exchange, bytes, mark, Integer.MAX_VALUE);
    }

    /** The same, but the connection is cut after so many bytes. */
    static Answer cut(byte[] bytes, String mark, int after) {
        return exchange -> serve(exchange, bytes, mark, after);
    }

    /** The whole file, whatever range is asked for, and without a length. */
    static Answer chunked(byte[] bytes) {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(bytes);
        };
    }

    /** Begins and then says nothing more, until the server is closed. */
    Answer stalling(byte[] bytes, int after) {
        return exchange -> {
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes, 0, after);
            exchange.getResponseBody().flush();
            closing.await();
        };
    }

    public static Answer status(int status) {
        return exchange -> exchange.sendResponseHeaders(status, -1);
    }

    /** One answer after the other; the last one stays. */
    static Answer inTurn(Answer... answers) {
        var left = new CopyOnWriteArrayList<>(answers);
        return exchange -> (left.size() > 1 ? left.remove(0) : left.get(0)).give(exchange);
    }

    private static void serve(HttpExchange exchange, byte[] bytes, String mark, int after) throws IOException {
        var range = exchange.getRequestHeaders().getFirst("Range");
        var condition = exchange.getRequestHeaders().getFirst("If-Range");
        int start = range == null || condition != null && !condition.equals(mark) ? 0
                : Integer.parseInt(range.replaceAll("\\D", ""));
        if (!mark.isEmpty()) {
            exchange.getResponseHeaders().set("ETag", mark);
        }
        if (start > 0) {
            exchange.getResponseHeaders().set("Content-Range", "bytes " + start + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        var rest = Arrays.copyOfRange(bytes, start, bytes.length);
        exchange.sendResponseHeaders(start > 0 ? 206 : 200, rest.length);
        exchange.getResponseBody().write(rest, 0, Math.min(rest.length, after));
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
