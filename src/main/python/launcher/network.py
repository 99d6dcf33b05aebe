"""The proxy that the environment names. Its password is never shown."""

import contextlib
import os
import re
import urllib.parse
from typing import NamedTuple

from launcher.telling import Problem

VARIABLES = ("https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY")
SHORTEST_PASSWORD_TO_HIDE = 3


class Proxy(NamedTuple):
    """A proxy for HTTP, as `variable` names it; user and password are decoded, and empty when there are none."""

    variable: str
    host: str
    port: int
    user: str
    password: str

    @property
    def address(self):
        """With user and password in the form that every program reads."""
        log_in = ":".join(urllib.parse.quote(part, safe="") for part in (self.user, self.password) if part)
        return f"http://{log_in}{'@' if log_in else ''}{self.host}:{self.port}"


def proxy_address():
    """(variable, address as it stands there) or (None, None)."""
    return next(((name, os.environ[name]) for name in VARIABLES if os.environ.get(name)), (None, None))


def proxy(variables=VARIABLES):
    """The first proxy that one of the variables names, or None; raises the Problem of an address that can't be used."""
    name = next((name for name in variables if os.environ.get(name)), None)
    return parse(name, os.environ[name]) if name else None


def parse(name, address):
    scheme, log_in, place = split(address)
    if scheme not in ("http", "https"):
        raise Problem(f"{name} names a proxy for {scheme}://, expected http://HOST:PORT.",
                      f"Maven, pip and Java go through HTTP proxies: name one in {name}, or unset it.")
    match = re.fullmatch(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/?#@\[\]\\]+)(?::([0-9]+))?(?:/.*)?", place)
    if not match:
        raise Problem(f"{name} is no address of a proxy, expected http://HOST:PORT or http://NAME:PASSWORD@HOST:PORT.",
                      f"Correct or unset {name}.")
    port = int(match[2] or (443 if scheme == "https" else 80))
    if not 1 <= port <= 65535:
        raise Problem(f"{name} names port {port}, expected 1 to 65535.", f"Correct or unset {name}.")
    user, _, password = (urllib.parse.unquote(part) for part in log_in.partition(":"))
    if re.search(r"[\x00-\x1f\x7f]", user + password):
        raise Problem(f"The log-in in {name} holds a control character.", f"Correct or unset {name}.")
    return Proxy(name, match[1], port, user, password)


def split(address):
    """(scheme, log-in, the rest) of any address; a log-in may hold every character, unencoded too."""
    match = re.match(r"([a-z][a-z0-9+.-]*)://", address.strip(), re.IGNORECASE)
    log_in, _, place = address.strip()[match.end() if match else 0:].rpartition("@")
    return match[1].lower() if match else "http", log_in, place


def normalise_proxies():
    """Encodes odd characters of names and passwords in the environment, so that every program that we start reads them alike."""
    for name in VARIABLES:
        if "@" in os.environ.get(name, ""):
            with contextlib.suppress(Problem):
                os.environ[name] = parse(name, os.environ[name]).address


def without_password(address):
    scheme, log_in, place = split(address or "")
    return f"{scheme}://***@{place}" if log_in else address or ""


def hide_passwords(text):
    """A text of another program, without what the proxy variables hold of log-ins."""
    for name in VARIABLES:
        _, log_in, _ = split(os.environ.get(name, ""))
        password = log_in.partition(":")[2]
        for secret in (log_in, urllib.parse.unquote(log_in), password, urllib.parse.unquote(password)):
            if len(secret) >= SHORTEST_PASSWORD_TO_HIDE:
                text = text.replace(secret, "***")
    return text


def proxy_options():
    """Java does not read HTTPS_PROXY: the same as system properties, less the log-in. What is wrong, the download tells."""
    options = []
    for scheme in ("http", "https"):
        with contextlib.suppress(Problem):
            found = proxy((f"{scheme}_proxy", f"{scheme.upper()}_PROXY"))
            if found:
                options += [f"-D{scheme}.proxyHost={found.host}", f"-D{scheme}.proxyPort={found.port}"]
    if options and hosts_without_proxy():
        options.append(f"-Dhttp.nonProxyHosts={hosts_without_proxy()}")
    return options


def hosts_without_proxy():
    """NO_PROXY the way Java and Maven write it."""
    hosts = (os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or "").split(",")
    return "|".join("*" + host.strip() if host.strip().startswith(".") else host.strip() for host in hosts if host.strip())
