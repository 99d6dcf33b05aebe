"""The proxy that the environment names."""

import contextlib
import os
import re
import urllib.parse


def proxy_address():
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        if os.environ.get(name):
            return name, os.environ[name]
    return None, None


def without_password(address):
    return re.sub(r"//[^/@]*@", "//***@", address or "")


def proxy_options():
    """Java does not read HTTPS_PROXY: the same as system properties, less the password."""
    options = []
    for scheme in ("http", "https"):
        address = os.environ.get(f"{scheme}_proxy") or os.environ.get(f"{scheme.upper()}_PROXY")
        if address:
            url = urllib.parse.urlsplit(address if "//" in address else f"//{address}")
            with contextlib.suppress(ValueError):
                if url.hostname:
                    options += [f"-D{scheme}.proxyHost={url.hostname}", f"-D{scheme}.proxyPort={url.port or 80}"]
    excluded = os.environ.get("no_proxy") or os.environ.get("NO_PROXY")
    if options and excluded:
        hosts = [host.strip() for host in excluded.split(",") if host.strip()]
        hosts = ["*" + host if host.startswith(".") else host for host in hosts]
        options.append(f"-Dhttp.nonProxyHosts={'|'.join(hosts)}")
    return options
