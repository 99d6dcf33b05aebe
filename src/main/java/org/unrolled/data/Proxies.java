package org.unrolled.data;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which proxy to use: Java's own settings ({@code https.proxyHost} ...) if given, else the environment's {@code https_proxy},
 * {@code http_proxy} and {@code no_proxy}, which Java by itself does not look at.
 */
final class Proxies extends ProxySelector {
    private final Map<String, String> environment;

    Proxies(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public List<Proxy> select(URI address) {
        if (System.getProperty(address.getScheme() + ".proxyHost") != null) {
            return ProxySelector.getDefault().select(address);
        }
        var setting = variable(address.getScheme() + "_proxy");
        if (setting.isBlank() || direct(address.getHost())) {
            return List.of(Proxy.NO_PROXY);
        }
        var proxy = URI.create(setting.contains("://") ? setting : "http://" + setting);
        if (proxy.getHost() == null) {
            throw new DatasetException("the environment's " + address.getScheme() + "_proxy is '" + setting
                    + "', expected http://HOST:PORT");
        }
        int port = proxy.getPort() < 0 ? 80 : proxy.getPort();
        return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port)));
    }

    /** The proxy for an address in words, or an empty text. */
    String describe(URI address) {
        var proxy = select(address).get(0);
        return proxy.type() == Proxy.Type.DIRECT ? "" : "proxy " + proxy.address();
    }

    private boolean direct(String host) {
        for (var exception : variable("no_proxy").split("[, ]+")) {
            var suffix = exception.replaceFirst("^\\*?\\.", "");
            if (exception.equals("*") || !suffix.isEmpty() && (host.equals(suffix) || host.endsWith("." + suffix))) {
                return true;
            }
        }
        return host.equals("localhost") || host.startsWith("127.");
    }

    private String variable(String name) {
        return environment.getOrDefault(name, environment.getOrDefault(name.toUpperCase(Locale.ROOT), ""));
    }

    @Override
    public void connectFailed(URI address, SocketAddress proxy, IOException reason) {
        // The caller gets the same exception and reports it.
    }
}
