package org.unrolled.data;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which proxy to use: Java's own settings ({@code https.proxyHost} ...) if given, else the environment's {@code https_proxy},
 * {@code http_proxy} and {@code no_proxy}, in small or capital letters, which Java by itself does not look at. A name and
 * password in them are sent to that proxy alone, and stand in no message.
 */
final class Proxies extends ProxySelector {
    /** Kind, name and password, host, port. The last @ ends the password: people write theirs as it is. */
    private static final Pattern SETTING = Pattern.compile("(?:([A-Za-z][A-Za-z0-9+.-]*)://)?(?:(.*)@)?"
            + "([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(?::(\\d*))?(?:/[^@]*)?", Pattern.DOTALL);
    private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";
    private static final Pattern ENCODED = Pattern.compile("(%[0-9A-Fa-f]{2})+");
    private static final String FORM = ": expected http://HOST:PORT, or http://NAME:PASSWORD@HOST:PORT with odd characters as %40";

    /** @param authorization value of the header that logs in, or nothing */
    private record Setting(String host, int port, Optional<String> authorization) {
        boolean names(Proxy proxy) {
            return proxy.address() instanceof InetSocketAddress address && address.getPort() == port
                    && address.getHostString().equalsIgnoreCase(host);
        }
    }

    private final Map<String, String> environment;

    Proxies(Map<String, String> environment) {
        this.environment = environment;
        // Java leaves a password out of what opens an https tunnel, unless it is told otherwise before its client's first use.
        boolean password = variable("https_proxy").filter(name -> environment.get(name).contains("@")).isPresent();
        if (password && System.getProperty(TUNNELS) == null) {
            System.setProperty(TUNNELS, "");
        }
    }

    @Override
    public List<Proxy> select(URI address) {
        if (direct(address)) {
            return List.of(Proxy.NO_PROXY);
        }
        if (javas(address)) {
            try {
                return ProxySelector.getDefault().select(address);
            } catch (IllegalArgumentException e) {
                throw new DatasetException("Java's setting " + address.getScheme() + ".proxyPort is wrong (" + e.getMessage() + ")", e);
            }
        }
        return List.of(setting(address).map(each -> new Proxy(Proxy.Type.HTTP,
                InetSocketAddress.createUnresolved(each.host(), each.port()))).orElse(Proxy.NO_PROXY));
    }

    /** What to send as {@code Proxy-Authorization}: name and password of the environment's setting, if that is the proxy used. */
    Optional<String> authorization(URI address) {
        var proxy = select(address).get(0);
        try {
            return setting(address).filter(each -> each.names(proxy)).flatMap(Setting::authorization);
        } catch (DatasetException e) {
            if (javas(address)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The proxy for an address in words, or an empty text. */
    String describe(URI address) {
        return select(address).get(0).address() instanceof InetSocketAddress proxy
                ? "proxy " + proxy.getHostString() + ":" + proxy.getPort() : "";
    }

    private static boolean javas(URI address) {
        return System.getProperty(address.getScheme() + ".proxyHost") != null;
    }

    private Optional<Setting> setting(URI address) {
        return variable(address.getScheme() + "_proxy").map(name -> parse(name, environment.get(name).strip()));
    }

    private static Setting parse(String variable, String text) {
        var parts = SETTING.matcher(text);
        if (!parts.matches()) {
            throw new DatasetException(variable + " in the environment names no proxy that can be used" + FORM);
        }
        var kind = parts.group(1) == null ? "http" : parts.group(1).toLowerCase(Locale.ROOT);
        if (!kind.equals("http")) {
            throw new DatasetException(variable + " in the environment names a proxy of the kind " + kind + "://, which the download"
                    + " can't use" + FORM + ", or unset it and use UNROLLED_MIRROR");
        }
        var host = parts.group(3).replaceAll("[\\[\\]]", "");
        var digits = parts.group(4) == null || parts.group(4).isEmpty() ? "80" : parts.group(4);
        if (digits.length() > 5 || Integer.parseInt(digits) < 1 || Integer.parseInt(digits) > 65_535) {
            throw new DatasetException(variable + " in the environment names the port " + digits + " of " + host
                    + ", but ports are 1 to 65535" + FORM);
        }
        return new Setting(host, Integer.parseInt(digits), Optional.ofNullable(parts.group(2)).map(Proxies::basic));
    }

    /** Basic authentication in UTF-8 (RFC 7617). */
    private static String basic(String nameAndPassword) {
        int colon = nameAndPassword.indexOf(':');
        var name = decoded(colon < 0 ? nameAndPassword : nameAndPassword.substring(0, colon));
        var password = colon < 0 ? "" : decoded(nameAndPassword.substring(colon + 1));
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** A percent sign without two digits stands for itself. */
    private static String decoded(String text) {
        return ENCODED.matcher(text).replaceAll(each ->
                Matcher.quoteReplacement(URLDecoder.decode(each.group(), StandardCharsets.UTF_8)));
    }

    private boolean direct(URI address) {
        var host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT).replaceAll("[\\[\\]]", "");
        int port = address.getPort() >= 0 ? address.getPort() : "https".equals(address.getScheme()) ? 443 : 80;
        for (var each : variable("no_proxy").map(environment::get).orElse("").toLowerCase(Locale.ROOT).split("[,\\s]+")) {
            int colon = each.indexOf(':') == each.lastIndexOf(':') ? each.indexOf(':') : -1;
            var suffix = (colon < 0 ? each : each.substring(0, colon)).replaceFirst("^\\*?\\.", "").replaceAll("[\\[\\]]", "");
            boolean itsPort = colon < 0 || each.substring(colon + 1).equals(String.valueOf(port));
            if (each.equals("*") || itsPort && !suffix.isEmpty() && (host.equals(suffix) || host.endsWith("." + suffix))) {
                return true;
            }
        }
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    /** The name, in small or capital letters, of a variable that is set and not blank. */
    private Optional<String> variable(String name) {
        return List.of(name, name.toUpperCase(Locale.ROOT)).stream()
                .filter(each -> !environment.getOrDefault(each, "").isBlank()).findFirst();
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException reason) {
        // The caller gets the same exception and reports it.
    }
}
