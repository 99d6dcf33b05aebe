package org.unrolled.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class ProxiesTest {
    private static final URI HTTP = URI.create("http://data.example/file.bin");
    private static final URI HTTPS = URI.create("https://data.example/file.bin");

    @TempDir
    private Path root;

    @Test
    void nameAndPasswordReachTheProxyAndNobodyElse() throws IOException {
        var bytes = "hello".getBytes(StandardCharsets.UTF_8);
        try (var proxy = new LocalServer(); var direct = new LocalServer()) {
            var seen = new CopyOnWriteArrayList<String>();
            proxy.on("/file.bin", exchange -> {
                var header = String.valueOf(exchange.getRequestHeaders().getFirst("Proxy-Authorization"));
                seen.add(header);
                if (!header.equals(basic("ada", "p@ss:w/rd%ü"))) {
                    LocalServer.status(407).give(exchange);
                    return;
                }
                exchange.getResponseHeaders().set("Location", direct.at("/moved").toString());
                exchange.sendResponseHeaders(302, -1);
            });
            direct.on("/moved", exchange -> {
                seen.add(String.valueOf(exchange.getRequestHeaders().getFirst("Proxy-Authorization")));
                LocalServer.file(bytes, "").give(exchange);
            });
            var right = "http://ada:p%40ss%3Aw%2Frd%25%C3%BC@127.0.0.1:" + proxy.port();
            assertArrayEquals(bytes, fetch("http_proxy", right, HTTP));
            assertEquals(List.of(basic("ada", "p@ss:w/rd%ü"), "null"), seen);
            var wrong = assertThrows(DatasetException.class,
                () -> fetch("http_proxy", right.replace("ada:p", "ada:s3cret"), HTTP.resolve("/file.bin?2")));
            assertTrue(wrong.getMessage().contains("the proxy 127.0.0.1:" + proxy.port() + " wants a name and password (status 407)"),
                wrong.getMessage());
            assertFalse(DataCacheTest.trace(wrong).contains("s3cret"));
        }
    }

    @Test
    void nameAndPasswordOpenTheTunnelForHttps() throws IOException {
        var heads = new CopyOnWriteArrayList<String>();
        try (var proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            new Thread(() -> refuse(proxy, heads)).start();
            // In a process of its own: Java reads its setting for tunnels once.
            var process = FetchOnce.start(root, Optional.empty(), 5, HTTPS, "ada:s3cret@127.0.0.1:" + proxy.getLocalPort());
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(said.contains("status 407"), said);
            assertFalse(said.contains("s3cret"), said);
        }
        assertTrue(heads.get(0).startsWith("CONNECT data.example:443 "), heads.toString());
        assertTrue(heads.get(0).contains("Proxy-Authorization: " + basic("ada", "s3cret")), heads.toString());
    }

    private static void refuse(ServerSocket proxy, List<String> heads) {
        while (true) {
            try (var socket = proxy.accept()) {
                var head = new StringBuilder();
                while (head.indexOf("\r\n\r\n") < 0) {
                    head.append((char) socket.getInputStream().read());
                }
                heads.add(head.toString());
                socket.getOutputStream().write(("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
                    + "Content-Length: 0\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return;
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://my_proxy:3128,my_proxy:3128,", "my_proxy,my_proxy:80,", "HTTP://p:3128/,p:3128,", "http://[::1]:3128,::1:3128,",
        "http://ada@p:1,p:1,ada:", "http://ada:b:c@p:1,p:1,ada:b:c", "http://a%3Ab:c+d%2B@p:1,p:1,a:b:c+d+",
        "'http://ada:p@ss#w/r?d%zz%@p:65535',p:65535,ada:p@ss#w/r?d%zz%", "ada:x@p:1,p:1,ada:x"})
    void settingsAreReadAsTheyAreWritten(String setting, String proxy, String nameAndPassword) {
        var proxies = new Proxies(Map.of("HTTPS_PROXY", setting, "https_proxy", " "));
        assertEquals("proxy " + proxy, proxies.describe(HTTPS));
        assertEquals(Optional.ofNullable(nameAndPassword).map(each -> "Basic "
            + Base64.getEncoder().encodeToString(each.getBytes(StandardCharsets.UTF_8))), proxies.authorization(HTTPS));
    }

    @ParameterizedTest
    @CsvSource({
        "http://ada:s3cret@p:99999,names the port 99999 of p", "http://ada:s3cret@p:0,names the port 0 of p", "p:s3cret,names no proxy",
        "http://ada:s3cret@,names no proxy", "'http://ada:s3cret@bad host:1',names no proxy", "http:/ada:s3cret@p q,names no proxy",
        "socks5://ada:s3cret@p:1080,a proxy of the kind socks5://", "socks5h://p,a proxy of the kind socks5h://",
        "https://ada:s3cret@p,a proxy of the kind https://", "http://p:99999999999999999999,names the port"})
    void settingsThatCannotBeUsedAreToldWithoutThePassword(String setting, String said) {
        for (var variable : List.of("https_proxy", "HTTPS_PROXY")) {
            var proxies = new Proxies(Map.of(variable, setting));
            for (var error : List.of(assertThrows(DatasetException.class, () -> proxies.describe(HTTPS)),
                    assertThrows(DatasetException.class, () -> fetch(variable, setting, HTTPS)))) {
                assertTrue(error.getMessage().startsWith(variable + " in the environment " + (said.startsWith("a ") ? "names " : "") + said), error.getMessage());
                assertTrue(error.getMessage().contains("expected http://HOST:PORT"), error.getMessage());
                assertFalse(DataCacheTest.trace(error).contains("s3cret"), DataCacheTest.trace(error));
            }
            assertEquals("", proxies.describe(HTTP));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"*;true", "example;true", ".example;true", "*.example;true", "DATA.example;true",
        "a.example, data.example;true", "data.example:443;true", "data.example:80;false", "ata.example;false", "data.example.org;false",
        "x data.example;true", ";false"})
    void exceptionsGoDirectly(String setting, boolean direct) {
        for (var variable : List.of("no_proxy", "NO_PROXY")) {
            var proxies = new Proxies(Map.of("https_proxy", "p:1", variable, setting == null ? "" : setting));
            assertEquals(direct ? "" : "proxy p:1", proxies.describe(HTTPS), variable);
        }
    }

    @Test
    void javasOwnSettingsGoFirstAndGetThePasswordOfTheSameProxy() {
        var before = System.getProperties().clone();
        try {
            System.setProperty("https.proxyHost", "p");
            System.setProperty("https.proxyPort", "3128");
            var same = new Proxies(Map.of("https_proxy", "http://ada:x@P:3128"));
            assertEquals("proxy p:3128", same.describe(HTTPS));
            assertEquals(Optional.of(basic("ada", "x")), same.authorization(HTTPS));
            var other = new Proxies(Map.of("https_proxy", "http://ada:x@q:3128", "no_proxy", "lab.example"));
            assertEquals("proxy p:3128", other.describe(HTTPS));
            assertEquals(Optional.empty(), other.authorization(HTTPS));
            assertEquals("", other.describe(URI.create("https://www.lab.example/")));
            assertEquals(Optional.empty(), new Proxies(Map.of("https_proxy", "socks5://q")).authorization(HTTPS));
            System.setProperty("https.proxyPort", "99999");
            var error = assertThrows(DatasetException.class, () -> same.describe(HTTPS));
            assertTrue(error.getMessage().startsWith("Java's setting https.proxyPort is wrong"), error.getMessage());
        } finally {
            System.setProperties((java.util.Properties) before);
        }
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private byte[] fetch(String variable, String proxy, URI address) throws IOException {
        var cache = FetchOnce.cache(root.resolve(String.valueOf(proxy.hashCode())), null, DataListener.silent(), FetchOnce.BRIEF, Map.of(variable, proxy));
        return Files.readAllBytes(cache.path(FetchOnce.dataset(Optional.empty(), 5, address), "file.bin"));
    }
}
